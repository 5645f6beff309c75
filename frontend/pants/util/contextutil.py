"""Context managers for the environment, folders and files."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import IO, Any


class InvalidZipPath(ValueError):
    """A path is not a zip file."""


@contextmanager
def environment_as(**kwargs: str | None) -> Iterator[None]:
    """Have some variables set, or unset if None."""
    former = {name: os.environ.get(name) for name in kwargs}

    def apply(values: Mapping[str, str | None]) -> None:
        for name, value in values.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    apply(kwargs)
    try:
        yield
    finally:
        apply(former)


@contextmanager
def hermetic_environment_as(*preserve_env_vars: str, **overrides: str | None) -> Iterator[None]:
    """Have no variables but these."""
    former = dict(os.environ)
    kept = {name: former[name] for name in preserve_env_vars if name in former}
    os.environ.clear()
    os.environ.update(kept)
    try:
        with environment_as(**overrides):
            yield
    finally:
        os.environ.clear()
        os.environ.update(former)


@contextmanager
def argv_as(args: tuple[str, ...]) -> Iterator[None]:
    """Have other arguments in `sys.argv`."""
    former = sys.argv
    sys.argv = list(args)
    try:
        yield
    finally:
        sys.argv = former


@contextmanager
def temporary_dir(
    root_dir: str | None = None,
    cleanup: bool = True,
    suffix: str | None = None,
    permissions: int | None = None,
    prefix: str | None = None,
) -> Iterator[str]:
    """A new folder, removed at the end if `cleanup`."""
    import shutil
    import tempfile

    path = tempfile.mkdtemp(dir=root_dir, suffix=suffix, prefix=prefix)
    try:
        if permissions is not None:
            os.chmod(path, permissions)
        yield path
    finally:
        if cleanup:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def temporary_file(
    root_dir: str | None = None,
    cleanup: bool = True,
    suffix: str | None = None,
    permissions: int | None = None,
    binary_mode: bool = True,
) -> Iterator[IO[Any]]:
    """A new file, open for writing, removed at the end if `cleanup`."""
    import tempfile

    mode = "w+b" if binary_mode else "w+"
    with tempfile.NamedTemporaryFile(mode, suffix=suffix, dir=root_dir, delete=False) as f:
        try:
            if permissions is not None:
                os.chmod(f.name, permissions)
            yield f
        finally:
            if cleanup:
                try:
                    os.unlink(f.name)
                except FileNotFoundError:
                    pass


@contextmanager
def temporary_file_path(
    root_dir: str | None = None,
    cleanup: bool = True,
    suffix: str | None = None,
    permissions: int | None = None,
) -> Iterator[str]:
    """The path of a new file."""
    with temporary_file(root_dir, cleanup, suffix, permissions) as f:
        f.close()
        yield f.name


@contextmanager
def overwrite_file_content(
    file_path: str, temporary_content: bytes | str | Any | None = None
) -> Iterator[None]:
    """Have other content in a file; a function makes it from the present one."""
    with open(file_path, "rb") as f:
        former = f.read()
    try:
        if temporary_content is not None:
            content = (
                temporary_content(former) if callable(temporary_content) else temporary_content
            )
            with open(file_path, "wb") as f:
                f.write(content.encode() if isinstance(content, str) else content)
        yield
    finally:
        with open(file_path, "wb") as f:
            f.write(former)


@contextmanager
def pushd(directory: str) -> Iterator[str]:
    """Be in another folder. For tests: a rule must never do this."""
    former = os.getcwd()
    os.chdir(directory)
    try:
        yield directory
    finally:
        os.chdir(former)


@contextmanager
def open_zip(path_or_file: str | Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
    """A zip file, open."""
    import zipfile

    if not path_or_file:
        raise InvalidZipPath(f"not the path of a zip file: {path_or_file!r}")
    if "allowZip64" not in kwargs:
        kwargs["allowZip64"] = True
    try:
        zip_file = zipfile.ZipFile(path_or_file, *args, **kwargs)
    except zipfile.BadZipfile as e:
        raise zipfile.BadZipfile(f"bad zip file {path_or_file}: {e}") from e
    with zip_file:
        yield zip_file


@contextmanager
def open_tar(path_or_file: str | Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
    """A tar file, open."""
    import tarfile

    if isinstance(path_or_file, str):
        tar = tarfile.open(path_or_file, *args, **kwargs)
    else:
        tar = tarfile.open(*args, fileobj=path_or_file, **kwargs)
    with tar:
        yield tar


@contextmanager
def http_server(handler_class: type) -> Iterator[int]:
    """An HTTP server on a free port of this machine; yields the port."""
    import threading
    from http.server import HTTPServer

    server = HTTPServer(("127.0.0.1", 0), handler_class)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
