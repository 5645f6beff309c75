"""Redocly CLI, which bundles OpenAPI documents."""

from __future__ import annotations

from pants.backend.javascript.subsystems.nodejs_tool import NodeJSToolBase


class Redocly(NodeJSToolBase):
    options_scope = "redocly"
    name = "redocly"
    help = "Redocly CLI, which bundles OpenAPI documents into one file."

    default_version = "@redocly/cli@1.10.5"
