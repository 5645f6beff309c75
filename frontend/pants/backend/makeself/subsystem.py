"""makeself, which builds self-extracting archives."""

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalTool


class MakeselfSubsystem(TemplatedExternalTool):
    options_scope = "makeself"
    help = "makeself, which builds self-extracting archives."

    default_version = "2.5.0"
    default_known_versions = [
        "2.5.0|linux_arm64 |4d2fa9d898be22c63bb3c6bb7cc3dc97237700dea6d6ad898dcbec0289df0bc4|45867",
        "2.5.0|linux_x86_64|4d2fa9d898be22c63bb3c6bb7cc3dc97237700dea6d6ad898dcbec0289df0bc4|45867",
        "2.5.0|macos_arm64 |4d2fa9d898be22c63bb3c6bb7cc3dc97237700dea6d6ad898dcbec0289df0bc4|45867",
        "2.5.0|macos_x86_64|4d2fa9d898be22c63bb3c6bb7cc3dc97237700dea6d6ad898dcbec0289df0bc4|45867",
    ]
    default_url_template = "https://github.com/megastep/makeself/releases/download/release-{version}/makeself-{version}.run"
