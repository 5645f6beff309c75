"""Values that rules pass about: processes, files, variables, specs, dependency rules."""

from __future__ import annotations

import io

import pytest
from pants.base.deprecated import (
    BadSemanticVersionError,
    CodeRemovedError,
    NonDevSemanticVersionError,
    deprecated,
    resolve_conflicting_options,
    warn_or_error,
)
from pants.base.exceptions import MappingError
from pants.base.specs import DirLiteralSpec, FileLiteralSpec, RawSpecs, Specs
from pants.base.specs_parser import SpecsParser
from pants.build_graph.build_file_aliases import BuildFileAliases
from pants.engine.addresses import Address
from pants.engine.console import Console
from pants.engine.env_vars import CompleteEnvironmentVars, EnvironmentVarsRequest
from pants.engine.fs import CreateDigest, FileContent
from pants.engine.goal import CurrentExecutingGoals, Goal, GoalSubsystem
from pants.engine.internals.build_files import BUILDFileEnvVarExtractor, BuildFileSyntaxError
from pants.engine.internals.dep_rules import (
    DependenciesRuleApplication,
    DependencyRuleAction,
    DependencyRuleActionDeniedError,
    DependencyRuleApplication,
)
from pants.engine.internals.mapper import AddressFamily, AddressMap, DuplicateNameError
from pants.engine.internals.native_engine import EMPTY_DIGEST, TargetAdaptor
from pants.engine.internals.specs_rules import NoApplicableTargetsException
from pants.engine.internals.synthetic_targets import SyntheticAddressMaps, SyntheticTargetsRequest
from pants.engine.platform import Platform
from pants.engine.process import (
    InteractiveProcess,
    Process,
    ProcessCacheScope,
    ProcessConcurrency,
    ProcessExecutionEnvironment,
    ProcessExecutionFailure,
)
from pants.engine.target import RegisteredTargetTypes
from pants.engine.unions import UnionMembership
from pants.option.global_options import KeepSandboxes
from pants.testutil.option_util import create_option_value_container
from pants.testutil.rule_runner import mock_console, run_rule_with_mocks
from pants.util.logging import LogLevel


def test_process() -> None:
    process = Process(["a"], description="x", env={"B": "1"}, timeout_seconds=0)
    assert (process.argv, process.env, process.timeout_seconds) == (("a",), {"B": "1"}, -1)
    assert (process.level, process.cache_scope) == (LogLevel.INFO, ProcessCacheScope.SUCCESSFUL)
    assert process == Process(("a",), description="other", env={"B": "1"})
    assert process != Process(("a",), description="x", env={"B": "1"}, attempt=1)
    with pytest.raises(ValueError, match="one string each"):
        Process("a b", description="x")


def test_concurrency() -> None:
    assert ProcessConcurrency.exactly(2) == ProcessConcurrency("exactly", 2, 2)
    assert ProcessConcurrency.range(4).min == 1
    for make in (
        lambda: ProcessConcurrency.exactly(0),
        lambda: ProcessConcurrency.range(1, min=2),
        lambda: ProcessConcurrency("exactly", 1, 2),
    ):
        with pytest.raises(ValueError):
            make()


def test_interactive_process() -> None:
    process = InteractiveProcess(["a"], env={"A": "1"}, run_in_workspace=True)
    assert process.process.argv == ("a",) and process.run_in_workspace
    again = InteractiveProcess.from_process(process.process, restartable=True)
    assert again.process == process.process and again.restartable


def test_where_processes_run() -> None:
    def environment(**changes: object) -> ProcessExecutionEnvironment:
        values = {
            "environment_name": None,
            "platform": "linux_x86_64",
            "docker_image": None,
            "remote_execution": False,
            "execute_in_workspace": False,
        }
        return ProcessExecutionEnvironment(**{**values, **changes})

    assert environment().environment_type == "local"
    assert environment(docker_image="i").environment_type == "docker"
    with pytest.raises(ValueError, match="docker_image"):
        environment(docker_image="i", remote_execution=True)
    with pytest.raises(ValueError, match="locally"):
        environment(remote_execution=True, execute_in_workspace=True)


def test_process_failure() -> None:
    error = ProcessExecutionFailure(
        3, b"out", b"\xff" * 300, "Tool", keep_sandboxes=KeepSandboxes.never
    )
    text = str(error)
    assert "'Tool' failed with exit code 3" in text and "out" in text and "..." in text
    assert "--keep-sandboxes=on_failure" in text


def test_files() -> None:
    with pytest.raises(TypeError, match="a.txt must be bytes"):
        FileContent("a.txt", "text")
    assert "len:3" in repr(FileContent("a", b"abc"))
    created = CreateDigest([FileContent("a", b"")])
    assert created == CreateDigest([FileContent("a", b"")]) and isinstance(created, tuple)
    assert EMPTY_DIGEST.serialized_bytes_length == 0


def test_subsets_of_variables() -> None:
    env = CompleteEnvironmentVars({"A": "1", "AB": "2", "GIT_X": "3"})
    assert env.get_subset(["A", "NO"]) == {"A": "1"}
    assert env.get_subset(["A*", "C=x=y"]) == {"A": "1", "AB": "2", "C": "x=y"}
    assert env.get_subset(["A", "GIT_*"], allowed=["A"]) == {"A": "1"}
    for bad in ("1X=2", "a b"):
        with pytest.raises(ValueError):
            env.get_subset([bad])
    assert EnvironmentVarsRequest(["b", "a"]) == EnvironmentVarsRequest(["a", "b"])


def test_platform_and_log_levels() -> None:
    assert Platform.create_for_localhost() in set(Platform)
    assert Platform("macos_arm64").is_macos and not Platform.linux_x86_64.is_macos
    assert LogLevel.TRACE < LogLevel.WARN <= LogLevel.WARN and LogLevel.INFO.level == 20


def test_console() -> None:
    out, err = io.StringIO(), io.StringIO()
    console = Console(out, err, use_colors=True)
    console.print_stdout("a")
    console.print_stderr(console.red("b"), end="")
    assert (out.getvalue(), err.getvalue()) == ("a\n", "\x1b[31mb\x1b[0m")
    with mock_console() as (plain, reader):
        plain.write_stdout(plain.green("c") + plain.sigil_failed())
        assert reader.get_stdout() == "c✕"


def test_current_goals() -> None:
    class Sub(GoalSubsystem):
        name = "go"

    class Go(Goal):
        subsystem_cls = Sub
        environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY

    goals = CurrentExecutingGoals()
    with goals._execute(Go):
        assert goals.is_running("go") and list(goals) == ["go"]
    assert not goals.is_running("go") and not goals.cacheable()
    assert Go.name == "go" and Go(2).exit_code == 2


def test_specs(tmp_path) -> None:
    (tmp_path / "dir").mkdir()
    (tmp_path / "dir" / "Makefile").touch()
    parser = SpecsParser(root_dir=str(tmp_path), working_dir="dir")
    specs = parser.parse_specs(
        ["Makefile", "sub::", "-x:y", "//a", "*.py"], description_of_origin="tests"
    )
    assert specs.includes.file_literals == (FileLiteralSpec("dir/Makefile"),)
    assert specs.includes.dir_literals == (DirLiteralSpec("a"),)
    assert str(specs.includes) == "dir/Makefile, dir/*.py, a, dir/sub::"
    assert str(specs.ignores) == "dir/x:y" and specs and not Specs.empty()
    assert specs.includes.filter_by_global_options
    assert set(specs.includes.to_specs_paths_path_globs().globs) == {
        "dir/Makefile",
        "dir/*.py",
        "a/*",
        "dir/sub/**",
    }
    words = specs.arguments_provided_description()
    assert "file argument" in words and "`::`" in words
    with pytest.raises(SpecsParser.BadSpecError, match="leads out"):
        parser.parse_spec("../../x")
    empty = RawSpecs(description_of_origin="a")
    assert empty == RawSpecs(description_of_origin="b") and not empty


def test_no_applicable_targets() -> None:
    error = NoApplicableTargetsException.create_from_field_sets(
        [],
        Specs.empty(),
        UnionMembership.empty(),
        RegisteredTargetTypes({}),
        field_set_types=[],
        goal_description="the `go` goal",
    )
    assert "the `go` goal" in str(error) and "match no target" in str(error)


def adaptor(kind: str, name: str | None) -> TargetAdaptor:
    return TargetAdaptor(kind, name, "BUILD:1")


def test_address_families() -> None:
    one = AddressMap.create("dir/BUILD", [adaptor("lib", None), adaptor("bin", "b")])
    two = AddressMap.create("dir/BUILD.more", [adaptor("lib", "c")])
    family = AddressFamily.create("dir", [one, two])
    assert family.target_names == ("b", "c", "dir")
    assert family.get_target_adaptor(Address("dir")).type_alias == "lib"
    assert family.get_target_adaptor(Address("dir", target_name="x")) is None
    assert {a.rel_path for a in family.build_file_addresses} == {"dir/BUILD", "dir/BUILD.more"}
    other = AddressMap("dir/other", {"b": adaptor("lib", "b")})
    with pytest.raises(DuplicateNameError, match="`b`: a `bin` in dir/BUILD and a `lib` in dir/o"):
        AddressFamily.create("dir", [one, other])
    with pytest.raises(MappingError, match="`x/BUILD` is not a BUILD file of the folder `dir`"):
        AddressFamily.create("dir", [AddressMap("x/BUILD", {})])
    with pytest.raises(DuplicateNameError, match="two targets named `dir`"):
        AddressMap.create("dir/BUILD", [adaptor("lib", None), adaptor("bin", "dir")])


def test_synthetic_maps() -> None:
    class Request(SyntheticTargetsRequest):
        path = SyntheticTargetsRequest.SINGLE_REQUEST_FOR_ALL_TARGETS

    maps = SyntheticAddressMaps.for_targets_request(
        Request(), [("BUILD.x", [adaptor("lib", "l")]), ("a/BUILD.x", [])]
    )
    assert [m.path for m in maps] == ["BUILD.x", "a/BUILD.x"]


def test_dependency_rules(caplog) -> None:
    def application(action: DependencyRuleAction) -> DependencyRuleApplication:
        return DependencyRuleApplication(
            action, "BUILD[!x]", Address("a"), "lib", Address("b"), "bin"
        )

    application(DependencyRuleAction.ALLOW).execute()
    application(DependencyRuleAction.WARN).execute()
    assert "BUILD[!x]" in caplog.text
    denied = DependenciesRuleApplication(
        Address("a"), {Address("b"): application(DependencyRuleAction.DENY)}
    )
    with pytest.raises(DependencyRuleActionDeniedError, match="1 dependency violation"):
        denied.execute_actions()
    DependenciesRuleApplication.allow_all().execute_actions()


def test_variables_that_a_build_file_reads(caplog) -> None:
    source = b'x = env("B")\nlib(tags=[env("A", "d")], n=env(name="C"))\nenv(x)\nother("D")\n'
    names = BUILDFileEnvVarExtractor.get_env_vars(FileContent("dir/BUILD", source))
    assert names == ("A", "B", "C")
    assert "dir/BUILD:3" in caplog.text
    with pytest.raises(BuildFileSyntaxError, match="dir/BUILD:1") as error:
        BUILDFileEnvVarExtractor.get_env_vars(FileContent("dir/BUILD", b"lib(\n"))
    assert str(error.value).endswith("^")


def test_build_file_aliases() -> None:
    one = BuildFileAliases(objects={"a": 1})
    two = BuildFileAliases(objects={"b": 2}, context_aware_object_factories={"f": lambda c: c})
    merged = one.merge(two)
    assert set(merged.objects) == {"a", "b"} and set(merged.context_aware_object_factories) == {"f"}
    with pytest.raises(TypeError):
        BuildFileAliases(objects={1: 2})
    with pytest.raises(TypeError, match="`f` must be callable"):
        BuildFileAliases(context_aware_object_factories={"f": 1})


def test_deprecation(caplog) -> None:
    warn_or_error("99.0.0.dev0", "the knob", "Turn the other.")
    assert "the knob" in caplog.text and "99.0.0.dev0" in caplog.text
    caplog.clear()
    warn_or_error("99.0.0.dev0", "it", None, start_version="98.0.0.dev0")
    assert not caplog.records
    with pytest.raises(CodeRemovedError, match="the knob"):
        warn_or_error("1.0.0.dev0", "the knob", None)
    with pytest.raises(NonDevSemanticVersionError):
        warn_or_error("99.0.0", "x", None)
    with pytest.raises(BadSemanticVersionError):
        warn_or_error("soon", "x", None)

    @deprecated("99.0.0.dev0", "Use g.")
    def f() -> int:
        return 1

    assert f() == 1 and "Use g." in caplog.text


def test_options_with_a_new_name() -> None:
    from pants.option.errors import OptionsError
    from pants.option.ranked_value import Rank, RankedValue

    def resolve(old: Rank, new: Rank) -> str:
        return resolve_conflicting_options(
            old_option="old",
            new_option="new",
            old_scope="",
            new_scope="tool",
            old_container=create_option_value_container(old=RankedValue(old, "o")),
            new_container=create_option_value_container(new=RankedValue(new, "n")),
        )

    assert resolve(Rank.NONE, Rank.FLAG) == "n" and resolve(Rank.CONFIG, Rank.NONE) == "o"
    with pytest.raises(OptionsError, match="--old.*--tool-new"):
        resolve(Rank.CONFIG, Rank.FLAG)


def test_rules_by_hand() -> None:
    from pants.engine.fs import Paths
    from pants.engine.internals.graph import find_valid_field_sets, resolve_source_paths
    from pants.engine.target import (
        FieldSet,
        FieldSetsPerTargetRequest,
        MultipleSourcesField,
        SourcesPathsRequest,
    )
    from pants.option.bootstrap_options import UnmatchedBuildFileGlobs

    field = MultipleSourcesField(["*.py"], Address("dir"))
    paths = run_rule_with_mocks(
        resolve_source_paths,
        rule_args=[SourcesPathsRequest(field), UnmatchedBuildFileGlobs.warn()],
        mock_calls={
            "pants.engine.intrinsics.path_globs_to_paths": lambda globs: Paths(globs.globs, ())
        },
    )
    assert paths.files == ("dir/*.py",)
    found = run_rule_with_mocks(
        find_valid_field_sets,
        rule_args=[FieldSetsPerTargetRequest(FieldSet, []), UnionMembership.empty()],
    )
    assert found.field_sets == ()
    with pytest.raises(AssertionError, match="path_globs_to_paths"):
        run_rule_with_mocks(
            resolve_source_paths,
            rule_args=[SourcesPathsRequest(field), UnmatchedBuildFileGlobs.warn()],
        )
