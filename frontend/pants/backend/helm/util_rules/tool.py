"""What plugins of Helm have in common."""

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar


class HelmPluginSubsystem(Subsystem):
    """Base of Helm plugins; `plugin_name` is the command that the plugin adds to Helm."""

    plugin_name: ClassVar[str]


class ExternalHelmPlugin(HelmPluginSubsystem, TemplatedExternalTool):
    """Base of Helm plugins that are downloaded as an archive."""
