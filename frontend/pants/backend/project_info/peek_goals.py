"""Which goals a target takes part in, as far as `peek` shows them.

A goal works on targets that some field set of its union suits: one whose required fields they have,
and that does not opt out of them. Without members of the unions nothing is imported.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pants.engine.addresses import Address

#: The goals that are shown, and the unions of the field sets that they work on.
_UNIONS = {
    "deploy": "pants.core.goals.deploy:DeployFieldSet",
    "package": "pants.core.goals.package:PackageFieldSet",
    "publish": "pants.core.goals.publish:PublishFieldSet",
    "run": "pants.core.goals.run:RunFieldSet",
    "test": "pants.core.goals.test:TestFieldSet",
}


class Goals:
    """The goals by target type."""

    def __init__(self, runtime: Any) -> None:
        self._runtime = runtime
        self._members = _members(runtime)
        self._suitable: dict[str, list[tuple[str, type]]] = {}

    def of(self, class_id: str, fields: list[str], address: Address) -> list[str]:
        """The goals that the target at an address takes part in."""
        suitable = self._suitable.get(class_id)
        if suitable is None:
            suitable = self._suitable[class_id] = self._find(fields)
        goals = []
        target: Any = None
        for goal, field_set in suitable:
            if goal in goals:
                continue
            if _may_opt_out(field_set):
                if target is None:
                    from pants.engine.internals.target_requests import make_target

                    target = make_target(address)
                if field_set.opt_out(target):  # type: ignore[attr-defined]
                    continue
            goals.append(goal)
        return goals

    def _find(self, fields: list[str]) -> list[tuple[str, type]]:
        """The field sets whose required fields a type of target has."""
        has: set[str] = set()
        for identifier in fields:
            has.add(identifier)
            has.update(self._runtime.declaration("fields", identifier)["bases"])
        return [
            (goal, field_set)
            for goal, field_sets in self._members.items()
            for field_set in field_sets
            if all(_class_id(required) in has for required in field_set.required_fields)
        ]


def _class_id(cls: type) -> str:
    return f"{cls.__module__}:{cls.__qualname__}"


def _may_opt_out(field_set: type) -> bool:
    from pants.engine.target import FieldSet

    return field_set.opt_out.__func__ is not FieldSet.opt_out.__func__  # type: ignore[attr-defined]


def _members(runtime: Any) -> dict[str, list[Any]]:
    """The field sets of each goal, imported."""
    unions = {union: goal for goal, union in _UNIONS.items()}
    found: dict[str, dict[str, None]] = {goal: {} for goal in _UNIONS}
    for backend in runtime.backends():
        declared = runtime.declaration("backends", backend) or {}
        for union, identifier in declared.get("unions", ()):
            if union in unions:
                found[unions[union]][identifier] = None
    if not any(found.values()):
        return {}
    from pants.engine.internals.target_requests import import_qualified

    return {goal: [import_qualified(i) for i in ids] for goal, ids in found.items() if ids}
