"""Spectral, a linter for OpenAPI documents."""

from __future__ import annotations

from pants.backend.javascript.subsystems.nodejs_tool import NodeJSToolBase
from pants.option.option_types import ArgsListOption, SkipOption


class SpectralSubsystem(NodeJSToolBase):
    options_scope = "spectral"
    name = "Spectral"
    help = "Spectral, a linter for OpenAPI documents."

    default_version = "@stoplight/spectral-cli@6.5.1"

    skip = SkipOption("lint")
    args = ArgsListOption(example="--fail-severity=warn")

    @property
    def binary_name(self) -> str:
        return self._binary_name or "spectral"
