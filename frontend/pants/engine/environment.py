"""Names of environments: where rules and processes run."""

from __future__ import annotations

from pants.engine.engine_aware import EngineAwareParameter
from pants.util.record import Record

#: The name of the environment of this machine, when none is configured.
LOCAL_ENVIRONMENT_MATCHER = "__local__"

#: The name of the environment of this machine whose processes run in the repository itself.
LOCAL_WORKSPACE_ENVIRONMENT_MATCHER = "__local_workspace__"


class EnvironmentName(Record, EngineAwareParameter):
    """The name of an environment; None is the one of this machine."""

    val: str | None

    def debug_hint(self) -> str | None:
        """The name."""
        return f"environment:{self.val}" if self.val else None


class ChosenLocalEnvironmentName(Record):
    """The environment that stands for this machine."""

    val: EnvironmentName


class ChosenLocalWorkspaceEnvironmentName(Record):
    """The environment whose processes run in the repository itself."""

    val: EnvironmentName
