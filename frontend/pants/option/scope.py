"""Scopes: the named groups that options belong to."""

from __future__ import annotations

from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.option.option_value_container import OptionValueContainer
    from pants.option.subsystem import Subsystem

#: The scope of the global options.
GLOBAL_SCOPE = ""

#: How configuration files name it.
GLOBAL_SCOPE_CONFIG_SECTION = "GLOBAL"

#: The section of configuration files whose values others refer to.
DEFAULT_SECTION = "DEFAULT"


def normalize_scope(scope: str) -> str:
    """The scope in the form that flags and files use."""
    return scope.lower().replace("_", "-")


class Scope(Record):
    """Asks for the options of a scope."""

    scope: str


class ScopedOptions(Record):
    """The options of a scope."""

    scope: Scope
    options: OptionValueContainer


class ScopeInfo(Record):
    """A scope and the class that declares its options."""

    scope: str
    subsystem_cls: type[Subsystem] | None = None
    is_goal: bool = False

    @property
    def description(self) -> str:
        """The help of the class."""
        return str(getattr(self.subsystem_cls, "help", "") or "")

    @property
    def deprecated_scope(self) -> str | None:
        """The former name of the scope."""
        return getattr(self.subsystem_cls, "deprecated_options_scope", None)

    @property
    def deprecated_scope_removal_version(self) -> str | None:
        """The release that no longer knows the former name."""
        return getattr(self.subsystem_cls, "deprecated_options_scope_removal_version", None)

    @property
    def scope_to_env_var(self) -> str:
        """The scope as part of the name of an environment variable."""
        return self.scope.upper().replace("-", "_")
