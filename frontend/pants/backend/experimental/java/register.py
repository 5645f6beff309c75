"""Java: sources, JUnit tests, third-party artifacts, deploy JARs and WARs."""

from __future__ import annotations

from pants.backend.java.dependency_inference.java_parser import JavaParser
from pants.backend.java.subsystems.javac import JavacSubsystem
from pants.backend.java.target_types import (
    JavaSourceField,
    JavaSourcesGeneratorTarget,
    JavaSourceTarget,
    JunitTestsGeneratorTarget,
    JunitTestTarget,
)
from pants.core.util_rules.wrap_source import wrap_source_rule_and_target
from pants.jvm import subsystem_sets
from pants.jvm import target_types as jvm_target_types
from pants.jvm.target_types import (
    DeployJarTarget,
    JvmArtifactsTargetGenerator,
    JvmArtifactTarget,
    JvmWarTarget,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.build_graph.build_file_aliases import BuildFileAliases
    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

wrap_as_java_sources = wrap_source_rule_and_target(JavaSourceField, "java_sources")

_SUBSYSTEMS = (
    *subsystem_sets.LANGUAGE,
    JavaParser,
    JavacSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *wrap_as_java_sources.rules,
    )


def target_types() -> list[type[Target]]:
    return [
        JavaSourceTarget,
        JavaSourcesGeneratorTarget,
        JunitTestTarget,
        JunitTestsGeneratorTarget,
        DeployJarTarget,
        JvmArtifactTarget,
        JvmArtifactsTargetGenerator,
        JvmWarTarget,
        *wrap_as_java_sources.target_types,
    ]


def build_file_aliases() -> BuildFileAliases:
    return jvm_target_types.build_file_aliases()
