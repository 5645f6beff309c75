"""What every tool that runs on the JVM has: a version, artifacts, a lockfile, JVM options."""

from __future__ import annotations

from pants.core.goals.generate_lockfiles import DEFAULT_TOOL_LOCKFILE
from pants.core.goals.resolves import ExportableTool
from pants.option.option_types import StrListOption, StrOption
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar


class JvmToolBase(Subsystem, ExportableTool):
    """Base of tools that are Maven artifacts; `{version}` in them stands for the version."""

    default_version: ClassVar[str | None] = None
    default_artifacts: ClassVar[tuple[str, ...]]

    version = StrOption(
        default=lambda cls: cls.default_version,
        advanced=True,
        help=lambda cls: (
            f"The version of `{cls.options_scope}`, put in place of `{{version}}` in "
            f"`[{cls.options_scope}].artifacts`."
        ),
    )
    artifacts = StrListOption(
        default=lambda cls: list(cls.default_artifacts),
        advanced=True,
        help=(
            "Maven coordinates (`group:artifact:version`) or addresses of `jvm_artifact` targets "
            "that make up the tool. Change the lockfile with them."
        ),
    )
    lockfile = StrOption(
        default=DEFAULT_TOOL_LOCKFILE,
        advanced=True,
        help=lambda cls: (
            f"Path of the tool's lockfile. `{DEFAULT_TOOL_LOCKFILE}` stands for the one that comes "
            "with Pants, which fits the default version only. To make your own, set a path and "
            f"run `generate-lockfiles --resolve={cls.options_scope}`."
        ),
    )
    jvm_options = StrListOption(
        advanced=True,
        help="Options for the JVM that runs the tool, such as `-Xmx4g`.",
    )

    @property
    def artifact_inputs(self) -> tuple[str, ...]:
        """The artifacts with the version filled in."""
        return tuple(artifact.format(version=self.version) for artifact in self.artifacts)
