"""How tests are run with Node.js."""

from __future__ import annotations

from pants.option.option_types import SkipOption, StrOption
from pants.option.subsystem import Subsystem


class NodeJSTest(Subsystem):
    options_scope = "nodejs-test"
    name = "Node.js tests"
    help = "How tests are run by the test scripts of `package.json` files."

    skip = SkipOption("test")
    _coverage_output_dir = StrOption(
        default="{distdir}/coverage/js/{target_spec}",
        advanced=True,
        help="Folder for coverage reports. `{distdir}` and `{target_spec}` are filled in.",
    )
