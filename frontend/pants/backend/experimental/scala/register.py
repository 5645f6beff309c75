"""Scala: sources, ScalaTest and JUnit tests, compiler plugins, artifacts and deploy JARs."""

from __future__ import annotations

from pants.backend.scala import target_types as scala_target_types
from pants.backend.scala.dependency_inference.scala_parser import ScalaParser
from pants.backend.scala.subsystems.scala import ScalaSubsystem
from pants.backend.scala.subsystems.scala_infer import ScalaInferSubsystem
from pants.backend.scala.subsystems.scalac import Scalac
from pants.backend.scala.subsystems.scalatest import Scalatest
from pants.backend.scala.target_types import (
    ScalaArtifactExclusion,
    ScalaArtifactTarget,
    ScalacPluginTarget,
    ScalaJunitTestsGeneratorTarget,
    ScalaJunitTestTarget,
    ScalaSourceField,
    ScalaSourcesGeneratorTarget,
    ScalaSourceTarget,
    ScalatestTestsGeneratorTarget,
    ScalatestTestTarget,
)
from pants.build_graph.build_file_aliases import BuildFileAliases
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

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

wrap_as_scala_sources = wrap_source_rule_and_target(ScalaSourceField, "scala_sources")

_SUBSYSTEMS = (
    *subsystem_sets.LANGUAGE,
    ScalaInferSubsystem,
    ScalaParser,
    ScalaSubsystem,
    Scalac,
    Scalatest,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *scala_target_types.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *wrap_as_scala_sources.rules,
    )


def target_types() -> list[type[Target]]:
    return [
        ScalaJunitTestTarget,
        ScalaJunitTestsGeneratorTarget,
        ScalaSourceTarget,
        ScalaSourcesGeneratorTarget,
        ScalacPluginTarget,
        ScalatestTestTarget,
        ScalatestTestsGeneratorTarget,
        ScalaArtifactTarget,
        DeployJarTarget,
        JvmArtifactTarget,
        JvmArtifactsTargetGenerator,
        JvmWarTarget,
        *wrap_as_scala_sources.target_types,
    ]


def build_file_aliases() -> BuildFileAliases:
    return jvm_target_types.build_file_aliases().merge(
        BuildFileAliases(objects={ScalaArtifactExclusion.alias: ScalaArtifactExclusion})
    )
