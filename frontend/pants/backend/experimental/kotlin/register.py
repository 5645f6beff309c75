"""Kotlin: sources, JUnit tests, compiler plugins, third-party artifacts and deploy JARs."""

from __future__ import annotations

from pants.backend.kotlin.dependency_inference.kotlin_parser import KotlinParser
from pants.backend.kotlin.subsystems.kotlin import KotlinSubsystem
from pants.backend.kotlin.subsystems.kotlin_infer import KotlinInferSubsystem
from pants.backend.kotlin.subsystems.kotlinc import KotlincSubsystem
from pants.backend.kotlin.target_types import (
    KotlincPluginTarget,
    KotlinJunitTestsGeneratorTarget,
    KotlinJunitTestTarget,
    KotlinSourceField,
    KotlinSourcesGeneratorTarget,
    KotlinSourceTarget,
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

wrap_as_kotlin_sources = wrap_source_rule_and_target(KotlinSourceField, "kotlin_sources")

_SUBSYSTEMS = (
    *subsystem_sets.LANGUAGE,
    KotlinInferSubsystem,
    KotlinParser,
    KotlinSubsystem,
    KotlincSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *wrap_as_kotlin_sources.rules,
    )


def target_types() -> list[type[Target]]:
    return [
        KotlinSourceTarget,
        KotlinSourcesGeneratorTarget,
        KotlincPluginTarget,
        KotlinJunitTestTarget,
        KotlinJunitTestsGeneratorTarget,
        DeployJarTarget,
        JvmArtifactTarget,
        JvmArtifactsTargetGenerator,
        JvmWarTarget,
        *wrap_as_kotlin_sources.target_types,
    ]


def build_file_aliases() -> BuildFileAliases:
    return jvm_target_types.build_file_aliases()
