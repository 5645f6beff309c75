"""Prettier, a formatter for JavaScript."""

from __future__ import annotations

from pants.backend.javascript.subsystems.nodejs_tool import NodeJSToolBase
from pants.option.option_types import ArgsListOption, SkipOption


class Prettier(NodeJSToolBase):
    options_scope = "prettier"
    name = "Prettier"
    help = "Prettier, a formatter for JavaScript."

    default_version = "prettier@3.6.2"

    skip = SkipOption("fmt", "lint")
    args = ArgsListOption(example="--version")
