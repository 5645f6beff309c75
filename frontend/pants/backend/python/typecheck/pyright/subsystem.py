"""`[pyright]`: a fast type checker, which is a package of npm."""

from __future__ import annotations

from pants.backend.javascript.subsystems.nodejs_tool import NodeJSToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, SkipOption, StrListOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class Pyright(NodeJSToolBase):
    options_scope = "pyright"
    name = "Pyright"
    help = "Pyright, a fast type checker of Python code."

    default_version = "pyright@1.1.396"

    skip = SkipOption("check")
    args = ArgsListOption(example="--pythonversion 3.12")
    _interpreter_constraints = StrListOption(
        advanced=True,
        default=["CPython>=3.8,<3.15"],
        help="Pythons that the requirements of the checked code are installed for. "
        "Pyright itself runs with Node.js.",
    )

    @property
    def interpreter_constraints(self) -> tuple[str, ...]:
        return tuple(self._interpreter_constraints)


def rules() -> Iterable[Rule | UnionRule]:
    return (*Pyright.rules(), UnionRule(ExportableTool, Pyright))
