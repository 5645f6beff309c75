"""Which Pythons constraints allow."""

from __future__ import annotations

import pytest
from pants.backend.python.util_rules.interpreter_constraints import (
    InterpreterConstraints,
    parse_constraint,
)

UNIVERSE = ["2.7", "3.9", "3.10", "3.11", "3.12"]


def test_order_and_spelling():
    constraints = InterpreterConstraints([">=3.11", "CPython==3.9.*", ">=3.11"])
    assert str(constraints) == "CPython==3.9.* OR CPython>=3.11"
    assert constraints.generate_pex_arg_list() == [
        "--interpreter-constraint",
        "CPython==3.9.*",
        "--interpreter-constraint",
        "CPython>=3.11",
    ]


@pytest.mark.parametrize(
    ("written", "allowed"),
    [
        ([">=3.10,<3.12"], ("3.10", "3.11")),
        (["==3.9.*", "==3.12.4"], ("3.9", "3.12")),
        ([">=2.7,!=3.*"], ("2.7",)),
        ([">3.12.30"], ()),
        ([], ()),
    ],
)
def test_minor_versions(written, allowed):
    constraints = InterpreterConstraints(written)
    assert constraints.partition_into_major_minor_versions(UNIVERSE) == allowed
    assert constraints.minimum_python_version(UNIVERSE) == (allowed[0] if allowed else None)
    assert constraints.includes_python2() == ("2.7" in allowed)


def test_minimum_is_by_number():
    constraints = InterpreterConstraints([">=3.9"])
    assert constraints.minimum_python_version(["3.10", "3.9", "3.12"]) == "3.9"


def test_nonsense():
    with pytest.raises(ValueError, match="no constraint"):
        parse_constraint("three point eleven")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("CPython+t>=3.13", "CPython[free-threaded]>=3.13"),
        ("-t==3.14.*", "CPython[gil]==3.14.*"),
        ("PyPy-tee==3.9.*", "PyPy-tee==3.9.*"),
    ],
)
def test_builds_in_the_spelling_of_pex(written, normal):
    assert str(parse_constraint(written)) == normal


def test_merging_is_what_all_allow():
    merged = InterpreterConstraints.merge(
        [
            InterpreterConstraints([">=3.9", "PyPy"]),
            InterpreterConstraints(["CPython[gil]<3.13"]),
            InterpreterConstraints(),
        ]
    )
    assert str(merged) == "CPython[gil]<3.13,>=3.9"
    with pytest.raises(ValueError, match="PyPy"):
        InterpreterConstraints.merge([merged, InterpreterConstraints(["PyPy"])])


def test_containing_is_about_implementation_and_build_too():
    universe = ["3.11", "3.12"]
    either = InterpreterConstraints([">=3.11"])
    free_threaded = InterpreterConstraints(["+t>=3.12"])
    assert either.contains(free_threaded, universe)
    assert not free_threaded.contains(either, universe)
    assert not either.contains(InterpreterConstraints(["PyPy==3.12.*"]), universe)
