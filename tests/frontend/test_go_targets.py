"""Go targets: what a package, a module and a binary must and must not have."""

from __future__ import annotations

import pytest
from pants.backend.go.target_types import (
    GoBinaryTarget,
    GoModSourcesField,
    GoPackageSourcesField,
    GoThirdPartyPackageTarget,
)
from pants.engine.addresses import Address
from pants.engine.target import InvalidFieldException, InvalidTargetException

ADDRESS = Address("src/go", target_name="mod")


def test_a_package_has_sources():
    assert GoPackageSourcesField(None, ADDRESS).value == ("*.go",)
    with pytest.raises(InvalidFieldException, match="at least one"):
        GoPackageSourcesField([], ADDRESS)


def test_a_binary_has_one_main():
    GoBinaryTarget({"main": ":pkg"}, ADDRESS)
    GoBinaryTarget({"main_import_path": "example.com/tool"}, ADDRESS)
    with pytest.raises(InvalidTargetException, match="not both"):
        GoBinaryTarget({"main": ":pkg", "main_import_path": "example.com/tool"}, ADDRESS)


def test_third_party_targets_are_generated():
    generated = Address("src/go", target_name="mod", generated_name="example.com/p")
    GoThirdPartyPackageTarget({"import_path": "example.com/p"}, generated)
    with pytest.raises(InvalidTargetException, match="go_mod"):
        GoThirdPartyPackageTarget({"import_path": "example.com/p"}, ADDRESS)


def test_a_module_is_go_mod_and_go_sum():
    sources = GoModSourcesField(None, ADDRESS)
    assert sources.go_mod_path == "src/go/go.mod"
    sources.validate_resolved_files(["src/go/go.mod"])
    sources.validate_resolved_files(["src/go/go.mod", "src/go/go.sum"])
    with pytest.raises(InvalidFieldException, match=r"src/go/go\.mod"):
        sources.validate_resolved_files(["src/go/go.sum"])
    with pytest.raises(InvalidFieldException, match=r"other\.mod"):
        sources.validate_resolved_files(["src/go/go.mod", "src/go/other.mod"])
