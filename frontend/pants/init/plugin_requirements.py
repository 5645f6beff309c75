"""Requirements of plugins: installed once for each set of them, into the cache folder.

They come from `[GLOBAL].plugins`, from a `requirements.txt` in the package of a backend, and from
what a plugin imports without saying so because the release that it was written for brings it. pip
gets them from the index that the user configured for it, or from those of `[python-repos]`. A
plugin on the index requires the distribution `pantsbuild.pants`: that is this executable, so pip is
shown an empty one.
"""

from __future__ import annotations

import os
import sys

from pants.base.exceptions import BackendConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

#: What the release brings along for itself, by the module that plugins import.
RELEASE_LIBRARIES = {
    "chevron": "chevron==0.14.0",
    "colors": "ansicolors==1.1.8",
    "elfdeps": "elfdeps==0.2.0",
    "fasteners": "fasteners==0.20.0",
    "freezegun": "freezegun==1.5.5",
    "ijson": "ijson==3.4.0.post0",
    "nodesemver": "node-semver==0.9.0",
    "opentelemetry": "opentelemetry-sdk==1.41.0",
    "pkg_resources": "setuptools>=63.1.0,<82.0",
    "psutil": "psutil==7.2.2",
    "pylsp_jsonrpc": "python-lsp-jsonrpc==1.1.2",
    "pytest": "pytest>=7,<10",
    "requests": "requests==2.32.5",
    "setproctitle": "setproctitle==1.3.7",
    "setuptools": "setuptools>=63.1.0,<82.0",
    "toml": "toml==0.10.2",
    "yaml": "PyYAML>=6.0,<7.0",
}

_OURS = ("pantsbuild.pants", "pantsbuild.pants.testutil")


class PluginRequirements:
    """What plugins require, installed and importable."""

    def __init__(self, runtime: Any, backends: Iterable[str]) -> None:
        self._runtime = runtime
        self.plugins = list(runtime.option("", "plugins")[0])
        found = [*self.plugins, *_files_of_backends(backends)]
        self._wanted = [each for each in dict.fromkeys(found) if not _is_ours(each)]
        self._folder: str | None = None
        self._install()

    def bring(self, module: str | None) -> bool:
        """Install the library of a module if the release brings it; False if it does not."""
        requirement = RELEASE_LIBRARIES.get((module or "").partition(".")[0])
        if requirement is None or requirement in self._wanted:
            return False
        self._wanted.append(requirement)
        self._install()
        return True

    def _install(self) -> None:
        """Make importable what is wanted, after everything else."""
        if self._folder is not None:
            sys.path.remove(self._folder)
        self._folder = self._installed() if self._wanted else None
        if self._folder is not None:
            import site

            sys.path.append(self._folder)
            site.addsitedir(self._folder)

    def _installed(self) -> str | None:
        other = _of_another_release(self._runtime)
        try:
            return _installed(self._runtime, self._wanted, remember_failure=other)
        except BackendConfigurationError as e:
            if not other:
                raise
            # Written for another Python, most likely: the rest of the repository is still there.
            self._runtime.extra["plugins_missing"] = True
            self._runtime.log(30, "plugins", f"{e}\nThis run goes on without them.")
            return None

    def entry_points(self, requirement: str) -> dict[str, Any]:
        """What a distribution registers in the group `pantsbuild.plugin`."""
        from importlib.metadata import distributions

        name = project_name(requirement)
        for distribution in distributions(path=[self._folder] if self._folder else []):
            if project_name(distribution.metadata["Name"] or "") == name:
                return {
                    point.name: point
                    for point in distribution.entry_points
                    if point.group == "pantsbuild.plugin"
                }
        return {}


def _files_of_backends(backends: Iterable[str]) -> Iterator[str]:
    for backend in backends:
        for folder in sys.path:
            package = os.path.join(folder, *backend.split("."))
            if os.path.isdir(package):
                path = os.path.join(package, "requirements.txt")
                if os.path.isfile(path):
                    with open(path, encoding="utf-8") as file:
                        yield from _lines(file.read())
                break


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        line = line.partition(" #")[0].strip()
        if line and not line.startswith("#"):
            yield line


def project_name(requirement: str) -> str:
    """The name of the distribution that a requirement asks for, normalised."""
    end = next((i for i, c in enumerate(requirement) if c in " [<>=!~;@("), len(requirement))
    return requirement[:end].lower().replace("-", ".").replace("_", ".")


def _is_ours(requirement: str) -> bool:
    return project_name(requirement) in _OURS


def _of_another_release(runtime: Any) -> bool:
    """Whether the repository was made for another release than this one."""
    from pants.version import MAJOR_MINOR

    pinned = runtime.option("", "pants_version")[0]
    return bool(pinned) and not str(pinned).startswith(f"{MAJOR_MINOR}.")


#: For how long requirements that could not be installed are not tried again, in seconds.
_FAILURE_LASTS = 24 * 3600


def _installed(runtime: Any, requirements: list[str], *, remember_failure: bool) -> str:
    """The folder that holds the requirements, installed if they are not yet."""
    import hashlib
    import time

    sources = _sources(runtime)
    key = "\0".join([sys.prefix, *sorted(requirements), "", *sources])
    folder = os.path.join(
        os.path.dirname(os.path.dirname(sys.prefix)),
        "plugins",
        hashlib.sha256(key.encode()).hexdigest()[:32],
    )
    force = runtime.option("", "plugins_force_resolve")[0]
    if os.path.isdir(folder) and not force:
        return folder
    failed = f"{folder}.failed"
    if remember_failure and not force and os.path.isfile(failed):
        if time.time() - os.stat(failed).st_mtime < _FAILURE_LASTS:
            with open(failed, encoding="utf-8") as file:
                raise BackendConfigurationError(file.read())
    try:
        _install_into(runtime, folder, requirements, sources)
    except BackendConfigurationError as e:
        if remember_failure:
            with open(failed, "w", encoding="utf-8") as file:
                file.write(str(e))
        raise
    return folder


def _sources(runtime: Any) -> list[str]:
    """Arguments of pip for the indexes of `[python-repos]`; none if the user left them alone."""
    arguments = []
    indexes, rank, _ = runtime.option("python-repos", "indexes")
    if rank > _RANK_OF_DEFAULTS:
        arguments += ["--index-url", indexes[0]] if indexes else ["--no-index"]
        for index in indexes[1:]:
            arguments += ["--extra-index-url", index]
    for link in runtime.option("python-repos", "find_links")[0]:
        arguments += ["--find-links", link]
    return arguments


#: The rank of a value that nobody set.
_RANK_OF_DEFAULTS = 1


def _install_into(runtime: Any, folder: str, requirements: list[str], sources: list[str]) -> None:
    import shutil
    import subprocess
    import tempfile

    runtime.log(20, "plugins", f"Installing what plugins require: {', '.join(requirements)}")
    os.makedirs(os.path.dirname(folder), mode=0o700, exist_ok=True)
    work = tempfile.mkdtemp(dir=os.path.dirname(folder), prefix="new-")
    try:
        target = os.path.join(work, "site")
        constraints = _stand_ins_for_ours(work)
        command = [sys.executable, "-m", "pip"]
        command += ["install", "--quiet", "--no-input", "--disable-pip-version-check"]
        command += ["--root-user-action", "ignore", "--no-warn-conflicts", "--target", target]
        command += ["--find-links", work, "--constraint", constraints, *sources, *requirements]
        env = {**os.environ, "PYTHONPATH": _pip_wheel(), "PYTHONNOUSERSITE": "1"}
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, check=False
        )
        if done.returncode != 0:
            said = [line for line in done.stderr.splitlines() if line.strip()]
            raise BackendConfigurationError(
                f"What plugins require cannot be installed ({', '.join(requirements)}):\n"
                + "\n".join(f"    {line}" for line in said[-6:])
            )
        if os.path.isdir(folder):  # to be replaced, or another process was faster
            shutil.rmtree(folder, ignore_errors=True)
        os.rename(target, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _pip_wheel() -> str:
    """The pip that Python carries; the library it is in is unpacked when Python first runs."""
    import subprocess

    code = "import ensurepip; print(ensurepip.__path__[0])"
    command = [sys.executable, "-I", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    folder = os.path.join(done.stdout.strip(), "_bundled")
    wheels = [name for name in os.listdir(folder) if name.startswith("pip-")]
    return os.path.join(folder, wheels[0])


def _stand_ins_for_ours(folder: str) -> str:
    """Write empty wheels of what this executable stands for; a file of constraints to use them."""
    import zipfile

    from pants.version import VERSION as version

    for name in _OURS:
        stem = f"{name.replace('.', '_')}-{version}"
        with zipfile.ZipFile(os.path.join(folder, f"{stem}-py3-none-any.whl"), "w") as wheel:
            info = f"{stem}.dist-info"
            wheel.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
            )
            wheel.writestr(
                f"{info}/WHEEL",
                "Wheel-Version: 1.0\nGenerator: pants\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            )
            wheel.writestr(f"{info}/RECORD", "")
    path = os.path.join(folder, "constraints.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{name}=={version}\n" for name in _OURS)
    return path
