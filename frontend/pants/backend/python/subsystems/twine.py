"""`[twine]`: the uploader of distributions."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    FileOption,
    SkipOption,
    StrOption,
)


class TwineSubsystem(PythonToolBase):
    options_scope = "twine"
    name = "Twine"
    help = "Twine, which uploads Python distributions."

    default_version = "twine>=4,<5"
    default_main = ConsoleScript("twine")
    default_requirements = ["twine>=5.1.1,<8"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.python.subsystems", "twine.lock")

    skip = SkipOption("publish")
    args = ArgsListOption(example="--skip-existing")
    config = FileOption(
        default=None,
        advanced=True,
        help="The `.pypirc` to use, if not the one at the build root.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help="Use a `.pypirc` at the build root.",
    )
    ca_certs_path = StrOption(
        default="<inherit>",
        advanced=True,
        help="A PEM file with the certificates to trust when uploading. `<inherit>` means that of "
        "`[GLOBAL].ca_certs_path`, an empty string those that come with Twine.",
    )
