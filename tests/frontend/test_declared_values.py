"""Values of fields and options that are more than what a BUILD or config file says."""

from __future__ import annotations

import pytest
from pants.backend.docker.registries import (
    ALL_DEFAULT_REGISTRIES,
    DockerRegistries,
    DockerRegistryAddressCollisionError,
    DockerRegistryOptionsNotFoundError,
)
from pants.backend.docker.target_types import DockerImageContextRootField
from pants.backend.python.macros.common_fields import ModuleMappingField
from pants.backend.python.main_specification import ConsoleScript, EntryPoint, Executable
from pants.backend.python.target_types import (
    PexEntryPointField,
    PexInheritPathField,
    PythonSourcesGeneratingSourcesField,
)
from pants.backend.python.util_rules.faas import PythonFaaSHandlerField
from pants.backend.python.util_rules.package_dists import SetupKwargs
from pants.backend.shell.target_types import Shunit2Shell
from pants.core.target_types import AssetSourceField, FileSourceField, http_source, per_platform
from pants.core.util_rules.config_files import ConfigFilesRequest
from pants.core.util_rules.external_tool import ExternalToolError, ExternalToolVersion
from pants.core.util_rules.search_paths import expand_path_placeholder
from pants.engine.addresses import Address
from pants.engine.platform import Platform
from pants.engine.target import InvalidFieldException

ADDRESS = Address("src/app", target_name="tgt")


# ---- Sources that are not paths ----------------------------------------------------------------


def test_http_source_takes_the_name_from_the_url():
    source = http_source("https://example.com/a/b.zip?x=1#frag", len=3, sha256="ab")
    assert source.filename == "b.zip"
    assert source == http_source("https://example.com/a/b.zip?x=1#frag", len=3, sha256="ab")
    assert source != http_source("https://example.com/a/c.zip", len=3, sha256="ab")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"url": "https://example.com", "len": 1, "sha256": ""}, ValueError),
        ({"url": "https://example.com/", "len": 1, "sha256": ""}, ValueError),
        ({"url": "https://e.com/x", "len": 1, "sha256": "", "filename": "a/b"}, ValueError),
        ({"url": "https://e.com/x", "len": "1", "sha256": ""}, TypeError),
        ({"url": 1, "len": 1, "sha256": ""}, TypeError),
    ],
)
def test_http_source_refuses(arguments, error):
    with pytest.raises(error):
        http_source(**arguments)


def test_asset_source():
    download = http_source("https://example.com/b.zip", len=3, sha256="ab")
    assert FileSourceField("a.txt", ADDRESS).globs == ("a.txt",)
    field = FileSourceField(download, ADDRESS)
    assert (field.value, field.globs) == (download, ())
    assert field.file_path == "src/app/b.zip"
    several = per_platform(linux_x86_64=download)
    assert FileSourceField(several, ADDRESS).value == several
    with pytest.raises(InvalidFieldException):
        AssetSourceField(per_platform(linux_x86_64="a.txt"), ADDRESS)
    with pytest.raises(InvalidFieldException):
        AssetSourceField(5, ADDRESS)


def test_value_for_platform():
    value = per_platform(linux_x86_64=1)
    assert value.get_value_for_platform(Platform.linux_x86_64) == 1
    with pytest.raises(ValueError, match="macos_arm64"):
        value.get_value_for_platform(Platform.macos_arm64)


# ---- Python ------------------------------------------------------------------------------------


def test_entry_points():
    assert EntryPoint.parse("a.b:c") == EntryPoint("a.b", "c")
    assert EntryPoint.parse(" a.b ") == EntryPoint("a.b")
    assert list(EntryPoint("a.b", "c").iter_pex_args()) == ["--entry-point", "a.b:c"]
    assert list(ConsoleScript("x").iter_pex_args()) == ["--console-script", "x"]
    assert Executable.create(ADDRESS, "run").spec == "src/app/run"
    for wrong in ("", ":f", "a:", "a:b:c"):
        with pytest.raises(ValueError, match="entry point"):
            EntryPoint.parse(wrong)


def test_entry_point_field():
    assert PexEntryPointField("main.py:run", ADDRESS).value == EntryPoint("main.py", "run")
    assert PexEntryPointField(None, ADDRESS).value is None
    with pytest.raises(InvalidFieldException, match="src/app:tgt"):
        PexEntryPointField("main.py:", ADDRESS)
    with pytest.raises(InvalidFieldException):
        PexEntryPointField(3, ADDRESS)


@pytest.mark.parametrize(
    ("written", "value"),
    [(True, "prefer"), (False, "false"), ("fallback", "fallback"), (None, None)],
)
def test_inherit_path(written, value):
    assert PexInheritPathField(written, ADDRESS).value == value


def test_default_sources_leave_tests_out():
    assert PythonSourcesGeneratingSourcesField.default == (
        "*.py",
        "*.pyi",
        "!test_*.py",
        "!*_test.py",
        "!tests.py",
        "!conftest.py",
        "!test_*.pyi",
        "!*_test.pyi",
        "!tests.pyi",
    )


def test_module_mapping_has_canonical_names():
    field = ModuleMappingField({"Foo_Bar.baz": ["a", "b"]}, ADDRESS)
    assert dict(field.value) == {"foo-bar-baz": ("a", "b")}
    assert dict(ModuleMappingField(None, ADDRESS).value) == {}


def test_handlers_of_cloud_functions():
    assert PythonFaaSHandlerField("app.py:run", ADDRESS).value == "app.py:run"
    with pytest.raises(InvalidFieldException):
        PythonFaaSHandlerField("app", ADDRESS)


# ---- Others ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "shell"),
    [
        (b"#!/usr/bin/env bash\necho", Shunit2Shell.bash),
        (b"#!/bin/zsh -x", Shunit2Shell.zsh),
        (b"#! /bin/sh", Shunit2Shell.sh),
        (b"#!/usr/bin/env -S ksh", Shunit2Shell.ksh),
        (b"#!/usr/bin/python", None),
        (b"#!", None),
        (b"echo", None),
        (b"", None),
    ],
)
def test_shebangs(program, shell):
    assert Shunit2Shell.parse_shebang(program) is shell


def test_context_root():
    assert DockerImageContextRootField("./x", ADDRESS).value == "./x"
    with pytest.raises(InvalidFieldException, match="'x/y'"):
        DockerImageContextRootField("/x/y", ADDRESS)


def test_registries():
    registries = DockerRegistries.from_dict(
        {"prod": {"address": "a.example", "default": True}, "default": {"address": "b.example"}}
    )
    assert [r.address for r in registries.get(ALL_DEFAULT_REGISTRIES)] == ["a.example", "b.example"]
    assert [r.alias for r in registries.get("@prod", "a.example", "c.example")] == [
        "prod",
        "prod",
        "",
    ]
    with pytest.raises(DockerRegistryOptionsNotFoundError):
        list(registries.get("@test"))
    with pytest.raises(DockerRegistryAddressCollisionError):
        DockerRegistries.from_dict({"a": {"address": "x"}, "b": {"address": "x"}})


def test_known_versions():
    line = "1.2|linux_arm64 |abc|12"
    assert ExternalToolVersion.decode(line) == ExternalToolVersion("1.2", "linux_arm64", "abc", 12)
    with_url = ExternalToolVersion.decode("1.2|linux_arm64|abc|12|https://e.com/x")
    assert with_url.url_override == "https://e.com/x"
    assert ExternalToolVersion.decode(with_url.encode()) == with_url
    with pytest.raises(ExternalToolError):
        ExternalToolVersion.decode("1.2|linux_arm64|abc")


def test_search_paths():
    environment = {"PATH": "/b:/a::/b"}
    assert expand_path_placeholder(["/x", "<PATH>", "/a"], environment) == ("/x", "/b", "/a")
    assert expand_path_placeholder(["<PATH>"], {}) == ()


# ---- What plugins give and ask for -------------------------------------------------------------


def test_config_files_request():
    request = ConfigFilesRequest(specified="a.toml", check_existence=["b", "a"])
    assert request.specified == ("a.toml",)
    assert request.check_existence == ("a", "b")
    assert ConfigFilesRequest().specified == ()


def test_setup_kwargs():
    kwargs = SetupKwargs({"name": "n", "version": "1", "keywords": ["a"]}, address=ADDRESS)
    assert (kwargs.name, kwargs.version) == ("n", "1")
    with pytest.raises(ValueError, match="version"):
        SetupKwargs({"name": "n"}, address=ADDRESS)
    with pytest.raises(ValueError, match="install_requires"):
        SetupKwargs({"version": "1", "install_requires": []}, address=ADDRESS)
    SetupKwargs({"version": "1", "packages": []}, address=ADDRESS, _allow_banned_keys=True)
