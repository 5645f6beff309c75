"""Fields of system packages: modes, triggers, compression, scripts, contents."""

from __future__ import annotations

import pytest
from pants.backend.nfpm.fields.apk import NfpmApkScriptsField
from pants.backend.nfpm.fields.contents import (
    NfpmContentDirsField,
    NfpmContentFileModeField,
    NfpmContentFilesField,
    NfpmContentFileSourceField,
    NfpmContentFilesOverridesField,
)
from pants.backend.nfpm.fields.deb import NfpmDebScriptsField, NfpmDebTriggersField
from pants.backend.nfpm.fields.rpm import NfpmRpmCompressionField, NfpmRpmGhostContents
from pants.backend.nfpm.target_types import NfpmContentFile
from pants.engine.addresses import Address
from pants.engine.target import InvalidFieldException, InvalidTargetException

ADDRESS = Address("pkg", target_name="deb")


@pytest.mark.parametrize(
    ("written", "mode"),
    [
        (None, None),
        (0o644, 0o644),
        ("0644", 0o644),
        ("755", 0o755),
        ("rw-r--r--", 0o644),
        ("rwxr-xr-x", 0o755),
        ("rwsr-sr-t", 0o7755),
        ("rwSr-Sr-T", 0o7644),
        ("---------", 0),
    ],
)
def test_modes(written, mode):
    assert NfpmContentFileModeField(written, ADDRESS).value == mode


@pytest.mark.parametrize("written", ["rwx", "rw-r--r-?", "r-wr--r--", "tw-r--r--", "9", 0o10000])
def test_wrong_modes(written):
    with pytest.raises(InvalidFieldException, match="file_mode"):
        NfpmContentFileModeField(written, ADDRESS)


def test_nothing_is_installed_to_one_path_twice():
    pairs = [("a", "/usr/a"), ("b", "/usr/b")]
    assert NfpmContentFilesField(pairs, ADDRESS).value == tuple(pairs)
    with pytest.raises(InvalidFieldException, match="/usr/a"):
        NfpmContentFilesField([*pairs, ("c", "/usr/a")], ADDRESS)
    with pytest.raises(InvalidFieldException, match="/var/x"):
        NfpmContentDirsField(["/var/x", "/var/y", "/var/x"], ADDRESS)


def test_overrides_leave_source_and_destination_alone():
    NfpmContentFilesOverridesField({"/usr/a": {"file_mode": 0o600}}, ADDRESS)
    with pytest.raises(InvalidFieldException, match="dst"):
        NfpmContentFilesOverridesField({"/usr/a": {"dst": "/usr/b"}}, ADDRESS)


def test_a_file_comes_from_the_repository_or_from_a_dependency():
    NfpmContentFile({"source": "a.txt", "dst": "/usr/a"}, ADDRESS)
    NfpmContentFile({"src": "a.txt", "dependencies": [":gen"], "dst": "/usr/a"}, ADDRESS)
    with pytest.raises(InvalidTargetException, match="source"):
        NfpmContentFile({"src": "a.txt", "dst": "/usr/a"}, ADDRESS)
    with pytest.raises(InvalidFieldException, match="empty"):
        NfpmContentFileSourceField("", ADDRESS)


def test_debian_triggers_have_known_names():
    value = NfpmDebTriggersField({"interest": ["a"]}, ADDRESS).value
    assert {key: tuple(names) for key, names in value.items()} == {"interest": ("a",)}
    with pytest.raises(InvalidFieldException, match="wish"):
        NfpmDebTriggersField({"wish": ["a"]}, ADDRESS)


@pytest.mark.parametrize("value", ["gzip", "xz", "lzma", "zstd", "gzip:9", "zstd:fastest"])
def test_rpm_compression(value):
    assert NfpmRpmCompressionField(value, ADDRESS).value == value


@pytest.mark.parametrize("value", ["bzip2", "xz:9", "gzip:9:1", "bzip2:1"])
def test_wrong_rpm_compression(value):
    with pytest.raises(InvalidFieldException):
        NfpmRpmCompressionField(value, ADDRESS)


def test_rpm_compression_when_none_is_set():
    assert NfpmRpmCompressionField(None, ADDRESS).value == "gzip:-1"


def test_scripts_of_each_format():
    scripts = NfpmDebScriptsField({"rules": "rules.sh"}, ADDRESS)
    assert dict(scripts.normalized_value) == {"rules": "pkg/rules.sh"}
    assert NfpmDebScriptsField.nfpm_aliases["rules"] == "deb.scripts.rules"
    with pytest.raises(InvalidFieldException, match="rules"):
        NfpmApkScriptsField({"rules": "rules.sh"}, ADDRESS)


def test_ghosts_are_contents():
    field = NfpmRpmGhostContents(["/var/log/a"], ADDRESS)
    assert field.nfpm_contents == [{"type": "ghost", "dst": "/var/log/a"}]
