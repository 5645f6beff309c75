"""The goal `test`, and the fields that tests of every language share."""

from __future__ import annotations

import os

from pants.engine.environment import EnvironmentName
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.target import (
    Dependencies,
    FieldSet,
    IntField,
    SourcesField,
    SpecialCasedDependencies,
    StringField,
    StringSequenceField,
    ValidNumbers,
)
from pants.engine.unions import union
from pants.option.option_types import BoolOption, EnumOption, IntOption, StrListOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import PurePath

    from pants.core.util_rules.distdir import DistDir


class ShowOutput(PlainEnum):
    """Whose output is shown."""

    ALL = "all"
    FAILED = "failed"
    NONE = "none"


def default_show_rerun_command(_: type) -> bool:
    """In CI the command is wanted: the log is read on another machine."""
    return "CI" in os.environ


class TestSubsystem(GoalSubsystem):
    __test__ = False
    name = "test"
    help = "Run tests."

    default_report_path = os.path.join("{distdir}", "test", "reports")

    class EnvironmentAware(Subsystem.EnvironmentAware):
        extra_env_vars = StrListOption(
            help="Variables that tests see, as `NAME=value`, or `NAME` for its value in your "
            "own environment. `PREFIX_*` stands for all that begin so.",
        )

    debug = BoolOption(
        default=False,
        help="Run tests one after the other with the terminal for themselves, for a debugger.",
    )
    debug_adapter = BoolOption(
        default=False,
        help="Run tests one after the other under a debugger that waits for an editor. "
        "`[debug-adapter]` says where it listens.",
    )
    force = BoolOption(
        default=False,
        help="Run tests even if nothing changed since they passed.",
    )
    output = EnumOption(
        default=ShowOutput.FAILED,
        help="Whose output to show.",
    )
    use_coverage = BoolOption(
        default=False,
        help="Measure which lines the tests run, where the language can.",
    )
    open_coverage = BoolOption(
        default=False,
        help="Open the coverage report in a browser at the end. Implies `--use-coverage`.",
    )
    report = BoolOption(
        default=False,
        advanced=True,
        help="Write reports of the tests, in JUnit's XML, to `report_dir`.",
    )
    _report_dir = StrOption(
        default=default_report_path,
        advanced=True,
        help="The folder for test reports. `{distdir}` stands for `[GLOBAL].pants_distdir`.",
    )
    shard = StrOption(
        default="",
        help="Run one part of the tests, as `1/4` (counting from 0), "
        "so that several machines can share them.",
    )
    timeouts = BoolOption(
        default=True,
        help="Stop tests that run for longer than their timeout.",
    )
    timeout_default = IntOption(
        default=None,
        advanced=True,
        help="The timeout in seconds of targets that name none.",
    )
    timeout_maximum = IntOption(
        default=None,
        advanced=True,
        help="The longest timeout in seconds that a target can ask for.",
    )
    _attempts_default = IntOption(
        default=1,
        help="How often to run a failing test before it has failed.",
    )
    batch_size = IntOption(
        "--batch-size",
        default=128,
        advanced=True,
        help="The most test files that share a process, where they may share one.",
    )
    show_rerun_command = BoolOption(
        default=default_show_rerun_command,
        advanced=True,
        help="Print for failed tests the command that runs just them again.",
    )
    experimental_report_test_result_info = BoolOption(
        default=False,
        advanced=True,
        help="Write to the working folder from where each result came: a run, or which cache.",
    )

    def report_dir(self, distdir: DistDir) -> PurePath:
        """The folder for reports, its placeholder filled in."""
        from pathlib import PurePath

        return PurePath(self._report_dir.format(distdir=distdir.relpath))

    @property
    def attempts_default(self) -> int:
        if self._attempts_default < 1:
            raise ValueError(
                f"`[test].attempts_default` must be at least 1, but is {self._attempts_default}."
            )
        return self._attempts_default


class Test(Goal):
    __test__ = False
    subsystem_cls = TestSubsystem
    environment_behavior = Goal.EnvironmentBehavior.USES_ENVIRONMENTS


@union(in_scope_types=[EnvironmentName])
class TestFieldSet(FieldSet):
    """Base of the field sets of tests."""

    sources: SourcesField
    dependencies: Dependencies

    __test__ = False


class TestTimeoutField(IntField):
    __test__ = False
    alias = "timeout"
    required = False
    valid_numbers = ValidNumbers.positive_only
    help = (
        "Seconds after which the test is stopped and has failed. "
        "`[test].timeout_default` holds where this is not set."
    )

    def calculate_from_global_options(self, test: TestSubsystem) -> int | None:
        """The timeout of this test, the bounds in `[test]` heeded."""
        if not test.timeouts:
            return None
        result = self.value if self.value is not None else test.timeout_default
        if result is not None and test.timeout_maximum is not None:
            return min(result, test.timeout_maximum)
        return result


class TestExtraEnvVarsField(StringSequenceField):
    alias = "extra_env_vars"
    help = (
        "More variables that the test sees, as `NAME=value`, or `NAME` for its value in your own "
        "environment. They go over those of `[test].extra_env_vars`."
    )

    def sorted(self) -> tuple[str, ...]:
        return tuple(sorted(self.value or ()))


class TestsBatchCompatibilityTagField(StringField):
    alias = "batch_compatibility_tag"

    @classmethod
    def format_help(cls, target_name: str, test_runner_name: str) -> str:
        """The field's help for one kind of test and its runner."""
        return (
            f"`{target_name}` targets with the same tag may run in one {test_runner_name} "
            "process, which saves its start but lets tests see each other's leftovers. "
            "Without a tag each file has a process of its own."
        )


class RuntimePackageDependenciesField(SpecialCasedDependencies):
    alias = "runtime_package_dependencies"
    help = (
        "Targets that are packaged first and put where `package` would put them, without the "
        "dist folder, so that the test can run them."
    )
