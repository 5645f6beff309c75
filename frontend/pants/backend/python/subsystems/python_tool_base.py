"""Tools that are Python distributions: which requirements they are, and what is run of them."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript, EntryPoint
from pants.core.goals.resolves import ExportableTool
from pants.option.option_types import StrListOption, StrOption
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import ClassVar

    from pants.backend.python.main_specification import MainSpecification


class PythonToolRequirementsBase(Subsystem, ExportableTool):
    """A set of requirements that is installed for a tool.

    It comes from the tool's own lockfile, unless it is taken from a resolve of the repository.
    """

    default_version: ClassVar[str]
    default_extra_requirements: ClassVar[Sequence[str]] = []
    default_requirements: ClassVar[Sequence[str]] = []
    default_interpreter_constraints: ClassVar[Sequence[str]] = ["CPython>=3.10,<3.15"]
    register_interpreter_constraints: ClassVar[bool] = False
    default_lockfile_resource: ClassVar[tuple[str, str] | None] = None

    install_from_resolve = StrOption(
        advanced=True,
        default=None,
        help=lambda cls: (
            "Install the tool from this resolve, one of `[python].resolves`, which must hold "
            f"{_enumerate(cls.default_requirements)}. Without it the versions are those of the "
            "lockfile that comes with the tool."
        ),
    )
    requirements = StrListOption(
        advanced=True,
        help="Of the resolve in `install_from_resolve`, install only these requirements. They are "
        "written as in `requirements.txt`, or are addresses `//path:target`. "
        "If none are given, the whole resolve is installed.",
    )
    _interpreter_constraints = StrListOption(
        register_if=lambda cls: cls.register_interpreter_constraints,
        advanced=True,
        default=lambda cls: cls.default_interpreter_constraints,
        help="Pythons that the tool may run with.",
    )

    @property
    def interpreter_constraints(self) -> tuple[str, ...]:
        """The constraints as they are written; only of tools that have the option."""
        return tuple(self._interpreter_constraints)


class PythonToolBase(PythonToolRequirementsBase):
    """Such a tool that is also run."""

    default_main: ClassVar[MainSpecification]

    console_script = StrOption(
        advanced=True,
        default=lambda cls: (
            cls.default_main.spec if isinstance(cls.default_main, ConsoleScript) else None
        ),
        help="The console script to run. Only for a fork of the tool that calls it otherwise.",
    )
    entry_point = StrOption(
        advanced=True,
        default=lambda cls: (
            cls.default_main.spec if isinstance(cls.default_main, EntryPoint) else None
        ),
        help="The entry point to run. Only for a fork of the tool that has another one, or to run "
        "code of yours in front of it.",
    )

    @property
    def main(self) -> MainSpecification:
        """What is run: the option that was set, or else the usual one."""
        is_default = self.options.is_default
        if not is_default("console_script"):
            if not is_default("entry_point"):
                raise ValueError(
                    f"Both `[{self.options_scope}].console_script` and "
                    f"`[{self.options_scope}].entry_point` are set. Only one can be run."
                )
            return ConsoleScript(self.console_script)
        if not is_default("entry_point"):
            return EntryPoint.parse(self.entry_point)
        return self.default_main


def _enumerate(requirements: Sequence[str]) -> str:
    return ", ".join(f"`{requirement}`" for requirement in requirements) or "its requirements"
