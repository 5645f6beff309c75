"""Which Pythons code is for.

Constraints are alternatives: a Python will do if one of them allows it. Each is a requirement on an
implementation, such as `CPython>=3.11,<3.14`; `CPython[free-threaded]` and `CPython[gil]` ask for
one of the two builds of a version, `CPython` alone takes either.
"""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict, FrozenOrderedSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from packaging.requirements import Requirement

    from pants.backend.python.python_fields import (
        InterpreterConstraintsField,
        PythonResolveField,
    )
    from pants.backend.python.subsystems.setup import PythonSetup
    from pants.engine.target import Target

# The last minor version of a major one that no new one comes after.
_LAST_MINOR = {2: 7}
# Patch versions never got beyond this.
_PATCH_VERSION_UPPER_BOUND = 30

FREE_THREADED = "free-threaded"
GIL = "gil"

# How Pex writes the two builds behind the implementation's name.
_PEX_SUFFIXES = {"+t": FREE_THREADED, "-t": GIL}


def parse_constraint(constraint: str) -> Requirement:
    """Read one constraint. `>=3.11` alone means CPython, `CPython+t` its free-threaded build."""
    from packaging.requirements import InvalidRequirement, Requirement

    for text in (_normalized(constraint), _normalized(f"CPython{constraint}")):
        try:
            parsed = Requirement(text)
        except InvalidRequirement:
            continue
        _check_builds(constraint, parsed.extras)
        return parsed
    raise InvalidRequirement(
        f"{constraint!r} is no constraint on Pythons, such as `CPython>=3.11,<3.14`."
    )


def _normalized(constraint: str) -> str:
    name = constraint[: len(constraint) - len(constraint.lstrip(_LETTERS))]
    suffix, rest = constraint[len(name) : len(name) + 2], constraint[len(name) + 2 :]
    build = _PEX_SUFFIXES.get(suffix)
    if name and build is not None and not rest[:1].isalnum():
        return f"{name}[{build}]{rest}"
    return constraint


_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _check_builds(constraint: str, builds: set[str]) -> None:
    from packaging.requirements import InvalidRequirement

    unknown = sorted(builds - {FREE_THREADED, GIL})
    if unknown:
        raise InvalidRequirement(
            f"{constraint!r} has an unknown qualifier: `{unknown[0]}` is neither `{FREE_THREADED}` "
            f"nor `{GIL}`."
        )
    if len(builds) > 1:
        raise InvalidRequirement(
            f"{constraint!r} cannot require both `{FREE_THREADED}` and `{GIL}`."
        )


def _minor_version(text: str) -> tuple[int, int]:
    """`3.12` as numbers."""
    major, minor = (int(part) for part in text.split("."))
    return major, minor


def _patches(constraint: Requirement, major: int, minor: int) -> list[int]:
    """The patch versions of a minor one that a constraint allows."""
    versions = [f"{major}.{minor}.{patch}" for patch in range(_PATCH_VERSION_UPPER_BOUND + 1)]
    return [int(v.rpartition(".")[2]) for v in constraint.specifier.filter(versions)]


class InterpreterConstraints(FrozenOrderedSet):
    """Alternatives, in alphabetical order, each as it is written and as a requirement."""

    def __new__(cls, constraints: Iterable[str | Requirement] = ()) -> InterpreterConstraints:
        parsed = {str(c): c for c in map(_parsed, constraints)}
        return super().__new__(cls, [parsed[text] for text in sorted(parsed)])

    def __init__(self, constraints: Iterable[str | Requirement] = ()) -> None:
        pass

    # -- making them -----------------------------------------------------------------------------

    @classmethod
    def for_fixed_python_version(
        cls,
        python_version_str: str,
        interpreter_type: str = "CPython",
        free_threaded: bool | None = None,
    ) -> InterpreterConstraints:
        """One version, such as `3.14.1` or `3.14.*`, of either build or of one."""
        build = {None: "", True: f"[{FREE_THREADED}]", False: f"[{GIL}]"}[free_threaded]
        return cls([f"{interpreter_type}{build}=={python_version_str}"])

    @classmethod
    def merge(cls, ics: Iterable[InterpreterConstraints]) -> InterpreterConstraints:
        """What all of them allow."""
        return cls(
            cls.merge_constraint_sets([[str(c) for c in constraints] for constraints in ics])
        )

    @classmethod
    def merge_constraint_sets(
        cls, constraint_sets: Iterable[Iterable[str]]
    ) -> frozenset[Requirement]:
        """What every set allows; a set that is empty allows everything."""
        sets: list[frozenset[Requirement]] = []
        for constraint_set in constraint_sets:
            parsed = frozenset(parse_constraint(constraint) for constraint in constraint_set)
            if parsed and parsed not in sets:
                sets.append(parsed)
        if not sets:
            return frozenset()
        merged = sets[0]
        for other in sets[1:]:
            pairs = (_both(a, b) for a in merged for b in other)
            merged = frozenset(requirement for requirement in pairs if requirement is not None)
        if not merged:
            alternatives = [" OR ".join(sorted(map(str, one))) for one in sets]
            raise ValueError(
                "These interpreter constraints cannot be merged, as they require conflicting "
                "interpreter types: " + " AND ".join([f"({one})" for one in alternatives])
            )
        return merged

    @classmethod
    def create_from_field_sets(
        cls, fs: Iterable[Any], python_setup: PythonSetup
    ) -> InterpreterConstraints:
        """What all allow, of field sets with `interpreter_constraints` and perhaps `resolve`."""
        return cls.create_from_compatibility_fields(
            [(one.interpreter_constraints, getattr(one, "resolve", None)) for one in fs],
            python_setup,
        )

    @classmethod
    def create_from_targets(
        cls, targets: Iterable[Target], python_setup: PythonSetup
    ) -> InterpreterConstraints | None:
        """What all targets allow; None if no target says anything about Pythons."""
        from pants.backend.python.python_fields import (
            InterpreterConstraintsField,
            PythonResolveField,
        )

        fields = [
            (tgt[InterpreterConstraintsField], tgt.get(PythonResolveField))
            for tgt in targets
            if tgt.has_field(InterpreterConstraintsField)
        ]
        return cls.create_from_compatibility_fields(fields, python_setup) if fields else None

    @classmethod
    def create_from_compatibility_fields(
        cls,
        fields: Iterable[tuple[InterpreterConstraintsField, PythonResolveField | None]],
        python_setup: PythonSetup,
    ) -> InterpreterConstraints:
        """What all fields allow, each with the resolve beside it."""
        sets = {
            field.value_or_configured_default(python_setup, resolve) for field, resolve in fields
        }
        return cls(cls.merge_constraint_sets(sorted(sets)))

    @classmethod
    def group_field_sets_by_constraints(
        cls, field_sets: Iterable[Any], python_setup: PythonSetup
    ) -> FrozenDict[InterpreterConstraints, tuple[Any, ...]]:
        """Field sets by what they allow, those of a group by address."""
        groups: dict[InterpreterConstraints, list[Any]] = {}
        for field_set in field_sets:
            key = cls.create_from_field_sets([field_set], python_setup)
            groups.setdefault(key, []).append(field_set)
        return FrozenDict(
            {
                key: tuple(sorted(groups[key], key=lambda field_set: field_set.address))
                for key in sorted(groups, key=str)
            }
        )

    # -- as text ---------------------------------------------------------------------------------

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

    def to_poetry_constraint(self) -> str:
        """How Poetry writes them."""
        specifiers = [str(constraint.specifier) for constraint in self]
        return " || ".join(specifiers) if specifiers and all(specifiers) else "*"

    # -- what they allow -------------------------------------------------------------------------

    def allows(self, major: int, minor: int) -> bool:
        """Whether some Python of this minor version will do."""
        return any(_patches(constraint, major, minor) for constraint in self)

    def includes_python2(self) -> bool:
        return self.allows(2, _LAST_MINOR[2])

    def partition_into_major_minor_versions(
        self, interpreter_universe: Iterable[str]
    ) -> tuple[str, ...]:
        """Those of the minor versions, such as `3.12`, that will do."""
        return tuple(
            version for version in interpreter_universe if self.allows(*_minor_version(version))
        )

    def minimum_python_version(self, interpreter_universe: Iterable[str]) -> str | None:
        """The lowest of the minor versions that will do."""
        ordered = sorted(interpreter_universe, key=_minor_version)
        return next((v for v in ordered if self.allows(*_minor_version(v))), None)

    def snap_to_minimum(self, interpreter_universe: Iterable[str]) -> InterpreterConstraints | None:
        """One constraint that allows just what is allowed of the lowest minor version."""
        for version in sorted(interpreter_universe, key=_minor_version):
            for constraint in self:
                allowed = _patches(constraint, *_minor_version(version))
                if allowed:
                    excluded = [
                        f",!={version}.{patch}"
                        for patch in range(_PATCH_VERSION_UPPER_BOUND + 1)
                        if patch not in allowed
                    ]
                    start = f"{constraint.name}{_extras(constraint.extras)}=={version}.*"
                    return type(self)([start + "".join(excluded)])
        return None

    def requires_python38_or_newer(self, interpreter_universe: Iterable[str]) -> bool:
        """Whether no version before 3.8 will do, and some minor version of the universe will."""
        before = [(2, _LAST_MINOR[2]), *((3, minor) for minor in range(8))]
        return not any(self.allows(*version) for version in before) and any(
            self.allows(*_minor_version(version)) for version in interpreter_universe
        )

    def enumerate_python_versions(
        self, interpreter_universe: Iterable[str]
    ) -> FrozenOrderedSet[tuple[int, int, int]]:
        """Every version that will do, in order."""
        if not self:
            return FrozenOrderedSet()
        minors = [_minor_version(version) for version in interpreter_universe]
        for major, minor in minors:
            assert major == 3 or _LAST_MINOR.get(major) == minor, (
                f"{major}.{minor} is no version to look for: use 2.7 and those of Python 3."
            )
        found = sorted(version for _, version in self._versions(minors))
        if not found:
            raise ValueError(f"No version of {sorted(minors)} is allowed by {self}.")
        return FrozenOrderedSet(found)

    def _versions(
        self, minors: Iterable[tuple[int, int]]
    ) -> Iterator[tuple[tuple[str, str], tuple[int, int, int]]]:
        """((implementation, build), version) of all that will do."""
        minors = list(minors)
        for constraint in self:
            for major, minor in minors:
                for patch in _patches(constraint, major, minor):
                    for build in constraint.extras or (FREE_THREADED, GIL):
                        yield (constraint.name, build), (major, minor, patch)

    def contains(self, other: InterpreterConstraints, interpreter_universe: Iterable[str]) -> bool:
        """Whether these allow all that the others do."""
        if self == other:
            return True
        minors = [_minor_version(version) for version in interpreter_universe]
        return set(other._versions(minors)) <= set(self._versions(minors))

    def major_minor_version_when_single_and_entire(self) -> tuple[int, int] | None:
        """The minor version, if these plainly ask for one, with all of its patch versions.

        That is `==3.12.*` or `>=3.12,<3.13`. What comes to the same in a roundabout way does not
        count.
        """
        if len(self) != 1:
            return None
        specifiers = sorted((s.operator, s.version) for s in next(iter(self)).specifier)
        if [operator for operator, _ in specifiers] == ["=="]:
            version = specifiers[0][1]
            return _two_numbers(version.removesuffix(".*")) if version.endswith(".*") else None
        if [operator for operator, _ in specifiers] == ["<", ">="]:
            end, start = _two_numbers(specifiers[0][1]), _two_numbers(specifiers[1][1])
            if start is not None and end == (start[0], start[1] + 1):
                return start
        return None

    def requires_free_threaded_abi(self) -> bool | None:
        """Whether all ask for the free-threaded build; None if not all ask for the same build."""
        builds = {frozenset(constraint.extras) for constraint in self}
        if len(builds) != 1 or builds == {frozenset()}:
            return None
        return builds == {frozenset({FREE_THREADED})}


def _parsed(constraint: str | Requirement) -> Requirement:
    return parse_constraint(constraint) if isinstance(constraint, str) else constraint


def _extras(extras: Iterable[str]) -> str:
    return f"[{','.join(sorted(extras))}]" if extras else ""


def _both(a: Requirement, b: Requirement) -> Requirement | None:
    """What both allow; None where implementations or builds differ."""
    extras = a.extras | b.extras
    if a.name != b.name or len(extras) > 1:
        return None
    specifiers = sorted({str(s) for r in (a, b) for s in r.specifier})
    return parse_constraint(f"{a.name}{_extras(extras)}{','.join(specifiers)}")


def _two_numbers(version: str) -> tuple[int, int] | None:
    parts = version.split(".")
    if len(parts) != 2 or not all(part.isdigit() for part in parts):
        return None
    return int(parts[0]), int(parts[1])
