"""The Python inside `pants`: served from the executable, isolated from the user's set-up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def test_modules_come_from_the_executable(run_entry) -> None:
    result = run_entry(
        """
import json, packaging.version, os, encodings
for module in (json, packaging.version, os, encodings):
    print(module.__file__, type(module.__spec__.loader).__name__)
"""
    )
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "/pants.bundle/lib/json/__init__.py BundleImporter",
        "/pants.bundle/site/packaging/version.py BundleImporter",
        "/pants.bundle/lib/os.py BundleImporter",
        "/pants.bundle/lib/encodings/__init__.py BundleImporter",
    ]


def test_every_module_of_the_bundle_unmarshals(run_entry) -> None:
    result = run_entry(
        """
import sys
importer = sys.meta_path[0]
def visit(folder, prefix):
    count = 0
    for name, is_folder in importer.listdir(folder).items():
        if is_folder and "." not in name:
            count += visit(f"{folder}/{name}", f"{prefix}{name}.")
        elif name.endswith(".py"):
            stem = name[:-3]
            dotted = prefix[:-1] if stem == "__init__" else prefix + stem
            if importer.find_spec(dotted) is not None:
                code = importer.get_code(dotted)
                assert code.co_filename == f"{folder}/{name}", (dotted, code.co_filename)
                assert importer.get_filename(dotted) == code.co_filename
                assert importer.get_source(dotted).count("\\n") >= code.co_firstlineno - 1
                count += 1
    return count
print(visit("/pants.bundle/lib", ""), visit("/pants.bundle/site", ""))
"""
    )
    assert result.returncode == 0, result.stderr
    stdlib, libraries = map(int, result.stdout.split())
    assert stdlib > 450
    assert libraries > 15


def test_user_settings_are_ignored(run_entry, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the folder shadows the library')")
    (tmp_path / "usercustomize.py").write_text("raise SystemExit('site ran')")
    result = run_entry(
        "import json, sys; print(sys.flags.isolated, 'site' in sys.modules, len(sys.path))",
        env={"PYTHONPATH": str(tmp_path), "PYTHONHOME": "/nowhere", "PYTHONSTARTUP": "/nowhere"},
    )
    assert (result.stdout, result.stderr) == ("1 False 1\n", "")


def test_no_byte_code_is_written(run_entry, tmp_path: Path) -> None:
    assert run_entry("import json").returncode == 0
    assert list(tmp_path.rglob("*.pyc")) == []


def test_text_is_utf8_in_any_locale(run_entry) -> None:
    result = run_entry("print('h\u00e4', __import__('sys').argv[1])", "\u00fc", env={"LC_ALL": "C"})
    assert result.stdout == "h\u00e4 \u00fc\n"


def test_traceback_shows_source_lines_of_the_bundle(run_entry) -> None:
    result = run_entry("import json\njson.loads('{')")
    assert result.returncode == 1
    assert "json.decoder.JSONDecodeError" in result.stderr
    assert 'File "/pants.bundle/lib/json/decoder.py", line ' in result.stderr
    assert "obj, end = self.scan_once(s, idx)" in result.stderr
    assert "importlib" not in result.stderr


def test_traceback_of_an_import_hides_the_import_system(run_entry) -> None:
    result = run_entry(
        """
import sys
sys.modules["_json"] = None
sys.modules["re"] = None
import json.scanner
"""
    )
    assert result.returncode == 1
    assert "frozen importlib" not in result.stderr
    assert "/pants.bundle/lib/json/__init__.py" in result.stderr


def test_inspect_reads_source(run_entry) -> None:
    result = run_entry("import inspect, json\nprint(inspect.getsource(json.loads).split('(')[0])")
    assert result.stdout == "def loads\n"


def test_importlib_resources(run_entry) -> None:
    result = run_entry(
        """
from importlib.resources import files
folder = files("packaging")
print(folder.joinpath("py.typed").is_file(), folder.is_dir(), (folder / "nothing").is_file())
print(sorted(entry.name for entry in (folder / "licenses").iterdir()))
print(folder.joinpath("licenses/__init__.py").read_text(encoding="utf-8") ==
      (folder / "licenses" / "__init__.py").read_bytes().decode())
try:
    (folder / "nothing").read_bytes()
except FileNotFoundError as error:
    print(error.filename)
"""
    )
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "True True False",
        "['__init__.py', '_spdx.py']",
        "True",
        "/pants.bundle/site/packaging/nothing",
    ]


def test_importlib_resources_as_a_file(run_entry) -> None:
    result = run_entry(
        """
from importlib.resources import as_file, files
with as_file(files("packaging") / "licenses" / "__init__.py") as path:
    print(path.is_file(), path.stat().st_size > 100)
"""
    )
    assert result.stdout == "True True\n", result.stderr


def test_importlib_metadata(run_entry) -> None:
    result = run_entry(
        """
from importlib.metadata import PackageNotFoundError, distributions, metadata, version
print(sorted(d.name for d in distributions()), version("typing_extensions") != "")
print(metadata("packaging")["Name"])
try:
    version("nothing")
except PackageNotFoundError:
    print("absent")
"""
    )
    assert result.stdout.splitlines() == [
        "['packaging', 'typing_extensions'] True",
        "packaging",
        "absent",
    ], result.stderr


@pytest.mark.parametrize(
    ("code", "status", "stderr"),
    [
        ("return 3", 3, ""),
        ("return None", 0, ""),
        ("raise SystemExit(5)", 5, ""),
        ("raise SystemExit", 0, ""),
        ("raise SystemExit('gone')", 1, "gone\n"),
    ],
)
def test_exit_status(run_entry, code: str, status: int, stderr: str) -> None:
    result = run_entry(code)
    assert (result.returncode, result.stderr) == (status, stderr)


def test_shutdown_runs_exit_functions_threads_and_flushes(run_entry) -> None:
    result = run_entry(
        """
import atexit, sys, threading, time
atexit.register(print, "exit function")
def late():
    time.sleep(0.1)
    print("thread")
threading.Thread(target=late).start()
sys.stdout.write("first\\n")
"""
    )
    assert (result.stdout, result.returncode) == ("first\nthread\nexit function\n", 0)


def test_unwritable_output_is_an_error(executable: Path, run_entry, environment, tmp_path) -> None:
    run_entry("print('x')")
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            [executable, "list"],
            stdout=full,
            env={**environment, "PANTS_FRONTEND_DIR": str(tmp_path / "frontend")},
        )
    assert result.returncode == 120


def test_executable_of_rules_is_a_real_python(run_entry) -> None:
    result = run_entry(
        """
import subprocess, sys
print(subprocess.run([sys.executable, "-c", "import sys; print(sys.flags.isolated, sys.prefix)"],
                     capture_output=True, text=True, check=True).stdout.strip() ==
      f"0 {sys.prefix}")
"""
    )
    assert result.stdout == "True\n", result.stderr


def test_extension_modules_of_wheels_load_in_a_plugin(run_entry) -> None:
    import numpy

    site = Path(numpy.__file__).parents[1]
    result = run_entry(
        f"""
import sys
sys.path.insert(0, {str(site)!r})
import numpy
from cryptography.fernet import Fernet
print(int(numpy.arange(5).sum()))
box = Fernet(Fernet.generate_key())
print(box.decrypt(box.encrypt(b"secret")).decode())
"""
    )
    assert result.stdout == "10\nsecret\n", result.stderr


def test_without_any_place_for_a_cache(run_entry) -> None:
    result = run_entry("print(6 * 7)", env={"HOME": "/proc/nowhere", "XDG_CACHE_HOME": ""})
    assert (result.stdout, result.returncode) == ("42\n", 0), result.stderr


def test_same_python_as_the_tests(run_entry) -> None:
    result = run_entry("import sys; print(sys.version)")
    assert result.stdout.strip() == sys.version
