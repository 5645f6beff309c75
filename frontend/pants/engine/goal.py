"""Goals: what people name on the command line."""

from __future__ import annotations

from pants.engine.engine_aware import EngineAwareReturnType
from pants.option.option_types import StrOption
from pants.option.scope import ScopeInfo
from pants.option.subsystem import Subsystem
from pants.util.meta import classproperty
from pants.util.plain_enum import PlainEnum
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from typing import ClassVar, TextIO

    from pants.engine.console import Console
    from pants.engine.unions import UnionMembership


class GoalSubsystem(Subsystem):
    """The options of a goal; its `name` is what people type, and the scope of the options."""

    name: ClassVar[str]
    required_union_implementations: ClassVar[tuple[type, ...]] = ()

    @classproperty
    def options_scope(cls) -> str:
        """The scope of the options: the goal's name."""
        return cls.__dict__.get("_options_scope") or getattr(cls, "name", None)  # type: ignore[return-value]

    @classmethod
    def activated(cls, union_membership: UnionMembership) -> bool:
        """Whether the goal would do anything with the active backends."""
        return all(union_membership.has_members(u) for u in cls.required_union_implementations)

    @classmethod
    def create_scope_info(cls, **scope_info_kwargs: object) -> ScopeInfo:
        """The scope of a goal is marked as one."""
        return super().create_scope_info(is_goal=True, **scope_info_kwargs)

    @classmethod
    def _is_goal_scope(cls) -> bool:
        return True


class EnvironmentBehavior(PlainEnum):
    """Where a goal's rules may run."""

    UNMIGRATED = 1
    LOCAL_ONLY = 2
    USES_ENVIRONMENTS = 3


class Goal(Record):
    """What a `@goal_rule` returns: the exit code of the goal.

    A subclass names its options in `subsystem_cls` and says in `environment_behavior` whether it
    chooses environments itself.
    """

    exit_code: int

    subsystem_cls: ClassVar[type[GoalSubsystem]]
    environment_behavior: ClassVar[EnvironmentBehavior]

    __goal__ = True

    EnvironmentBehavior = EnvironmentBehavior

    @classmethod
    def _selects_environments(cls) -> bool:
        return cls.environment_behavior is not EnvironmentBehavior.LOCAL_ONLY

    @classproperty
    def name(cls) -> str:
        """The name on the command line."""
        return cls.subsystem_cls.name


class Outputting:
    """Adds `--output-file` to a goal."""

    output_file = StrOption(
        default=None,
        metavar="<path>",
        help="Write the goal's output to this file instead of the terminal.",
    )

    def output(self, console: Console) -> AbstractContextManager[Callable[[str], None]]:
        """Yields a function that writes text."""
        return _Output(self.output_file, console, end="")

    def output_sink(self, console: Console) -> _Sink:
        """Yields a stream to write to."""
        return _Sink(self.output_file, console)


class LineOriented(Outputting):
    """Adds `--sep` and `--output-file` to a goal that prints lines."""

    sep = StrOption(
        default="\\n",
        metavar="<separator>",
        help="What to print between lines (escapes like `\\n` and `\\0` are understood).",
    )

    def line_oriented(self, console: Console) -> AbstractContextManager[Callable[[str], None]]:
        """Yields a function that writes a line."""
        separator = self.sep.encode().decode("unicode_escape")
        return _Output(self.output_file, console, end=separator)


class _Sink:
    """A stream to the output file, or to the console."""

    def __init__(self, path: str | None, console: Console) -> None:
        self._path = path
        self._console = console

    def __enter__(self) -> object:
        if self._path is None:
            self._stream = self._console.stdout
        else:
            self._stream = _open(self._path)
        return self._stream

    def __exit__(self, *_: object) -> None:
        if self._path is None:
            self._stream.flush()
        else:
            self._stream.close()


class _Output(_Sink):
    """A function that writes text with an end to the output file, or to the console."""

    def __init__(self, path: str | None, console: Console, *, end: str) -> None:
        super().__init__(path, console)
        self._end = end

    def __enter__(self) -> Callable[[str], None]:
        super().__enter__()
        write, end = self._stream.write, self._end
        if not end:
            return lambda text: (write(text), None)[1]
        return lambda text: (write(text + end), None)[1]


def _open(path: str) -> TextIO:
    import os

    from pants.base.build_environment import get_buildroot

    full = os.path.join(get_buildroot(), path)
    try:
        os.makedirs(os.path.dirname(full), exist_ok=True)
        return open(full, "w", encoding="utf-8")
    except OSError as e:
        raise ValueError(f"The output file {full} cannot be written: {e.strerror}.") from e


class CurrentExecutingGoals(EngineAwareReturnType):
    """Which goals are running now, outermost first."""

    def __init__(self) -> None:
        self._stack: list[tuple[str, type[Goal]]] = []

    def cacheable(self) -> bool:
        """Another run has other goals."""
        return False

    def is_running(self, goal: str) -> bool:
        """Whether a goal of that name is running."""
        return any(name == goal for name, _ in self._stack)

    def __iter__(self) -> Iterator[str]:
        return iter([name for name, _ in self._stack])

    def _execute(self, goal: type[Goal]) -> _Executing:
        return _Executing(self._stack, goal)


class _Executing:
    """Keeps a goal on the stack while it runs."""

    def __init__(self, stack: list[tuple[str, type[Goal]]], goal: type[Goal]) -> None:
        self._stack = stack
        self._goal = goal

    def __enter__(self) -> None:
        self._stack.append((self._goal.name, self._goal))

    def __exit__(self, *_: object) -> None:
        self._stack.pop()
