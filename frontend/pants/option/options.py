"""Options from given arguments, environment and configuration, outside of a run.

A run of the program has its options from the engine. Here the same parser works on what one gives
it, which is what tests do::

    options = Options.create(args=["pants", "--x-level=3"], env={}, config_sources=[],
                             known_scope_infos=[X.get_scope_info()])
    X.register_options_on_scope(options, UnionMembership.empty())
    options.for_scope("x").level
"""

from __future__ import annotations

from pants.engine.internals.native_engine import OptionParser
from pants.option.errors import (
    ConfigValidationError,
    MutuallyExclusiveOptionError,
    OptionAlreadyRegistered,
    OptionsError,
    ParseError,
    UnknownFlagsError,
)
from pants.option.option_value_container import OptionValueContainer
from pants.option.ranked_value import Rank, RankedValue
from pants.option.registration import Registration
from pants.option.scope import GLOBAL_SCOPE, ScopeInfo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from pants.engine.fs import FileContent


class Options:
    """The values that arguments, variables and configuration give to registered options."""

    class DuplicateScopeError(Exception):
        """Two scopes have one name."""

    class AmbiguousPassthroughError(Exception):
        """Several goals could take the arguments behind `--`."""

    @classmethod
    def complete_scopes(cls, scope_infos: Iterable[ScopeInfo]) -> Any:
        """The scopes, and the former names of those that have one."""
        from pants.util.ordered_set import FrozenOrderedSet

        found: dict[str, ScopeInfo] = {}
        complete: list[ScopeInfo] = []
        for info in scope_infos:
            if info.scope in found:
                raise cls.DuplicateScopeError(
                    f"The scope `{info.scope}` is both that of {found[info.scope]} and of {info}."
                )
            found[info.scope] = info
            complete.append(info)
            if info.deprecated_scope:
                complete.append(ScopeInfo(info.deprecated_scope, info.subsystem_cls))
        return FrozenOrderedSet(complete)

    @classmethod
    def create(
        cls,
        *,
        args: Sequence[str],
        env: Mapping[str, str],
        config_sources: Sequence[FileContent] | None,
        known_scope_infos: Sequence[ScopeInfo],
        extra_specs: Sequence[str] = (),
        allow_unknown_options: bool = False,
    ) -> Options:
        """Parse.

        `args` starts with the program's name. Flags that no option has are no error here; that is
        for `verify_args()` to say, whatever `allow_unknown_options` is.
        """
        import os

        from pants.base import deprecated
        from pants.base.build_environment import get_buildroot

        parser = OptionParser(
            args=list(args[1:]),
            env=[f"{name}={value}" for name, value in env.items()],
            sources=[(source.path, source.content) for source in config_sources or ()],
            build_root=get_buildroot(),
            cwd=os.getcwd(),
            version=str(deprecated.current_version()),
        )
        return cls(parser, args[1:], known_scope_infos, extra_specs)

    def __init__(
        self,
        parser: OptionParser,
        args: Sequence[str],
        known_scope_infos: Sequence[ScopeInfo],
        extra_specs: Sequence[str],
    ) -> None:
        """Use `create()`."""
        self._parser = parser
        self._scopes = {info.scope: info for info in self.complete_scopes(known_scope_infos)}
        self._registered: dict[str, dict[str, Registration]] = {}
        self._values: dict[str, OptionValueContainer] = {}
        for info in known_scope_infos:
            parser.declare(
                {
                    "scope": info.scope,
                    "is_goal": info.is_goal,
                    "deprecated_scope": info.deprecated_scope,
                    "deprecated_scope_removal_version": info.deprecated_scope_removal_version,
                    "options": {},
                }
            )
        try:
            builtin, goals, unknown, specs, passthrough = parser.parse()
        except ParseError as e:
            if self._passthrough_is_ambiguous(args):
                raise self.AmbiguousPassthroughError(str(e)) from e
            raise
        self._builtin = builtin or None
        self._goals = list(goals)
        self._unknown_goals = list(unknown)
        self._specs = [*specs, *extra_specs]
        self._passthrough = passthrough

    def _passthrough_is_ambiguous(self, args: Sequence[str]) -> bool:
        words = set(args[: args.index("--")] if "--" in args else ())
        return sum(self._scopes[word].is_goal for word in words if word in self._scopes) > 1

    # -- the command line ------------------------------------------------------------------------

    @property
    def specs(self) -> list[str]:
        """What the goals are to work on, as written."""
        return self._specs

    @property
    def goals(self) -> list[str]:
        """The goals, in order."""
        return self._goals

    @property
    def unknown_goals(self) -> list[str]:
        """Words that stand where a goal does, and are none."""
        return self._unknown_goals

    @property
    def builtin_or_auxiliary_goal(self) -> str | None:
        """The goal that is answered before any other: `help`, `version` and the like."""
        return self._builtin

    @property
    def known_scope_to_info(self) -> dict[str, ScopeInfo]:
        """The scopes by name."""
        return self._scopes

    def is_known_scope(self, scope: str) -> bool:
        """Whether there is such a scope."""
        return scope in self._scopes

    # -- registration ----------------------------------------------------------------------------

    def register(self, scope: str, *args: str, **kwargs: Any) -> None:
        """Add an option to a scope: its flags, and keywords as in `OptionInfo`."""
        option = Registration(scope, args, kwargs)
        registered = self._registered.setdefault(scope, {})
        if option.dest in registered:
            raise OptionAlreadyRegistered(scope, args[-1])
        self._parser.declare({"scope": scope, "options": {option.dest: option.declaration()}})
        registered[option.dest] = option
        self._values.pop(scope, None)

    # -- values ----------------------------------------------------------------------------------

    def for_scope(self, scope: str, check_deprecations: bool = True) -> OptionValueContainer:
        """The values of a scope's options."""
        values = self._values.get(scope)
        if values is None:
            if scope not in self._scopes and scope not in self._registered:
                raise OptionsError(f"There is no option scope `{scope}`.")
            registered = self._registered.get(scope, {})
            if check_deprecations:
                for option in registered.values():
                    _fail_if_removed(option)
            conflict = self._parser.conflict(scope)
            if conflict is not None:
                raise MutuallyExclusiveOptionError(conflict)
            values = OptionValueContainer(
                {dest: self._value(scope, dest, option) for dest, option in registered.items()}
            )
            self._values[scope] = values
        self._log_notes(check_deprecations)
        return values

    def _value(self, scope: str, dest: str, option: Registration) -> RankedValue:
        value, rank, details = self._parser.value(scope, dest)
        return RankedValue(Rank.of(rank), option.convert(value), details)

    def _log_notes(self, wanted: bool) -> None:
        for level, text in self._parser.notes():
            if wanted:
                import logging

                logging.getLogger(__name__).log(level, text)

    def for_global_scope(self) -> OptionValueContainer:
        """The values of the global options."""
        return self.for_scope(GLOBAL_SCOPE)

    def bootstrap_option_values(self) -> OptionValueContainer:
        """The values of the global options."""
        return self.for_global_scope()

    def __getitem__(self, scope: str) -> OptionValueContainer:
        return self.for_scope(scope)

    def get_fingerprintable_for_scope(
        self, scope: str, daemon_only: bool = False
    ) -> list[tuple[str, Any, Any]]:
        """(name, type, value) of the options that results depend on, or the daemon does."""
        values = self.for_scope(scope)
        found = []
        for dest, option in sorted(self._registered.get(scope, {}).items()):
            keywords = option.keywords
            if keywords.get("daemon") if daemon_only else keywords.get("fingerprint", True):
                kind = option.member_type if option.type is list else option.type
                found.append((dest, kind, values[dest]))
        return found

    # -- what is unknown -------------------------------------------------------------------------

    def verify_args(self) -> None:
        """Fail if there are flags that no option has."""
        problems = self._parser.problems(True)
        if problems:
            where = problems[0][2]
            raise UnknownFlagsError(
                tuple([flag for _, flag, scope in problems if scope == where]), where
            )

    def verify_configs(self) -> None:
        """Fail if configuration files have tables or keys that there is no scope or option for."""
        problems = self._parser.problems(False)
        if problems:
            raise ConfigValidationError("\n".join([text for text, _, _ in problems]))


def _fail_if_removed(option: Registration) -> None:
    version = option.keywords.get("removal_version")
    if version is not None:
        from pants.base.deprecated import warn_or_error

        where = f"scope {option.scope}" if option.scope else "global scope"
        warn_or_error(
            version,
            f"option '{option.dest}' in {where}",
            option.keywords.get("removal_hint"),
            start_version=option.keywords.get("deprecation_start_version"),
            print_warning=False,
        )
