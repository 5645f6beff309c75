"""Running BUILD files.

A BUILD file is Python, run with one name for each target type, value constructor and macro. What it
does is written down as a list of statements, which the engine turns into targets:

    ("t", target type, keywords, line)          a target
    ("d", positional values, keywords, line)    __defaults__(...)
    ("r", which, positional values, keywords, line)   __dependencies_rules__, __dependents_rules__

The engine keeps the statements of a file by its content, so that a file runs again only when it, a
prelude, a variable that it read or the set of names has changed; a file that opens other files runs
every time.
"""

from __future__ import annotations

import builtins
import sys

from pants.engine.internals.parametrize_value import Parametrize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


#: Values that stand for lists, beside iterators.
_VIEWS = (type({}.keys()), type({}.values()), range)


class BuildFileError(Exception):
    """A BUILD file cannot be read; the text says where and why."""


class ObjectCall:
    """A call of a value constructor, not made yet: most commands never need the value."""

    __slots__ = ("symbol", "args", "kwargs")

    def __init__(self, symbol: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.symbol = symbol
        self.args = args
        self.kwargs = kwargs

    def __eq__(self, other: object) -> bool:
        return type(other) is ObjectCall and (
            (other.symbol, other.args, other.kwargs) == (self.symbol, self.args, self.kwargs)
        )

    def __hash__(self) -> int:
        return hash((self.symbol, len(self.args), len(self.kwargs)))

    def __repr__(self) -> str:
        shown = [repr(arg) for arg in self.args]
        shown += [f"{name}={value!r}" for name, value in self.kwargs.items()]
        return f"{self.symbol}({', '.join(shown)})"


class ObjectSymbol:
    """The name of a value constructor."""

    __slots__ = ("_name", "_evaluator")

    def __init__(self, name: str, evaluator: Evaluator) -> None:
        self._name = name
        self._evaluator = evaluator

    def __call__(self, *args: Any, **kwargs: Any) -> ObjectCall:
        return ObjectCall(self._name, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._evaluator.resolve_symbol(self._name), name)

    def __str__(self) -> str:
        return self._name


class FieldSymbol:
    """A field of a target type: `python_test.timeout.default`."""

    __slots__ = ("_evaluator", "_field")

    def __init__(self, evaluator: Evaluator, field: str) -> None:
        self._evaluator = evaluator
        self._field = field

    @property
    def default(self) -> Any:
        """The value of the field where nothing is given."""
        declaration = self._evaluator.runtime.declaration("fields", self._field)
        return declaration["default"] if declaration else None


class TargetSymbol:
    """The name of a target type."""

    __slots__ = ("alias", "_evaluator")

    def __init__(self, alias: str, evaluator: Evaluator) -> None:
        self.alias = alias
        self._evaluator = evaluator

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        evaluator = self._evaluator
        line = evaluator.line()
        if args:
            raise BuildFileError(
                f"{evaluator.path}:{line}: `{self.alias}` takes its fields by name only, but was "
                f"given {args[0]!r}: write `{self.alias}(name={args[0]!r}, ...)`"
            )
        for name, value in kwargs.items():
            if hasattr(value, "__next__") or isinstance(value, _VIEWS):
                kwargs[name] = list(value)  # what can be walked once is kept for good
        evaluator.statements.append(("t", self.alias, kwargs, line))

    def __getattr__(self, name: str) -> FieldSymbol:
        if not name.startswith("_"):
            for alias, field in self._evaluator.fields_of(self.alias):
                if alias == name:
                    return FieldSymbol(self._evaluator, field)
        raise AttributeError(f"`{self.alias}` has no field `{name}`")

    def __str__(self) -> str:
        return self.alias

    def __repr__(self) -> str:
        return f"<target type {self.alias}>"


class Evaluator:
    """Runs the BUILD files of one run."""

    def __init__(
        self,
        runtime: Any,
        targets: list[str],
        objects: Mapping[str, str],
        values: Mapping[str, Any],
    ) -> None:
        """`objects`: constructors by name, as "module:name"; `values`: names with their values."""
        self.runtime = runtime
        self.objects = objects
        self.path = ""
        self.statements: list[tuple[Any, ...]] = []
        self.env_used: dict[str, str | None] = {}
        self.keepable = True
        self.symbols: dict[str, Any] = {alias: TargetSymbol(alias, self) for alias in targets}
        self.symbols.update((name, ObjectSymbol(name, self)) for name in objects)
        self.symbols.update(
            parametrize=Parametrize,
            env=self._env,
            build_file_dir=self._build_file_dir,
            __defaults__=self._defaults,
            __dependencies_rules__=self._rules_call("dependencies"),
            __dependents_rules__=self._rules_call("dependents"),
        )
        self.symbols.update(values)
        self.symbols["__builtins__"] = self._builtins()

    # -- what BUILD files call -------------------------------------------------------------------

    def line(self) -> int:
        """The line of the BUILD file that is running, macros left aside."""
        frame = sys._getframe(2)
        first = frame.f_lineno
        while frame is not None:
            if frame.f_code.co_filename == self.path:
                return frame.f_lineno
            frame = frame.f_back  # type: ignore[assignment]
        return first

    def _env(self, *args: Any, **kwargs: Any) -> Any:
        name, default = _env_arguments(*args, **kwargs)
        value = self.runtime.env(name)
        self.env_used[name] = value
        return default if value is None else value

    def _build_file_dir(self) -> Any:
        from pathlib import PurePath

        return PurePath(self.path).parent

    def _defaults(self, *args: Any, **kwargs: Any) -> None:
        line = self.line()
        known = ("all", "extend", "ignore_unknown_fields", "ignore_unknown_targets")
        for name in kwargs:
            if name not in known:
                raise BuildFileError(
                    f"{self.path}:{line}: `__defaults__` has no keyword `{name}`; it takes "
                    f"dictionaries of target types, and {', '.join(known)}"
                )
        self.statements.append(("d", [_plain(arg) for arg in args], _plain(kwargs), line))

    def _rules_call(self, which: str) -> Callable[..., None]:
        def rules(*args: Any, **kwargs: Any) -> None:
            line = self.line()
            for arg in args:
                if not isinstance(arg, (list, tuple)):
                    raise BuildFileError(
                        f"{self.path}:{line}: `__{which}_rules__` takes tuples that begin with "
                        f"what they are for, and go on with the rules; {arg!r} is none"
                    )
            self.statements.append(("r", which, _plain(list(args)), _plain(kwargs), line))

        return rules

    def _builtins(self) -> dict[str, Any]:
        names = dict(vars(builtins))

        def no_import(
            name: str, _: Any = None, __: Any = None, names: Any = (), *more: Any
        ) -> None:
            shown = f"from {name} import {', '.join(names)}" if names else f"import {name}"
            raise BuildFileError(
                f"{self.path}:{self.line()}: `{shown}`: BUILD files and macros cannot import "
                "modules, since what they mean would then depend on more than their own text; put "
                "code into a plugin, or use `env()` for variables"
            )

        def tracked_open(*args: Any, **kwargs: Any) -> Any:
            self.keepable = False
            return open(*args, **kwargs)

        names["__import__"] = no_import
        names["open"] = tracked_open
        return names

    # -- what the engine calls -------------------------------------------------------------------

    def run_prelude(self, path: str, source: bytes) -> None:
        """Run a file of macros; its names become names for BUILD files."""
        self.path = path
        names: dict[str, Any] = {}
        try:
            exec(compile(source, path, "exec", dont_inherit=True), self.symbols, names)
        except BuildFileError:
            raise
        except SyntaxError as e:
            raise self._syntax_error(e) from None
        except (Exception, SystemExit) as e:
            raise self._failure(e) from e
        self.symbols.update(names)

    def evaluate(self, path: str, source: bytes) -> tuple[list[Any], list[Any], bool]:
        """(statements, [(variable, value or None)], whether they may be kept)."""
        self.path = path
        self.statements = []
        self.env_used = {}
        self.keepable = True
        try:
            code = compile(source, path, "exec", dont_inherit=True)
            exec(code, {**self.symbols, **self._retired(code.co_names)})
        except BuildFileError:
            raise
        except SyntaxError as e:
            raise self._syntax_error(e) from None
        except NameError as e:
            raise self._name_error(e) from None
        except (Exception, SystemExit) as e:
            raise self._failure(e) from e
        from pants.engine.internals.build_check import check_statement

        for statement in self.statements:
            if statement[0] == "t":
                check_statement(self, *statement[1:])
        return self.statements, list(self.env_used.items()), self.keepable

    def _retired(self, names: tuple[str, ...]) -> dict[str, TargetSymbol]:
        """Target types that earlier releases had; the engine passes over their targets."""
        return {
            name: TargetSymbol(name, self)
            for name in names
            if name not in self.symbols and self.runtime.is_retired_target(name)
        }

    def _syntax_error(self, e: SyntaxError) -> BuildFileError:
        where = f"{self.path}:{e.lineno or 1}:{e.offset or 1}"
        from pants.base.error_places import excerpt

        return BuildFileError(f"{where}: {e.msg}{excerpt(e.text or '', e.offset or 1)}")

    def _failure(self, e: BaseException) -> BuildFileError:
        """An exception that a BUILD file or a prelude raises, with the line that did."""
        text = f"{self.path}:{_line_of(e, self.path)}: {type(e).__name__}: {e}"
        if isinstance(e, SystemExit):
            text += ". A BUILD file cannot end the run; raise a ValueError instead"
        return BuildFileError(text)

    def _name_error(self, e: NameError) -> BuildFileError:
        import difflib

        names = sorted(n for n in self.symbols if not n.startswith("_"))
        wrong = e.name or str(e)
        close = difflib.get_close_matches(wrong, names)
        text = f"{self.path}:{_line_of(e, self.path)}: the name `{wrong}` is not defined."
        provider = self._provider_of(wrong)
        if provider:
            return BuildFileError(
                f"{text} It comes with the backend `{provider}`, which is not enabled by "
                "`[GLOBAL].backend_packages`."
            )
        if close:
            text += f" Did you mean {' or '.join(f'`{c}`' for c in close)}?"
        return BuildFileError(
            f"{text}\n\n"
            "Target types and other names come from backends (`[GLOBAL].backend_packages`); "
            "`pants help backends` lists them.\n"
            f"Names defined here: {', '.join(names)}"
        )

    def _provider_of(self, name: str) -> str | None:
        """The built-in backend, not enabled, that defines a name; not an experimental one first."""
        found = []
        for backend in self.runtime.declaration("backends"):
            declared = self.runtime.declaration("backends", backend)
            if name in declared["targets"] or name in declared["symbols"]:
                found.append(backend)
        return min(found, key=lambda b: ("experimental" in b, len(b)), default=None)

    # -- resolving -------------------------------------------------------------------------------

    def fields_of(self, alias: str) -> list[tuple[str, str]]:
        """(name, id) of the fields of a target type."""
        declaration = self.runtime.declaration("targets", alias)
        ids = [*declaration["fields"], *declaration.get("moved", ())] if declaration else []
        return [(self.runtime.declaration("fields", i)["alias"], i) for i in ids]

    def resolve_symbol(self, name: str) -> Any:
        """The value constructor behind a name."""
        from importlib import import_module

        module, _, qualname = self.objects[name].partition(":")
        value: Any = import_module(module)
        for part in qualname.split("."):
            value = getattr(value, part)
        return value

    def make_object(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The value of a constructor's call."""
        return self.resolve_symbol(name)(*args, **kwargs)


def _env_arguments(name: str, default: Any = None) -> tuple[str, Any]:
    """The arguments of `env()`, whose mistakes are told in terms of this function."""
    if not isinstance(name, str):
        raise TypeError(f"env() takes the name of a variable as a string, not {name!r}")
    return name, default


_env_arguments.__qualname__ = "env"  # as `TypeError: env() missing 1 required ...` names it


def _plain(value: Any) -> Any:
    """The value with target types replaced by their names."""
    if isinstance(value, TargetSymbol):
        return value.alias
    if isinstance(value, dict):
        return {_plain(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_plain(v) for v in value)
    return value


def _line_of(e: BaseException, path: str) -> int:
    """The line of the file where an exception came from."""
    line = 1
    traceback = e.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == path:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
