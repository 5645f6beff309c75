"""Python mode: the same file under the name python3.13 is an ordinary interpreter."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path

import pytest


def facts(run, python: Path, code: str, **more):
    result = run(python, "-c", f"import json, sys; print(json.dumps({code}))", **more)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_prefix_and_executable_are_real(run, python: Path, home: Path) -> None:
    executable, prefix, stdlib = facts(
        run, python, "[sys.executable, sys.prefix, __import__('os').__file__]"
    )
    folder = home / ".cache" / "pants" / "python"
    assert Path(prefix).parent == folder
    assert Path(executable) == Path(prefix) / "bin" / "python3.13"
    assert Path(stdlib) == Path(prefix) / "lib" / "python3.13" / "os.py"
    for name in ("python", "python3", "python3.13"):
        assert run(Path(prefix) / "bin" / name, "-c", "").returncode == 0


def test_sysconfig_names_the_prefix(run, python: Path) -> None:
    include, mentions, prefix = facts(
        run,
        python,
        "[__import__('sysconfig').get_path('include'), "
        "[str(v) for v in __import__('sysconfig').get_config_vars().values() "
        "if '/opt/pants-python' in str(v)], sys.prefix]",
    )
    assert mentions == []
    assert include == f"{prefix}/include/python3.13"
    assert (Path(include) / "Python.h").is_file()
    assert (Path(include) / "pyconfig.h").is_file()


def test_every_folder_of_a_prefix_is_made_once(executable, run, python: Path, tmp_path) -> None:
    """Processes that start at once on an empty cache all succeed, and leave one prefix."""
    results = []

    def start() -> None:
        env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
        results.append(run(python, "-c", "import email; print(1)", env=env))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(r.stdout, r.stderr) for r in results] == [("1\n", "")] * 4
    (prefix,) = (tmp_path / "cache" / "pants" / "python").iterdir()
    assert {path.name for path in prefix.iterdir()} == {"bin", "lib", "include", ".lock"}


def test_a_prefix_without_library_is_completed(run, python: Path, tmp_path: Path) -> None:
    """As left by `pants`, which only makes bin/; and by a process that was killed half-way."""
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert run(python, "-c", "", env=env).returncode == 0
    (prefix,) = (tmp_path / "cache" / "pants" / "python").iterdir()
    (prefix / "lib").rename(prefix / "new.lib")
    (prefix / "new.lib" / "python3.13" / "os.py").unlink()
    result = run(prefix / "bin" / "python3.13", "-c", "import os; print(os.__file__)", env=env)
    assert result.stdout == f"{prefix}/lib/python3.13/os.py\n", result.stderr
    assert not (prefix / "new.lib").exists()


def test_the_copy_follows_the_executable(run_entry, run, python: Path, tmp_path: Path) -> None:
    """bin/python3.13 of another build is replaced by one that is called as a Python."""
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert run(python, "-c", "", env=env).returncode == 0
    (prefix,) = (tmp_path / "cache" / "pants" / "python").iterdir()
    copy = prefix / "bin" / "python3.13"
    before = copy.read_bytes()
    copy.write_bytes(b"of another build")
    (prefix / "bin" / ".from").unlink()
    (prefix / "bin" / ".from").symlink_to("0123")
    assert run_entry("pass", env=env).returncode == 0
    assert copy.read_bytes() == b"of another build"
    assert run(python, "-c", "", env=env).returncode == 0
    assert copy.read_bytes() == before


def test_pants_makes_the_copy_and_no_more(run_entry, tmp_path: Path) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert run_entry("pass", env=env).returncode == 0
    (prefix,) = (tmp_path / "cache" / "pants" / "python").iterdir()
    assert [path.name for path in prefix.iterdir()] == ["bin"]
    names = {path.name for path in (prefix / "bin").iterdir()}
    assert names == {".from", "python", "python3", "python3.13"}


def test_no_home_is_an_error_that_says_so(python: Path) -> None:
    result = subprocess.run(
        [python, "-c", ""],
        env={"HOME": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1
    assert result.stderr.startswith("pants: making a Python of this executable: ")


@pytest.fixture(scope="module")
def venv(python: Path, environment, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("venv") / "v"
    subprocess.run([python, "-m", "venv", folder], env=environment, check=True)
    return folder


def test_venv(run, venv: Path) -> None:
    prefix, base = facts(run, venv / "bin" / "python", "[sys.prefix, sys.base_prefix]")
    assert Path(prefix) == venv
    assert Path(base) != venv


def test_venv_by_copies(run, python: Path, tmp_path: Path) -> None:
    assert run(python, "-m", "venv", "--copies", "--without-pip", tmp_path / "v").returncode == 0
    prefix = facts(run, tmp_path / "v" / "bin" / "python", "sys.prefix")
    assert Path(prefix) == tmp_path / "v"


def test_pip_installs_and_pytest_runs(run, venv: Path, tmp_path: Path) -> None:
    result = run(venv / "bin" / "pip", "install", "--disable-pip-version-check", "pytest")
    assert result.returncode == 0, result.stderr
    (tmp_path / "test_it.py").write_text("def test_it():\n    assert 6 * 7 == 42\n")
    result = run(venv / "bin" / "pytest", "-q", "test_it.py")
    assert "1 passed" in result.stdout, result.stdout + result.stderr


def test_pip_installs_from_a_local_source_tree(run, venv: Path, tmp_path: Path) -> None:
    """Compiles an extension module against the prefix's headers and loads it."""
    (tmp_path / "answer.c").write_text(
        "#include <Python.h>\n"
        "static PyObject *get(PyObject *m, PyObject *a) { return PyLong_FromLong(42); }\n"
        'static PyMethodDef methods[] = {{"get", get, METH_NOARGS, ""}, {0}};\n'
        'static PyModuleDef def = {PyModuleDef_HEAD_INIT, "answer", 0, 0, methods};\n'
        "PyMODINIT_FUNC PyInit_answer(void) { return PyModule_Create(&def); }\n"
    )
    include = facts(run, venv / "bin" / "python", "__import__('sysconfig').get_path('include')")
    suffix = facts(
        run, venv / "bin" / "python", "__import__('sysconfig').get_config_var('EXT_SUFFIX')"
    )
    built = run("gcc", "-shared", "-fPIC", f"-I{include}", "-o", f"answer{suffix}", "answer.c")
    assert built.returncode == 0, built.stderr
    assert facts(run, venv / "bin" / "python", "__import__('answer').get()", cwd=tmp_path) == 42


def test_extension_wheels_load(run, python: Path) -> None:
    import numpy

    site = Path(numpy.__file__).parents[1]
    code = "[int(__import__('numpy').eye(3).sum()), __import__('cryptography').__version__ > '']"
    assert facts(run, python, code, env={"PYTHONPATH": str(site)}) == [3, True]


def test_pth_files_and_user_settings_count(run, venv: Path, tmp_path: Path) -> None:
    site = next((venv / "lib").glob("python3.13/site-packages"))
    (site / "extra.pth").write_text(f"{tmp_path}\n")
    (tmp_path / "from_pth.py").write_text("value = 1\n")
    assert facts(run, venv / "bin" / "python", "__import__('from_pth').value") == 1
    (tmp_path / "from_path.py").write_text("value = 2\n")
    env = {"PYTHONPATH": str(tmp_path)}
    assert facts(run, venv / "bin" / "python", "__import__('from_path').value", env=env) == 2


@pytest.mark.parametrize(
    "module",
    "_asyncio _bz2 _ctypes _decimal _elementtree _hashlib _lzma _sqlite3 _ssl _uuid pyexpat zlib "
    "_zoneinfo _multiprocessing _interpreters unicodedata mmap resource".split(),
)
def test_extension_modules_are_builtin(run, python: Path, module: str) -> None:
    assert facts(
        run, python, f"'{module}' in sys.builtin_module_names and bool(__import__('{module}'))"
    )


def test_library_is_complete(run, python: Path) -> None:
    """Every module of the standard library that Linux has imports, but for what is left out."""
    left_out = {
        "_curses",
        "_curses_panel",
        "_dbm",
        "_gdbm",
        "_tkinter",
        "curses",
        "idlelib",
        "msilib",
        "nt",
        "readline",
        "tkinter",
        "turtle",
        "turtledemo",
        "winreg",
        "winsound",
        "_winapi",
        "_msi",
        "_overlapped",
        "_scproxy",
        "_wmi",
        "msvcrt",
        "antigravity",
        "this",
        "_android_support",
        "_ios_support",
        "_pyrepl",
        "_aix_support",
        "_osx_support",
        "_apple_support",
    }
    code = (
        "import importlib, sys\n"
        f"left_out = {left_out!r}\n"
        "failed = []\n"
        "for name in sorted(sys.stdlib_module_names - left_out):\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except ImportError as error:\n"
        "        failed.append((name, str(error)))\n"
        "print(failed)\n"
    )
    result = run(python, "-W", "ignore", "-c", code)
    assert result.stdout == "[]\n", result.stdout + result.stderr
