"""The goals `help`, `help-advanced` and `help-all`, and `complete`, which knows the same things.

Answers come from the declarations of the enabled backends: nothing that is explained is imported.
What is asked about is found in `lookup`, and written by `usage`, `lists`, `pages`, `option_page`
and `everything`.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pants.help.book import Book
    from pants.help.layout import Layout

#: Goals whose work plugins do, and what is returned when none does.
_OF_PLUGINS = {"experimental-bsp": 1, "experimental-explorer": 127}


def run_help(runtime: Any, command: dict[str, Any]) -> int:
    """Answer; the exit code. Without a runtime, for want of a repository, it is the usage."""
    builtin = command["builtin"]
    if runtime is not None and builtin == "complete":
        from pants.help.completion import answer

        sys.stdout.write(answer(runtime, command["passthrough"]))
        return 0
    if builtin in _OF_PLUGINS:
        sys.stderr.write(f"No enabled backend provides `{builtin}`.\n")
        return _OF_PLUGINS[builtin]
    asked = _asked(command)
    if runtime is not None and builtin == "help-all":
        from pants.help.book import Book
        from pants.help.everything import everything

        sys.stdout.write(everything(Book(runtime)))
        return 0
    from pants.help.layout import layout_for

    layout = layout_for(runtime)
    code = 0
    if runtime is None or not asked:
        from pants.help.usage import print_usage

        print_usage(layout)
    else:
        code = _explain_all(layout, runtime, asked, builtin == "help-advanced")
    sys.stdout.write(layout.text())
    return code


def print_no_goal() -> int:
    """Say that nothing was asked for; the exit code."""
    sys.stdout.write(
        "No goal was given.\n\n"
        "`pants help` shows how commands are made.\n"
        "`pants help goals` lists the goals.\n"
    )
    return 1


def print_unknown_goal(runtime: Any, goals: list[str]) -> int:
    """Say that there is no goal of the first of these names; the exit code."""
    from pants.help.book import Book
    from pants.help.lookup import alternatives, close_matches

    goal = goals[0]
    lines = [f"There is no goal `{goal}`."]
    if runtime is not None:
        near = alternatives(close_matches(goal, Book(runtime).goals()))
        if near:
            lines.append(near)
    lines += [
        "",
        "`pants help goals` lists the goals.",
        f"A file or folder of that name is written with a `/` or `:`, like `{goal}:`.",
        "",
    ]
    sys.stdout.write("\n".join(lines))
    return 1


def _asked(command: dict[str, Any]) -> list[str]:
    """The names on the command line, wherever they were sorted to."""
    names = [*command["goals"], *command["unknown_goals"], *command["specs"]]
    names += command.get("passthrough") or ()
    own = ("help", "help-advanced", "help-all", "-h", "--help", "--help-advanced")
    return sorted({name for name in names if name not in own})


def _explain_all(layout: Layout, runtime: Any, asked: list[str], advanced: bool) -> int:
    from pants.help.book import Book

    book = Book(runtime)
    good = [_explain(layout, book, name, advanced) for name in asked]
    return 0 if all(good) else 1


def _explain(layout: Layout, book: Book, name: str, advanced: bool) -> bool:
    """Explain a name; False if it stands for nothing."""
    from pants.help.lists import LISTS
    from pants.help.lookup import alternatives, elsewhere, find, resolve_nearly

    if name in LISTS:
        LISTS[name](layout, book, advanced)
        return True
    found = find(book, name)
    if not found:
        text = elsewhere(book, name)
        near: list[str] = []
        if not text:
            found, near = resolve_nearly(book, name)
            text = alternatives(near)
        if not found:
            layout.line(f"There is nothing named `{name}`.")
            if text:
                layout.paragraph(text)
            return False
    if len(found) > 1 and found[0][0] in ("rule", "type"):
        from pants.help.book import dotted

        layout.line(f"There are several of the name {name}:")
        layout.lines([f"  {dotted(key)} ({kind})" for kind, key in found])
        return False
    for kind, key in found:
        _print(layout, book, kind, key, advanced)
    return True


def _print(layout: Layout, book: Book, kind: str, key: str, advanced: bool) -> None:
    if kind == "scope":
        from pants.help.option_page import print_scope

        print_scope(layout, book, key, advanced)
    elif kind == "option":
        from pants.help.option_page import print_option

        scope, _, name = key.rpartition(".")
        print_option(layout, book, scope, name)
    else:
        from pants.help import pages

        write = {
            "backend": pages.print_backend,
            "field": pages.print_field,
            "rule": pages.print_rule,
            "symbol": pages.print_symbol,
            "target": pages.print_target,
            "type": pages.print_type,
        }[kind]
        write(layout, book, key, advanced)
