"""One run, from the command line to the exit code.

Its steps::

    options     build root, config, global options
    backends    target types, options and rules of what is enabled; plugins are imported
    command     goals and specs, everything unknown is said
    rules       the rule graph
    goals       one after the other, until one fails
"""

from __future__ import annotations

import sys

from pants.engine.internals.native_engine import Runtime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Backends that every repository has.
ALWAYS = ("pants.core", "pants.goal", "pants.backend.project_info")

_ERROR, _WARN, _INFO = 40, 30, 20
_LEVELS = {"trace": 5, "debug": 10, "info": 20, "warn": 30, "error": 40}


class CommandError(Exception):
    """What the user asked cannot be done; the text says why."""


def run(argv: list[str], env: list[str], cwd: str) -> int:
    """Run a command line; the exit code."""
    runtime = Runtime(argv, env, cwd)
    try:
        code = _run(runtime, argv)
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted by user.\n")
        code = 1
    except Exception as e:
        code = _report(runtime, e)
    runtime.finish()
    return code


def _run(runtime: Any, argv: list[str]) -> int:
    from pants.bin.builtin_goals import needs_no_repository, run_builtin

    try:
        runtime.bootstrap()
        _set_up_logging(runtime)
        _enable_backends(runtime)
        command = runtime.parse()
    except Exception as e:
        if needs_no_repository(argv):  # help must not fail where the repository is broken
            return run_builtin(None, argv, str(e))
        raise
    if command["builtin"]:
        return run_builtin(runtime, command, None)
    _say_notes(runtime)
    _verify(runtime)
    return _run_goals(runtime, command)


# -- options --------------------------------------------------------------------------------------


def _option(runtime: Any, name: str, scope: str = "") -> Any:
    return runtime.option(scope, name)[0]


def _set_up_logging(runtime: Any) -> None:
    level = _LEVELS.get(str(_option(runtime, "level")).lower(), _INFO)
    colors = _option(runtime, "colors")
    if colors is None:
        colors = sys.stderr is not None and sys.stderr.isatty()
    runtime.log_setup(level, colors, _option(runtime, "show_log_target"))


def _say_notes(runtime: Any) -> None:
    for level, text in runtime.notes():
        runtime.log(level, "options", text)


def _verify(runtime: Any) -> None:
    problems = runtime.verify()
    flags = [text for _, text, flag, _ in problems if flag]
    if flags:
        raise CommandError("\n".join(flags))
    missing = bool(runtime.extra.get("plugins_missing"))  # who knows what they would have known
    for _, text, _, _ in problems:
        runtime.log(_WARN if missing else _ERROR, "options", text)
    if problems and not missing:
        raise CommandError(
            "Nothing was run: correct what is listed above. (`--no-verify-config` passes over "
            "tables and keys of config files that nothing reads.)"
        )


def _enable_backends(runtime: Any) -> None:
    plugins = []
    for name in (*ALWAYS, *_option(runtime, "backend_packages")):
        if not runtime.enable_backend(name):
            plugins.append(name)
    if plugins or _option(runtime, "plugins"):
        from pants.init.plugins import load_plugins

        load_plugins(runtime, plugins, _option(runtime, "pythonpath"))


# -- goals ----------------------------------------------------------------------------------------


def _run_goals(runtime: Any, command: dict[str, Any]) -> int:
    from pants.base.specs_parser import SpecsParser
    from pants.engine.console import Console
    from pants.engine.environment import EnvironmentName
    from pants.engine.fs import Workspace
    from pants.init.engine_initializer import goal_products, open_targets

    runtime.open_tables()
    runtime.solve()
    open_targets(runtime)
    if _option(runtime, "since", "changed") or _option(runtime, "diffspec", "changed"):
        from pants.vcs.changed_rules import changed_specs

        specs = changed_specs(runtime, command["specs"], _unmatched(runtime))
    else:
        specs = SpecsParser(root_dir=runtime.build_root, working_dir=runtime.rel_cwd).parse_specs(
            command["specs"],
            description_of_origin="CLI arguments",
            unmatched_glob_behavior=_unmatched(runtime),
        )
    colors = _option(runtime, "colors")
    console = Console(use_colors=sys.stdout.isatty() if colors is None else colors)
    params = (specs, console, Workspace(runtime), EnvironmentName(None))
    products = goal_products(runtime)
    code = 0
    for goal in command["goals"]:
        if goal not in products:
            raise CommandError(
                f"This version does not have the goal `{goal}` yet. It has: "
                f"{', '.join(sorted(runtime.goals()))}, help, version."
            )
        try:
            code = runtime.request(products[goal], params).exit_code
        finally:
            console.flush()
        if code != 0:
            break
    _visualize(runtime)
    _say_notes(runtime)
    return code


def _unmatched(runtime: Any) -> Any:
    from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior

    return GlobMatchErrorBehavior(_option(runtime, "unmatched_cli_globs"))


def _visualize(runtime: Any) -> None:
    folder = _option(runtime, "engine_visualize_to")
    if folder:
        import os

        os.makedirs(folder, exist_ok=True)
        for name, text in zip(("rule_graph.dot", "graph.000.dot"), runtime.visualize()):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                f.write(text)


# -- failures -------------------------------------------------------------------------------------


def _report(runtime: Any, e: Exception) -> int:
    """Log a failure; the exit code."""
    try:
        _say_notes(runtime)
        stacktrace = bool(_option(runtime, "print_stacktrace"))
    except Exception:  # the options themselves may be what failed
        stacktrace = False
    text = _sentence(e)
    trace = [(name, _description(runtime, name)) for name, _ in runtime.trace]
    where = [desc for _, desc in trace if desc]
    if where and not _is_ours(e):
        text = f"{text}\n(while running: {' < '.join(where)})"
    if stacktrace:
        import traceback

        frames = "".join(f"  in {name}\n    {desc or '..'}\n" for name, desc in trace)
        text = f"{text}\n\nEngine traceback:\n{frames}\n{''.join(traceback.format_exception(e))}"
    runtime.log(_ERROR, "pants", text.encode("utf-8", "backslashreplace").decode("utf-8"))
    return 1


def _description(runtime: Any, rule: str) -> str | None:
    """What a rule says that it does."""
    declaration = runtime.declaration("rules", rule)
    return declaration["desc"] if declaration else None


def _is_ours(e: Exception) -> bool:
    """Whether the text stands for itself, without the name of its class."""
    return type(e) is ValueError or type(e).__module__.startswith("pants.")


def _sentence(e: Exception) -> str:
    """The text of a failure; with its place, where a plugin failed."""
    text = str(e) or type(e).__name__
    if type(e).__module__.startswith("pants."):
        return text
    from pants.base.error_places import place_in_plugin

    where = place_in_plugin(e)
    if where:
        return f"{where}: {type(e).__name__}: {text}"
    if _is_ours(e):
        return text
    return f"{type(e).__name__}: {text}\n`--print-stacktrace` shows where this comes from."
