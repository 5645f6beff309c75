"""Go: modules, packages, binaries, tests and gofmt."""

from __future__ import annotations

from pants.backend.go.goals.generate import GoGenerateGoalSubsystem
from pants.backend.go.lint.gofmt import skip_field
from pants.backend.go.lint.gofmt.subsystem import GofmtSubsystem
from pants.backend.go.subsystems.golang import GolangSubsystem
from pants.backend.go.subsystems.gotest import GoTestSubsystem
from pants.backend.go.target_types import (
    GoBinaryTarget,
    GoModTarget,
    GoPackageSourcesField,
    GoPackageTarget,
    GoThirdPartyModuleTarget,
    GoThirdPartyPackageTarget,
)
from pants.core.util_rules.wrap_source import wrap_source_rule_and_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

wrap_as_go_package_sources = wrap_source_rule_and_target(
    GoPackageSourcesField, "go_package_sources"
)

_SUBSYSTEMS = (
    GoGenerateGoalSubsystem,
    GoTestSubsystem,
    GofmtSubsystem,
    GolangSubsystem,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *skip_field.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        *wrap_as_go_package_sources.rules,
    )


def target_types() -> list[type[Target]]:
    return [
        GoPackageTarget,
        GoModTarget,
        GoThirdPartyPackageTarget,
        GoThirdPartyModuleTarget,
        GoBinaryTarget,
        *wrap_as_go_package_sources.target_types,
    ]
