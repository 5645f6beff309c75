"""`[python-thrift]`: Python from Thrift files."""

from __future__ import annotations

from pants.option.option_types import BoolOption, StrListOption
from pants.option.subsystem import Subsystem


class ThriftPythonSubsystem(Subsystem):
    options_scope = "python-thrift"
    help = "Python that is generated from Thrift files."

    gen_options = StrListOption(
        "--options",
        help="Options for the generator, such as `type_hints`: see `thrift --help`.",
    )
    infer_runtime_dependency = BoolOption(
        default=True,
        advanced=True,
        help="Let generated code depend on the `python_requirement` for `thrift`.",
    )
