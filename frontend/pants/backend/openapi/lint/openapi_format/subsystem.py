"""openapi-format, a formatter for OpenAPI files."""

from __future__ import annotations

from pants.backend.javascript.subsystems.nodejs_tool import NodeJSToolBase
from pants.option.option_types import ArgsListOption, SkipOption


class OpenApiFormatSubsystem(NodeJSToolBase):
    options_scope = "openapi-format"
    name = "openapi-format"
    help = "openapi-format, a formatter for OpenAPI files."

    default_version = "openapi-format@1.13.1"

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(example="--no-sort")
