"""`pants py-constraints`: which Pythons code is for."""

from __future__ import annotations

from pants.backend.python.subsystems.setup import PythonSetup
from pants.engine.addresses import Addresses
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem, Outputting
from pants.engine.internals.dependency_rules import dependencies_ready
from pants.engine.rules import collect_rules, goal_rule
from pants.option.option_types import BoolOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
    from pants.engine.addresses import Address


class PyConstraintsSubsystem(Outputting, GoalSubsystem):
    """Options of `py-constraints`."""

    name = "py-constraints"
    help = "Show which Pythons code is for, itself and by what it depends on."

    summary = BoolOption(
        default=False,
        help="Print a table in CSV of all Python targets: their constraints, those that follow "
        "from dependencies, and how many targets are on each side of them.",
    )


class PyConstraintsGoal(Goal):
    """The goal `py-constraints`."""

    subsystem_cls = PyConstraintsSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


class _Constraints:
    """The constraints of targets, each computed once."""

    def __init__(self, python_setup: PythonSetup) -> None:
        self._setup = python_setup
        self._known: dict[Address, InterpreterConstraints | None] = {}

    def of(self, address: Address) -> InterpreterConstraints | None:
        """Those of one target; None if it says nothing about Pythons."""
        from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
        from pants.engine.internals.target_requests import make_target

        if address not in self._known:
            self._known[address] = InterpreterConstraints.create_from_targets(
                [make_target(address)], self._setup
            )
        return self._known[address]

    def merged(self, addresses: Iterable[Address]) -> InterpreterConstraints | None:
        """What all of them allow."""
        from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints

        found = [one for one in map(self.of, addresses) if one is not None]
        return InterpreterConstraints.merge(dict.fromkeys(found)) if found else None


_TOGETHER = """\
  (That is what you get when all of these are used together, which they may never
  be. Ask for fewer targets, or for a table with `--summary`.)
"""


def _text(constraints: _Constraints, closure: list[Address]) -> str:
    """The merged constraints, then the targets by their own."""
    groups: dict[InterpreterConstraints, list[Address]] = {}
    for address in closure:
        own = constraints.of(address)
        if own is not None:
            groups.setdefault(own, []).append(address)
    if not groups:
        return ""
    lines = [f"Final merged constraints: {constraints.merged(closure)}\n"]
    if len(groups) > 1:
        lines.append(_TOGETHER)
    for own in sorted(groups, key=str):
        lines.append(f"\n{own}\n")
        lines += [f"  {address.spec}\n" for address in sorted(groups[own])]
    return "".join(lines)


def _table(runtime: Any, constraints: _Constraints, addresses: list[Address]) -> str:
    """A line of CSV for each target that says something about Pythons."""
    import csv
    import io

    python = [address for address in addresses if constraints.of(address) is not None]
    used = runtime.dependency_lists(python, True)
    users = runtime.dependent_lists(python, True)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["Target", "Constraints", "Transitive Constraints", "# Dependencies", "# Dependents"]
    )
    for address, below, above in zip(python, used, users):
        own, merged = constraints.of(address), constraints.merged([address, *below])
        writer.writerow([address.spec, str(own), str(merged), len(below), len(above)])
    return out.getvalue()


@goal_rule
async def py_constraints(
    console: Console,
    addresses: Addresses,
    py_constraints_subsystem: PyConstraintsSubsystem,
    python_setup: PythonSetup,
) -> PyConstraintsGoal:
    """Print constraints and the targets that have them, or a table."""
    subsystem = py_constraints_subsystem
    constraints = _Constraints(python_setup)
    if subsystem.summary:
        runtime = await dependencies_ready()
        text = _table(runtime, constraints, list(addresses))
    else:
        runtime = await dependencies_ready(addresses)
        text = _text(constraints, runtime.dependencies(addresses, True, True))
    if not text:
        runtime.log(30, "py-constraints", "None of these targets says for which Pythons it is.")
    with subsystem.output(console) as write_stdout:
        write_stdout(text)
    return PyConstraintsGoal(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
