"""Values and fields of JVM targets: what is accepted, what is refused and what is said then."""

from __future__ import annotations

import pytest
from pants.backend.scala.target_types import (
    ScalaArtifactCrossversionField,
    ScalaArtifactExclusion,
    ScalaArtifactExclusionsField,
)
from pants.engine.addresses import Address
from pants.engine.target import InvalidFieldException, InvalidTargetException
from pants.jvm.target_types import (
    DeployJarDuplicatePolicyField,
    DeployJarDuplicateRule,
    DeployJarShadingRulesField,
    JvmArtifactExclusion,
    JvmArtifactJarSourceField,
    JvmArtifactsPackageMappingField,
    JvmArtifactTarget,
    JvmShadingKeepRule,
    JvmShadingRelocateRule,
    JvmShadingRenameRule,
    JvmShadingZapRule,
    build_file_aliases,
)

ADDRESS = Address("src/jvm", target_name="lib")


def test_values_are_equal_by_value_and_look_as_written():
    assert JvmArtifactExclusion("g", "a") == JvmArtifactExclusion(group="g", artifact="a")
    assert hash(JvmArtifactExclusion("g")) == hash(JvmArtifactExclusion("g"))
    assert JvmArtifactExclusion("g") != ScalaArtifactExclusion("g")
    assert repr(JvmArtifactExclusion("g", "a")) == "jvm_exclude(group='g', artifact='a')"
    assert repr(DeployJarDuplicateRule("^x", "skip")) == (
        "duplicate_rule(pattern='^x', action='skip')"
    )
    with pytest.raises(AttributeError):
        JvmArtifactExclusion("g").group = "h"


def test_every_value_has_its_build_file_name():
    objects = build_file_aliases().objects
    assert objects["shading_zap"] is JvmShadingZapRule
    assert set(objects) == {
        "duplicate_rule",
        "jvm_exclude",
        "shading_keep",
        "shading_relocate",
        "shading_rename",
        "shading_zap",
    }


def test_exclusions_name_an_artifact_or_a_whole_group():
    assert JvmArtifactExclusion("g", "a").to_coord_str() == "g:a"
    assert JvmArtifactExclusion("g").to_coord_str() == "g:*"


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (JvmShadingRenameRule("a.**", "b.@1"), "rule a.** b.@1"),
        (JvmShadingRelocateRule("a.b", "c"), "rule a.b.** c.@1"),
        (JvmShadingRelocateRule("a.b"), "rule a.b.** __shaded_by_pants__.@1"),
        (JvmShadingZapRule("a.*"), "zap a.*"),
        (JvmShadingKeepRule("a.*"), "keep a.*"),
    ],
)
def test_shading_rules_as_jarjar_reads_them(rule, line):
    assert rule.encode() == line
    assert rule.validate() == set()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (JvmShadingRenameRule("a/b", "c"), "`pattern` contains a '/'"),
        (JvmShadingRenameRule("a.b", "c/d"), "`replacement` contains a '/'"),
        (JvmShadingRelocateRule("a.*"), "`package` contains a '*'"),
        (JvmShadingRelocateRule("a", into="b/c"), "`into` contains a '/'"),
        (JvmShadingZapRule("a/b"), "`pattern` contains a '/'"),
    ],
)
def test_wrong_shading_rules_are_refused(rule, said):
    with pytest.raises(InvalidFieldException) as raised:
        DeployJarShadingRulesField([JvmShadingKeepRule("ok"), rule], ADDRESS)
    assert said in str(raised.value)
    assert "src/jvm:lib" in str(raised.value)


def test_duplicate_rules():
    assert [rule.action for rule in DeployJarDuplicatePolicyField.default] == [
        "concat_text",
        "skip",
    ]
    assert DeployJarDuplicatePolicyField(None, ADDRESS).value_or_default() == (
        DeployJarDuplicatePolicyField.default
    )
    mine = DeployJarDuplicateRule("^a", "throw")
    assert DeployJarDuplicatePolicyField([mine], ADDRESS).value_or_default() == (mine,)
    with pytest.raises(InvalidFieldException, match="'merge'"):
        DeployJarDuplicatePolicyField([DeployJarDuplicateRule("^a", "merge")], ADDRESS)


def test_a_jar_is_a_path_and_excludes_a_url():
    assert JvmArtifactJarSourceField("lib.jar", ADDRESS).value == "lib.jar"
    with pytest.raises(InvalidFieldException, match="not a URL"):
        JvmArtifactJarSourceField("file:lib.jar", ADDRESS)
    coordinates = {"group": "g", "artifact": "a", "version": "1"}
    JvmArtifactTarget({**coordinates, "jar": "lib.jar"}, ADDRESS)
    with pytest.raises(InvalidTargetException, match="not both"):
        JvmArtifactTarget(
            {**coordinates, "jar": "lib.jar", "url": "https://example.com/lib.jar"}, ADDRESS
        )


def test_package_mapping_is_keyed_by_group_and_artifact():
    mapping = JvmArtifactsPackageMappingField({"g:a": ["p.**"]}, ADDRESS).value
    assert {key: tuple(packages) for key, packages in mapping.items()} == {("g", "a"): ("p.**",)}
    assert JvmArtifactsPackageMappingField(None, ADDRESS).value == {}
    with pytest.raises(InvalidFieldException, match="group:artifact"):
        JvmArtifactsPackageMappingField({"g": ["p"]}, ADDRESS)


def test_scala_artifacts():
    assert ScalaArtifactCrossversionField.default == "binary"
    exclusions = [JvmArtifactExclusion("g"), ScalaArtifactExclusion("g", "a", "full")]
    assert ScalaArtifactExclusionsField(exclusions, ADDRESS).value == tuple(exclusions)
    with pytest.raises(InvalidFieldException, match="crossversion"):
        ScalaArtifactExclusionsField([ScalaArtifactExclusion("g", "a", "half")], ADDRESS)
