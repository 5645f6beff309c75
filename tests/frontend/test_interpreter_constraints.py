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
        ([">3.12.29"], ()),
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
