"""Which Pythons code is for.

Constraints are alternatives: a Python will do if one of them allows it. Each is a requirement on an
implementation, such as `CPython>=3.11,<3.14`.
"""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenOrderedSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from packaging.requirements import Requirement

# The last minor version of a major one that no new one comes after.
_LAST_MINOR = {2: 7}
# Patch versions never got beyond this.
_MAX_PATCH = 30


def parse_constraint(constraint: str) -> Requirement:
    """Read one constraint. `>=3.11` alone means CPython."""
    from packaging.requirements import InvalidRequirement, Requirement

    for text in (constraint, f"CPython{constraint}"):
        try:
            return Requirement(text)
        except InvalidRequirement:
            continue
    raise ValueError(f"{constraint!r} is no constraint on Pythons, such as `CPython>=3.11,<3.14`.")


class InterpreterConstraints(FrozenOrderedSet):
    """Alternatives, in alphabetical order, each as it is written and as a requirement."""

    def __new__(cls, constraints: Iterable[str | Requirement] = ()) -> InterpreterConstraints:
        parsed = {str(c): c for c in map(_parsed, constraints)}
        return super().__new__(cls, [parsed[text] for text in sorted(parsed)])

    def __init__(self, constraints: Iterable[str | Requirement] = ()) -> None:
        pass

    def __str__(self) -> str:
        return " OR ".join(str(constraint) for constraint in self)

    def debug_hint(self) -> str:
        return str(self)

    @property
    def description(self) -> str:
        return str(sorted(str(constraint) for constraint in self))

    def generate_pex_arg_list(self) -> list[str]:
        """How Pex is told."""
        return [word for c in self for word in ("--interpreter-constraint", str(c))]

    def allows(self, major: int, minor: int) -> bool:
        """Whether some Python of this minor version will do."""
        versions = [f"{major}.{minor}.{patch}" for patch in range(_MAX_PATCH)]
        return any(any(constraint.specifier.filter(versions)) for constraint in self)

    def includes_python2(self) -> bool:
        return self.allows(2, _LAST_MINOR[2])

    def partition_into_major_minor_versions(
        self, interpreter_universe: Iterable[str]
    ) -> tuple[str, ...]:
        """Those of the minor versions, such as `3.12`, that will do."""
        return tuple(
            version
            for version in interpreter_universe
            if self.allows(*(int(part) for part in version.split(".")))
        )

    def minimum_python_version(self, interpreter_universe: Iterable[str]) -> str | None:
        """The lowest of the minor versions that will do."""
        ordered = sorted(interpreter_universe, key=lambda v: [int(part) for part in v.split(".")])
        found = self.partition_into_major_minor_versions(ordered)
        return found[0] if found else None


def _parsed(constraint: str | Requirement) -> Requirement:
    return parse_constraint(constraint) if isinstance(constraint, str) else constraint
