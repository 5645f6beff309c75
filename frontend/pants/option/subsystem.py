"""A subsystem: a class that declares the options of one scope, and whose instances hold values."""

from __future__ import annotations

from pants.engine.unions import UnionRule, distinct_union_type_per_subclass
from pants.option.option_types import OptionInfo, collect_options_info
from pants.option.option_value_container import OptionValueContainer
from pants.option.scope import Scope, ScopeInfo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, ClassVar

    from pants.engine.env_vars import EnvironmentVars
    from pants.engine.rules import TaskRule
    from pants.engine.unions import UnionMembership


class SubsystemEnvironmentAware:
    """Options of a subsystem that the target of an environment may override with its fields.

    A subsystem nests a class that inherits `Subsystem.EnvironmentAware`; rules that run in an
    environment take that class as a parameter instead of the subsystem.
    """

    __subsystem_environment_aware__ = True

    #: The subsystem that this belongs to.
    subsystem: ClassVar[type[Subsystem]]

    #: Variables that the methods of the class read from `_options_env`.
    env_vars_used_by_options: ClassVar[tuple[str, ...]] = ()

    options: Any
    env_tgt: Any
    _options_env: EnvironmentVars

    def __init__(self, options: Any = None, env_tgt: Any = None, options_env: Any = None) -> None:
        self._scope_options = options
        self.env_tgt = env_tgt
        self._options_env = options_env if options_env is not None else {}  # type: ignore[assignment]

    @property
    def options(self) -> Any:  # type: ignore[no-redef]
        """The values, those of the environment's target first."""
        return _EnvironmentOptions(self)

    def _is_default(self, __name: str) -> bool:
        """Whether neither the user nor the environment's target set the option."""
        missing = object()
        if _environment_value(type(self), self.env_tgt, __name, missing) is not missing:
            return False
        return bool(self._scope_options.is_default(__name))

    @classmethod
    def depends_on_env_vars(cls) -> bool:
        """Whether variables of the environment take part."""
        return bool(cls.env_vars_used_by_options)

    @classmethod
    async def _construct(cls, subsystem: Any, env_tgt: Any) -> SubsystemEnvironmentAware:
        """The body of the rule that provides an instance."""
        from pants.core.util_rules.env_vars import environment_vars_subset
        from pants.engine.env_vars import EnvironmentVarsRequest
        from pants.engine.rules import implicitly

        names = cls.env_vars_used_by_options
        env: Any = {}
        if names:
            env = await environment_vars_subset(EnvironmentVarsRequest(names), **implicitly())
        return cls(subsystem.options, env_tgt, env)


class _EnvironmentOptions:
    """Reads an option from the fields of the environment's target, else from the scope."""

    __slots__ = ("_owner",)

    def __init__(self, owner: SubsystemEnvironmentAware) -> None:
        self._owner = owner

    def __getattr__(self, name: str) -> Any:
        owner = self._owner
        missing = object()
        value = _environment_value(type(owner), owner.env_tgt, name, missing)
        return getattr(owner._scope_options, name) if value is missing else value


def _environment_value(cls: type, env_tgt: Any, name: str, missing: Any) -> Any:
    target = getattr(env_tgt, "val", None)
    if target is not None:
        for field in target.field_values.values():
            if (
                getattr(field, "option_name", None) == name
                and getattr(field, "subsystem", None) is cls
                and field.value is not None
            ):
                return field.value
    return missing


class Subsystem:
    """The options of a scope; rules take an instance as a parameter.

    A subclass sets `options_scope` and `help`, and declares options as class attributes (see
    `pants.option.option_types`).
    """

    __subsystem__ = True

    options_scope: ClassVar[str]
    help: ClassVar[Any] = None

    #: The former name of the scope, and the release that no longer knows it.
    deprecated_options_scope: ClassVar[str | None] = None
    deprecated_options_scope_removal_version: ClassVar[str | None] = None

    _scope_name_separator = "-"

    EnvironmentAware: ClassVar[Any] = SubsystemEnvironmentAware

    @distinct_union_type_per_subclass
    class PluginOption:
        """Union of the classes whose options plugins add to the scope."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        aware = cls.EnvironmentAware
        if aware is SubsystemEnvironmentAware:
            return
        if "EnvironmentAware" not in cls.__dict__:
            namespace = {
                "__module__": cls.__module__,
                "__qualname__": f"{cls.__qualname__}.EnvironmentAware",
                "__doc__": aware.__doc__,
            }
            aware = type("EnvironmentAware", (aware,), namespace)
            cls.EnvironmentAware = aware
        aware.subsystem = cls

    def __init__(self, options: Any) -> None:
        self.validate_scope()
        self.options = options

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or self.options == other.options  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash((type(self), getattr(self, "options_scope", None)))

    # -- scopes ----------------------------------------------------------------------------------

    @classmethod
    def is_valid_scope_name(cls, s: str) -> bool:
        """Words of small letters, digits and underscores, joined by single dashes."""
        if s == "":
            return True
        if s == "pants":
            return False
        return all(
            word and all(c.isascii() and (c.isdigit() or c.islower() or c == "_") for c in word)
            for word in s.split(cls._scope_name_separator)
        )

    @classmethod
    def validate_scope(cls) -> None:
        """Refuse a class without a scope, or with a wrong one."""
        scope = getattr(cls, "options_scope", None)
        if scope is None:
            raise _options_error(f"{cls.__name__} must set options_scope.")
        if not cls.is_valid_scope_name(scope):
            raise _options_error(
                f'The options scope "{scope}" of {cls.__name__} is not valid: use words of small '
                "letters, digits and underscores, joined by single dashes."
            )

    @classmethod
    def create_scope_info(cls, **scope_info_kwargs: Any) -> ScopeInfo:
        """The description of a scope; a subclass may add to it."""
        return ScopeInfo(**scope_info_kwargs)

    @classmethod
    def get_scope_info(cls) -> ScopeInfo:
        """The description of this class's scope."""
        cls.validate_scope()
        return cls.create_scope_info(scope=cls.options_scope, subsystem_cls=cls)

    # -- options ---------------------------------------------------------------------------------

    @classmethod
    def register_plugin_options(cls, options_container: type) -> UnionRule:
        """Add the options of a plugin's class to the scope."""
        return UnionRule(cls.PluginOption, options_container)

    @classmethod
    def all_option_infos(
        cls, union_membership: UnionMembership | None = None
    ) -> Iterable[OptionInfo]:
        """The options of the class, of its environment-aware part, and of plugins."""
        yield from collect_options_info(cls)
        if cls.EnvironmentAware is not SubsystemEnvironmentAware:
            yield from collect_options_info(cls.EnvironmentAware)
        if union_membership is not None:
            for container in union_membership.get(cls.PluginOption):
                yield from collect_options_info(container)

    @classmethod
    def register_options_on_scope(cls, options: Any, union_membership: UnionMembership) -> None:
        """Register everything that the class declares with a parser."""
        for info in cls.all_option_infos(union_membership):
            options.register(cls.options_scope, *info.args, **info.kwargs)

    # -- rules -----------------------------------------------------------------------------------

    @classmethod
    def rules(cls) -> Any:
        """The rules that provide an instance, and one of the environment-aware part."""
        made = cls.__dict__.get("_rules")
        if made is None:
            made = list(cls._make_rules())
            made = _publish(cls, "_rules", made)
        return made

    @classmethod
    def _make_rules(cls) -> Iterable[Any]:
        yield cls._construct_subsystem_rule()
        if cls.EnvironmentAware is not SubsystemEnvironmentAware:
            yield cls._construct_env_aware_rule()
            from pants.core.environments.target_types import add_option_fields_for

            yield from add_option_fields_for(cls.EnvironmentAware)

    @classmethod
    def _construct(cls) -> Any:
        """The body of the rule that provides an instance."""
        return cls(OptionValueContainer.for_scope(cls.options_scope))

    @classmethod
    def _rule_suffix(cls) -> str:
        return cls.options_scope.replace("-", "_")

    @classmethod
    def _construct_subsystem_rule(cls) -> TaskRule:
        from pants.engine.rules import TaskRule

        return TaskRule(cls, {}, (), (), cls._construct, f"construct_scope_{cls._rule_suffix()}")

    @classmethod
    def _construct_env_aware_rule(cls) -> TaskRule:
        from pants.core.environments.target_types import EnvironmentTarget
        from pants.engine.rules import TaskRule

        return TaskRule(
            cls.EnvironmentAware,
            {"subsystem": cls, "env_tgt": EnvironmentTarget},
            None,
            (),
            cls.EnvironmentAware._construct,
            f"construct_env_aware_scope_{cls._rule_suffix()}",
        )


async def _construct_subsystem(subsystem_typ: type[Subsystem]) -> Any:
    """An instance of a subsystem class, for rules that learn the class at run time."""
    return subsystem_typ._construct()


def _options_error(message: str) -> Exception:
    from pants.option.errors import OptionsError

    return OptionsError(message)


def _publish(cls: type, name: str, value: Any) -> Any:
    """Set a class attribute once, whichever thread comes first."""
    import threading

    with _LOCKS.setdefault(cls, threading.Lock()):
        if name not in cls.__dict__:
            setattr(cls, name, value)
    return cls.__dict__[name]


_LOCKS: dict[type, Any] = {}

__all__ = ("Scope", "Subsystem", "SubsystemEnvironmentAware")
