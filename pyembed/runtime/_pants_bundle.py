"""The importer's rarely used half: resources and metadata of what lies in the executable.

pyembed/importer.c imports this module when importlib.resources or importlib.metadata asks it.
Paths are those of the bundle, such as "/pants.bundle/site/packaging".
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.metadata import Distribution, DistributionFinder, Prepared
from importlib.resources.abc import Traversable, TraversableResources
from pathlib import PurePosixPath

SITE = "/pants.bundle/site"


class Node(Traversable):
    """A file or folder of the bundle."""

    def __init__(self, importer, path: str) -> None:
        self._importer = importer
        self._path = path

    @property
    def name(self) -> str:
        return self._path.rpartition("/")[2]

    def __str__(self) -> str:
        return self._path

    def __repr__(self) -> str:
        return f"Node({self._path!r})"

    def iterdir(self) -> Iterator[Node]:
        entries = self._importer.listdir(self._path)
        if not entries:
            raise NotADirectoryError(self._path)
        for name in entries:
            yield Node(self._importer, f"{self._path}/{name}")

    def _kind(self) -> bool | None:
        """True for a folder, False for a file, None when there is neither."""
        parent, _, name = self._path.rpartition("/")
        return self._importer.listdir(parent).get(name)

    def is_dir(self) -> bool:
        return self._kind() is True

    def is_file(self) -> bool:
        return self._kind() is False

    def joinpath(self, *descendants) -> Node:
        parts = [part for path in descendants for part in PurePosixPath(path).parts]
        return Node(self._importer, "/".join([self._path, *parts])) if parts else self

    def __truediv__(self, child) -> Node:
        return self.joinpath(child)

    def read_bytes(self) -> bytes:
        return self._importer.get_data(self._path)

    def read_text(self, encoding: str | None = None, errors: str | None = None) -> str:
        with self.open("r", encoding=encoding, errors=errors) as stream:
            return stream.read()

    def open(self, mode: str = "r", *args, **kwargs):
        data = io.BytesIO(self.read_bytes())
        if "b" in mode:
            return data
        kwargs["encoding"] = io.text_encoding(kwargs.get("encoding"))
        return io.TextIOWrapper(data, *args, **kwargs)


class Reader(TraversableResources):
    def __init__(self, root: Node) -> None:
        self._root = root

    def files(self) -> Node:
        return self._root


class BundledDistribution(Distribution):
    """One of the pure-Python libraries, by its .dist-info folder."""

    def __init__(self, importer, folder: str) -> None:
        self._importer = importer
        self._folder = folder

    def read_text(self, filename) -> str | None:
        try:
            return self._importer.get_data(f"{self._folder}/{filename}").decode()
        except FileNotFoundError:
            return None

    def locate_file(self, path) -> Node:
        return Node(self._importer, SITE).joinpath(str(path))


def reader(importer, folder: str) -> Reader:
    return Reader(Node(importer, folder))


def distributions(importer, context) -> Iterator[BundledDistribution]:
    wanted = (context or DistributionFinder.Context()).name
    for entry in importer.listdir(SITE):
        stem, dot, suffix = entry.rpartition(".")
        if dot and suffix == "dist-info":
            name = stem.partition("-")[0]
            if wanted is None or Prepared.normalize(name) == Prepared.normalize(wanted):
                yield BundledDistribution(importer, f"{SITE}/{entry}")
