"""What the shipped file is: one file, the C library alone beneath it, Python's API and no more."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from packaging.version import Version

C_LIBRARY = re.compile(r"(libc|libm|ld-linux-x86-64|ld-linux-aarch64)\.so\.\d+")
OLDEST_GLIBC = (2, 36)  # Debian 12
LARGEST = 40_000_000


def needs(tool: str) -> str:
    """The path of a tool of the machine that a test cannot do without."""
    path = shutil.which(tool)
    assert path is not None, f"{tool} is missing"
    return path


@pytest.fixture(scope="module")
def stripped(executable: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stripped") / "pants"
    subprocess.run([needs("strip"), "-o", path, executable], check=True)
    return path


def readelf(*args) -> str:
    command = [needs("readelf"), "-W", *args]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def dynamic_symbols(path: Path) -> list[tuple[str, str]]:
    """(section, name) of each dynamic symbol."""
    symbols = []
    for line in readelf("--dyn-syms", path).splitlines():
        fields = line.split()
        if len(fields) >= 8 and fields[0].rstrip(":").isdigit():
            symbols.append((fields[6], fields[7]))
    return symbols


def test_needs_only_the_c_library(executable: Path) -> None:
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", readelf("-d", executable))
    assert needed
    assert [name for name in needed if not C_LIBRARY.fullmatch(name)] == []


def test_no_search_path_for_libraries(executable: Path) -> None:
    assert not re.search(r"\((RPATH|RUNPATH)\)", readelf("-d", executable))


def test_exports_python_and_nothing_else(executable: Path) -> None:
    defined = [name for section, name in dynamic_symbols(executable) if section != "UND"]
    exported = [name for name in defined if not name.startswith(("Py", "_Py"))]
    # Variables of the C library that the linker had to give a place in the executable: they stay
    # the library's, by the version behind their names.
    assert [name for name in exported if "@GLIBC_" not in name] == []
    assert {"Py_Initialize", "PyObject_Vectorcall", "PyExc_TypeError", "PyType_FromSpec"} <= set(
        defined
    )
    assert len(defined) > 1000


def test_runs_on_the_oldest_glibc(executable: Path) -> None:
    versions = {
        tuple(map(int, match.groups()))
        for _, name in dynamic_symbols(executable)
        if (match := re.search(r"@+GLIBC_(\d+)\.(\d+)", name))
    }
    assert versions
    assert max(versions) <= OLDEST_GLIBC


def test_is_small_enough(stripped: Path) -> None:
    assert stripped.stat().st_size <= LARGEST


def test_version_is_one_pep440_line(executable: Path, run) -> None:
    outputs = set()
    for spelling in ("--version", "-V", "-v", "version"):
        result = run(executable, spelling)
        assert (result.returncode, result.stderr) == (0, "")
        outputs.add(result.stdout)
    (line,) = outputs
    assert line.endswith("\n") and line.count("\n") == 1
    version = Version(line.strip())
    assert version.public == "2.34.0"
    assert version.local


def test_version_of_a_broken_repository(executable: Path, run, tmp_path: Path) -> None:
    (tmp_path / "pants.toml").write_text("[GLOBAL\n")
    (tmp_path / "BUILD").write_text(")(")
    assert run(executable, "--version").returncode == 0


def test_version_starts_no_python(executable: Path, run, home: Path) -> None:
    """Nothing is mapped but the executable and the C library, and no cache is touched."""
    result = run(executable, "--version", env={"LD_DEBUG": "files", "HOME": str(home / "none")})
    opened = re.findall(r"calling init: (\S+)", result.stderr)
    assert opened
    assert all(C_LIBRARY.fullmatch(Path(path).name) for path in opened)
    assert not (home / "none").exists()


def test_version_to_a_full_disk_fails(executable: Path, environment) -> None:
    with open("/dev/full", "w") as full:
        result = subprocess.run([executable, "--version"], stdout=full, env=environment)
    assert result.returncode == 1


@pytest.fixture
def bare_root(executable: Path, tmp_path: Path) -> Path:
    """A root folder with the executable, the C library and nothing else."""
    root = tmp_path / "root"
    listed = subprocess.run([needs("ldd"), executable], check=True, capture_output=True, text=True)
    libraries = re.findall(r"(/\S+) \(0x", listed.stdout)
    assert libraries
    for library in libraries:
        place = root / library.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, place)
    shutil.copy(executable, root / "pants")
    return root


def in_root(root: Path, *args: str, **env: str) -> subprocess.CompletedProcess:
    """Runs a command inside the root, as root of a user namespace of its own where needed."""
    command = [needs("chroot"), str(root), *args]
    if os.geteuid() != 0:
        command = [needs("unshare"), "--user", "--map-root-user", *command]
    return subprocess.run(command, env=env, capture_output=True, text=True)


def test_starts_in_an_empty_root(bare_root: Path) -> None:
    result = in_root(bare_root, "/pants", "--version")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("2.34.0+")


def test_python_runs_in_an_empty_root(bare_root: Path) -> None:
    package = bare_root / "frontend" / "pants" / "bin"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "pants_loader.py").write_text(
        "def main():\n"
        "    import asyncio, ctypes, decimal, hashlib, json, logging, re, sqlite3, ssl, zlib\n"
        "    import packaging.version\n"
        "    assert sqlite3.connect(':memory:').execute('select 6 * 7').fetchone() == (42,)\n"
        "    print(json.loads('[1]'), hashlib.sha256(b'').hexdigest()[:4])\n"
        "    return 7\n"
    )
    result = in_root(bare_root, "/pants", "list", PANTS_FRONTEND_DIR="/frontend")
    assert (result.stdout, result.returncode) == ("[1] e3b0\n", 7), result.stderr
