"""The targets that requirement generators, `pex_binaries` and lockfiles yield."""

from __future__ import annotations

from typing import Any

import pytest
from pants.backend.plugin_development import requirement_rules as pants_requirement_rules
from pants.backend.python import target_types_rules
from pants.backend.python.macros import common_requirements_rule, requirement_rules
from pants.backend.python.macros.generator_requests import (
    GenerateFromPythonRequirementsRequest,
    GenerateTargetsFromPexBinaries,
)
from pants.backend.python.util_rules import lockfile_targets
from pants.engine.addresses import Address
from pants.engine.internals.parametrize_value import Parametrize
from pants.engine.internals.target_errors import InvalidFieldException, InvalidTargetException
from pants.engine.internals.target_generation import DeclaredGenerator, GeneratedTargets
from pants.engine.internals.target_requests import _expand, _flatten

GENERATOR = "pants.backend.python.macros.python_requirements:PythonRequirementsTargetGenerator"


class Setup:
    """The part of `[python]` that the rules read."""

    def __init__(self, resolves: dict[str, str] | None = None) -> None:
        self.enable_synthetic_lockfiles = resolves is not None
        self.resolves = resolves or {}
        self.default_resolve = "main"

    def checked_resolves(self) -> dict[str, str]:
        return self.resolves


def run(rule: Any, *args: Any) -> Any:
    """The answer of a rule that awaits nothing."""
    coroutine = rule.rule.func(*args)
    with pytest.raises(StopIteration) as stop:
        coroutine.send(None)
    return stop.value.value


def request_for(
    values: dict[str, Any],
    *,
    address: Address = Address("", target_name="reqs"),
    template: dict[str, Any] | None = None,
    parameters: dict[str, str] | None = None,
    cls: Any = GenerateFromPythonRequirementsRequest,
    class_id: str = GENERATOR,
) -> Any:
    template_address = address.parametrize(parameters) if parameters else address
    overrides = {
        name: _expand(template_address, fields)
        for name, fields in _flatten(values.get("overrides"), address).items()
    }
    generator = DeclaredGenerator(address, values, class_id, "BUILD:1")
    return cls(generator, template_address, template or {}, overrides)


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch):
    """generate(files, values, setup, **for the request) -> {spec: (type, values)}"""

    def call(files: dict[str, str], values: dict[str, Any], setup: Any = None, **kwargs: Any):
        monkeypatch.setattr(
            common_requirements_rule,
            "read_file",
            lambda path: files[path].encode() if path in files else None,
        )
        request = request_for(values, **kwargs)
        rule = requirement_rules.generate_from_python_requirement
        generated = run(rule, request, setup or Setup())
        assert isinstance(generated, GeneratedTargets)
        return {address.spec: (alias, v) for alias, address, v in generated.raw_targets()}

    return call


def test_a_target_for_each_distribution_and_one_for_the_file(generate):
    content = (
        "# Comment.\n--find-links=https://example.com\nansicolors>=1.18.0\n"
        "Django==3.2 ; python_version>'3'\nDjango-types\nUn-Normalized-PROJECT  # Inline comment.\n"
        "pip@ git+https://example.com/pip.git\n"
    )
    file = ["//requirements.txt:reqs"]
    assert generate(
        {"requirements.txt": content},
        {
            "module_mapping": {"ansiCOLORS": ["colors"]},
            "type_stubs_module_mapping": {"Django-types": ["django"]},
            "overrides": {
                "ansicolors": {"tags": ["overridden"]},
                "Django": {"dependencies": ["#Django-types"]},
            },
        },
    ) == {
        "//:reqs#ansicolors": (
            "python_requirement",
            {
                "requirements": ["ansicolors>=1.18.0"],
                "modules": ["colors"],
                "tags": ["overridden"],
                "dependencies": file,
            },
        ),
        "//:reqs#Django": (
            "python_requirement",
            {
                "requirements": ["Django==3.2 ; python_version>'3'"],
                "dependencies": ["#Django-types", *file],
            },
        ),
        "//:reqs#Django-types": (
            "python_requirement",
            {
                "requirements": ["Django-types"],
                "type_stub_modules": ["django"],
                "dependencies": file,
            },
        ),
        "//:reqs#Un-Normalized-PROJECT": (
            "python_requirement",
            {"requirements": ["Un-Normalized-PROJECT"], "dependencies": file},
        ),
        "//:reqs#pip": (
            "python_requirement",
            {"requirements": ["pip@ git+https://example.com/pip.git"], "dependencies": file},
        ),
        "//requirements.txt:reqs": ("_generator_sources_helper", {"source": "requirements.txt"}),
    }


def test_requirements_of_one_distribution_are_merged(generate):
    targets = generate({"requirements.txt": "a>=3\nb\na==3.2\nb\n"}, {})
    assert targets["//:reqs#a"][1]["requirements"] == ["a>=3", "a==3.2"]
    assert targets["//:reqs#b"][1]["requirements"] == ["b"]


def test_folders_and_sources(generate):
    address = Address("3rdparty", target_name="3rdparty")
    assert set(generate({"3rdparty/sub/r.txt": "a"}, {"source": "sub/r.txt"}, address=address)) == {
        "3rdparty#a",
        "3rdparty/sub/r.txt:../3rdparty",
    }
    assert set(generate({"3rdparty/requirements.txt": "a"}, {}, address=address)) == {
        "3rdparty#a",
        "3rdparty/requirements.txt",
    }
    toml = "[project]\ndependencies=['a']\n[project.optional-dependencies]\nx=['b']\n"
    assert set(generate({"pyproject.toml": toml}, {"source": "pyproject.toml"})) == {
        "//:reqs#a",
        "//:reqs#b",
        "//pyproject.toml:reqs",
    }


def test_lockfile_of_the_resolve(generate):
    setup = Setup({"main": "main.lock", "other": "locks/other.lock"})

    def dependencies(**kwargs: Any) -> list[str]:
        values = {"overrides": kwargs.pop("overrides")} if "overrides" in kwargs else {}
        targets = generate({"requirements.txt": "a"}, values, setup, **kwargs)
        return next(v["dependencies"] for k, (_, v) in targets.items() if "#a" in k)

    file = "//requirements.txt:reqs"
    assert dependencies() == [file, "main.lock:_main_lockfile"]
    other = [file, "locks/other.lock:_other_lockfile"]
    assert dependencies(template={"resolve": "other"}) == other
    assert dependencies(overrides={"a": {"resolve": "other"}}) == other
    assert dependencies(template={"resolve": "unknown"}) == [file]


def test_parameters_of_the_generator(generate):
    targets = generate(
        {"requirements.txt": "a"},
        {"resolve": Parametrize("x", "y")},
        template={"resolve": "x", "tags": ["t"]},
        parameters={"resolve": "x"},
    )
    assert set(targets) == {"//:reqs#a@resolve=x", "//requirements.txt:reqs"}
    assert targets["//:reqs#a@resolve=x"][1] == {
        "resolve": "x",
        "tags": ["t"],
        "requirements": ["a"],
        "dependencies": ["//requirements.txt:reqs"],
    }


def test_overrides_for_several(generate):
    targets = generate(
        {"requirements.txt": "a\nB.c\n"},
        {"overrides": {("A", "b_C"): {"tags": ["x"]}, "a": {"description": "d"}}},
    )
    assert targets["//:reqs#a"][1]["tags"] == targets["//:reqs#B.c"][1]["tags"] == ["x"]
    assert targets["//:reqs#a"][1]["description"] == "d"


@pytest.fixture
def names_of(monkeypatch: pytest.MonkeyPatch, generate):
    """The generated names in a repository that asks for a release."""

    def call(release: str, content: str) -> list[str]:
        class Runtime:
            @staticmethod
            def option(scope: str, name: str) -> tuple[str, int, str]:
                assert (scope, name) == ("", "pants_version")
                return release, 0, ""

        monkeypatch.setattr(common_requirements_rule, "current_runtime", Runtime)
        targets = generate({"requirements.txt": content}, {})
        return [spec.partition("#")[2] for spec in targets if "#" in spec]

    return call


def test_names_as_written_and_as_they_were(names_of):
    content = "aiohttp_cors\nJinja2\na.b-C\nx__y\n"
    assert names_of("2.34.0", content) == ["aiohttp_cors", "Jinja2", "a.b-C", "x__y"]
    assert names_of("2.26.0rc1", content) == ["aiohttp_cors", "Jinja2", "a.b-C", "x__y"]
    assert names_of("2.17.1", content) == ["aiohttp-cors", "Jinja2", "a.b-C", "x-y"]
    assert names_of("", "a_b") == ["a_b"]


def test_errors(generate):
    def message(content: str | None, values: dict[str, Any], error: Any = InvalidFieldException):
        files = {} if content is None else {"requirements.txt": content}
        with pytest.raises(error) as caught:
            generate(files, values)
        return str(caught.value)

    assert "The file `requirements.txt`" in message(None, {})
    assert "does not exist" in message(None, {})
    wrong = message("\n\nNot A Valid Req == 3.7", {})
    assert "Invalid requirement 'Not A Valid Req == 3.7' in requirements.txt at line 3" in wrong
    unused = message("a", {"overrides": {"B": {"tags": ["x"]}}})
    assert "requirements.txt does not require: b" in unused and "requires: a" in unused
    twice = message("a", {"overrides": {("a", "b"): {"tags": []}, "a": {"tags": []}}})
    assert "`tags` of `a` more than once" in twice
    spelled = message("a", {"overrides": {"A": {"tags": []}, "a": {"tags": []}}})
    assert "under different spellings" in spelled
    both = message(
        "a",
        {"module_mapping": {"a": ["m"]}, "type_stubs_module_mapping": {"a": ["m"]}},
        InvalidTargetException,
    )
    assert "//:reqs#a has both `modules` and `type_stub_modules`" in both
    for mapping in ({"a": "m"}, ["a"], {"a": 1}, {1: ["m"]}):
        assert "`module_mapping`" in message("a", {"module_mapping": mapping})
    parametrized = {"overrides": {"a": {"resolve": Parametrize("x", "y")}}}
    assert "do not take parametrized values" in message("a", parametrized, ValueError)


# ---- pex_binaries, pants_requirements ----------------------------------------------------------


def pex_binaries(values: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    request = request_for(
        values,
        address=Address("app", target_name="bins"),
        cls=GenerateTargetsFromPexBinaries,
        class_id="pants.backend.python.pex_target_types:PexBinariesGeneratorTarget",
        **kwargs,
    )
    generated = run(target_types_rules.generate_targets_from_pex_binaries, request)
    return {address.spec: (alias, v) for alias, address, v in generated.raw_targets()}


def test_pex_binaries():
    assert pex_binaries(
        {
            "entry_points": ["foo.py", "bar.py:main", "a.b:c"],
            "overrides": {"foo.py": {"args": ["x"]}, ("a.b:c",): {"tags": ["own"]}},
        },
        template={"tags": ["t"], "sh_boot": True},
    ) == {
        "app:bins#foo.py": (
            "pex_binary",
            {"tags": ["t"], "sh_boot": True, "entry_point": "foo.py", "args": ["x"]},
        ),
        "app:bins#bar.py-main": (
            "pex_binary",
            {"tags": ["t"], "sh_boot": True, "entry_point": "bar.py:main"},
        ),
        "app:bins#a.b-c": (
            "pex_binary",
            {"tags": ["own"], "sh_boot": True, "entry_point": "a.b:c"},
        ),
    }
    assert pex_binaries({}) == {}
    with pytest.raises(InvalidFieldException, match="not in its `entry_points`: b.py"):
        pex_binaries({"entry_points": ["a.py"], "overrides": {"b.py": {"tags": []}}})
    with pytest.raises(InvalidFieldException, match="must be a list of strings"):
        pex_binaries({"entry_points": "a.py"})


def test_pants_requirements():
    def generated(values: dict[str, Any]) -> dict[str, Any]:
        request = request_for(
            values,
            template={"resolve": "plugins"},
            cls=pants_requirement_rules.GenerateFromPantsRequirementsRequest,
        )
        targets = run(pants_requirement_rules.generate_from_pants_requirements, request)
        return {address.spec: v for _, address, v in targets.raw_targets()}

    assert generated({"version_spec": ">=2.20"}) == {
        "//:reqs#pantsbuild.pants": {
            "resolve": "plugins",
            "requirements": ["pantsbuild.pants>=2.20"],
            "modules": ["pants"],
        },
        "//:reqs#pantsbuild.pants.testutil": {
            "resolve": "plugins",
            "requirements": ["pantsbuild.pants.testutil>=2.20"],
            "modules": ["pants.testutil"],
        },
    }
    assert set(generated({"testutil": False})) == {"//:reqs#pantsbuild.pants"}


# ---- lockfiles ---------------------------------------------------------------------------------


def test_lockfile_targets():
    def maps(setup: Setup) -> dict[str, dict[str, Any]]:
        request = lockfile_targets.PythonSyntheticLockfileTargetsRequest()
        assert request.path == request.SINGLE_REQUEST_FOR_ALL_TARGETS
        answer = run(lockfile_targets.python_lockfile_synthetic_targets, request, setup)
        return {
            m.path: {
                name: (adaptor.type_alias, tuple(adaptor.kwargs["sources"]))
                for name, adaptor in m.name_to_target_adaptor.items()
            }
            for m in answer
        }

    assert maps(Setup({"main": "main.lock", "b": "locks/b.lock", "a": "locks/./a.lock"})) == {
        "BUILD.python-lockfiles": {"_main_lockfile": ("_lockfiles", ("main.lock",))},
        "locks/BUILD.python-lockfiles": {
            "_a_lockfile": ("_lockfiles", ("a.lock",)),
            "_b_lockfile": ("_lockfiles", ("b.lock",)),
        },
    }
    assert maps(Setup()) == {}


# ---- generated targets as objects --------------------------------------------------------------


def test_requests_find_their_generators_without_importing_them():
    import sys

    request = GenerateFromPythonRequirementsRequest
    assert request.generates_from(GENERATOR)
    assert not request.generates_from("pants.backend.python.target_types:PythonTestTarget")
    module = GENERATOR.partition(":")[0]
    assert request.generate_from is vars(sys.modules[module])["PythonRequirementsTargetGenerator"]


def test_raw_targets_and_objects():
    from pants.backend.python.target_types import PythonRequirementTarget

    address = Address("", target_name="reqs", generated_name="a")
    values = {"requirements": ["a==1"], "tags": ["t"]}
    target = PythonRequirementTarget(values, address)
    generator = DeclaredGenerator(Address("", target_name="reqs"), {}, GENERATOR, "BUILD:1")
    of_objects = GeneratedTargets(generator, [target])
    assert of_objects[address] is target and len(of_objects) == 1
    ((alias, found, raw),) = of_objects.raw_targets()
    assert (alias, found, set(raw)) == ("python_requirement", address, {"requirements", "tags"})
    assert PythonRequirementTarget(raw, address) == target

    of_raw = GeneratedTargets.from_raw(generator, [("python_requirement", address, values)])
    assert of_raw.raw_targets() == [("python_requirement", address, values)]
    other = GeneratedTargets.from_raw(generator, [("python_requirement", address, {})])
    assert of_raw != other and of_raw == GeneratedTargets.from_raw(generator, of_raw.raw_targets())
    assert len(of_raw) == 1

    from pants.engine.internals.target_errors import InvalidGeneratedTargetException

    elsewhere = Address("x", target_name="reqs", generated_name="a")
    with pytest.raises(InvalidGeneratedTargetException, match="must be in the folder ``"):
        GeneratedTargets.from_raw(generator, [("python_requirement", elsewhere, {})])


def test_the_generator_as_an_object():
    from pants.backend.python.macros.python_requirements import PythonRequirementsSourceField

    values = {"source": "r.txt"}
    generator = DeclaredGenerator(Address("", target_name="reqs"), values, GENERATOR, "BUILD:1")
    assert generator[PythonRequirementsSourceField].value == "r.txt"
    assert generator.alias == "python_requirements"
