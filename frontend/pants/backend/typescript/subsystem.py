"""The TypeScript compiler."""

from __future__ import annotations

from pants.backend.javascript.subsystems.nodejs_tool import NodeJSToolBase
from pants.option.option_types import SkipOption, StrListOption


class TypeScriptSubsystem(NodeJSToolBase):
    options_scope = "typescript"
    name = "TypeScript"
    help = (
        "The TypeScript compiler, which checks types. Its version is the one that `package.json` "
        "asks for."
    )

    default_version = "typescript@FROM_PACKAGE_JSON"

    skip = SkipOption("check")
    extra_build_args = StrListOption(
        default=[],
        help="Additional arguments for `tsc --build`, such as `--verbose`.",
    )

    @property
    def binary_name(self) -> str:
        return self._binary_name or "tsc"
