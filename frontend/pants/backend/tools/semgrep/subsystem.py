"""`[semgrep]`: a linter for many languages, by patterns."""

from __future__ import annotations

from pants.backend.python.main_specification import ConsoleScript
from pants.backend.python.subsystems.python_tool_base import PythonToolBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import ArgsListOption, BoolOption, SkipOption, StrOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class SemgrepSubsystem(PythonToolBase):
    options_scope = "semgrep"
    name = "Semgrep"
    help = "Semgrep, a linter that looks for patterns in code of many languages."

    default_main = ConsoleScript("semgrep")
    default_requirements = [
        "semgrep>=1.20.0,<2",
        "opentelemetry-api~=1.34.1",
        "opentelemetry-sdk~=1.34.1",
        "opentelemetry-exporter-otlp-proto-http~=1.34.1",
        "opentelemetry-instrumentation-requests~=0.55b1",
    ]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.tools.semgrep", "semgrep.lock")

    config_name = StrOption(
        default=None,
        help="The name of the files and folders with rules. "
        "If not set, `.semgrep.yml`, `.semgrep.yaml` and `.semgrep`.",
    )
    args = ArgsListOption(
        example="--verbose",
        default=["--quiet"],
        extra_help="By default `--quiet` keeps it to what it found.",
    )
    skip = SkipOption("lint")
    force = BoolOption(
        default=False,
        advanced=True,
        help="Run it again even if nothing changed, such as when rules come from elsewhere.",
    )


def rules() -> Iterable[Rule | UnionRule]:
    return (*SemgrepSubsystem.rules(), UnionRule(ExportableTool, SemgrepSubsystem))
