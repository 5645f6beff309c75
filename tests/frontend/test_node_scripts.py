"""Script values of `package_json` targets."""

from __future__ import annotations

import pytest
from pants.backend.javascript.package_json import NodePackageScriptsField, build_file_aliases
from pants.engine.addresses import Address
from pants.engine.target import InvalidFieldException

ADDRESS = Address("src/js", target_name="pkg")
SYMBOLS = build_file_aliases().objects


def test_scripts_are_equal_by_value():
    build = SYMBOLS["node_build_script"]
    assert build("b", output_directories=["dist"]) == build("b", output_directories=("dist",))
    assert hash(build("b")) == hash(build("b"))
    assert build("b") != build("c")


def test_a_string_is_no_list_of_strings():
    with pytest.raises(ValueError, match="output_directories"):
        SYMBOLS["node_build_script"]("b", output_directories="dist")


def test_scripts_by_kind():
    build = SYMBOLS["node_build_script"]("b")
    test = SYMBOLS["node_test_script"](coverage_args=["--coverage"])
    field = NodePackageScriptsField([build, SYMBOLS["node_run_script"]("start"), test], ADDRESS)
    assert list(field.build_scripts()) == [build]
    assert field.get_test_script() == test
    assert field.get_test_script().supports_coverage()


def test_without_a_test_script_the_usual_one_is_meant():
    script = NodePackageScriptsField(None, ADDRESS).get_test_script()
    assert script.entry_point == "test"
    assert not script.supports_coverage()


def test_one_test_script_at_most():
    with pytest.raises(InvalidFieldException, match="'unit', 'integration'"):
        NodePackageScriptsField(
            [SYMBOLS["node_test_script"]("unit"), SYMBOLS["node_test_script"]("integration")],
            ADDRESS,
        )
