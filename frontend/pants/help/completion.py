"""The goal `complete`: scripts for shells, and what they ask for while somebody types.

`pants complete` prints the script. It calls `pants complete -- WORDS`, where the words are those of
the command line so far, the program's name first and the unfinished one last; each line of the
answer is one way to finish it.
"""

from __future__ import annotations

from pants.help.option_text import flags, scoped_flags

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.help.book import Book

_SCRIPTS = {
    "bash": """\
_pants_complete() {
    local IFS=$'\\n'
    local word=${COMP_WORDS[COMP_CWORD]}
    case "$word" in -*=* | *:*) return ;; esac
    COMPREPLY=($("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null))
}
complete -o default -o bashdefault -F _pants_complete pants
""",
    "zsh": """\
#compdef pants
_pants_complete() {
    local -a found
    found=("${(@f)$("${words[1]}" complete -- "${(@)words[1,CURRENT]}" 2>/dev/null)}")
    compadd -- ${found:#} || _files
}
compdef _pants_complete pants
""",
}

_HELP = ("help", "help-advanced")


def answer(runtime: Any, words: list[str]) -> str:
    """The script, or the ways to finish the last of the words."""
    if not words:
        return _SCRIPTS[str(runtime.option("complete", "shell")[0])]
    from pants.help.book import Book

    return "".join([f"{candidate}\n" for candidate in candidates(Book(runtime), words[1:])])


def candidates(book: Book, words: list[str]) -> list[str]:
    """The ways to finish the last word, sorted."""
    *before, current = words or [""]
    if "--" in before:
        return []
    if current.startswith("-"):
        found = _flags(book, before)
    elif any(word in _HELP for word in before):
        from pants.help.lists import LISTS

        found = [*LISTS, "global", *book.scopes(), *book.targets(), *book.symbols()]
    else:
        found = book.goals()
    return sorted({word for word in found if word.startswith(current) and word})


def _flags(book: Book, before: list[str]) -> Iterable[str]:
    """The flags that can stand behind these words: short ones of the goal, and all with scopes."""
    goals = book.goals()
    for scope in book.scopes():
        for option in book.scope(scope)["options"].values():
            yield from scoped_flags(scope, option)
    words = [word for word in before if not word.startswith("-")]
    if words and words[-1] in goals:
        for option in book.scope(words[-1])["options"].values():
            yield from flags("", option)
