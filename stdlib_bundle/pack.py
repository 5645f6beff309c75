"""Packs everything that Python needs inside the executable into one file, the bundle.

Run by the interpreter that stdlib_bundle/cpython-build made, so that the code objects are of the
version that will read them:

    python3.13 pack.py --cpython FOLDER --libs FOLDER --runtime FOLDER [--frontend FOLDER]
                       --cache FOLDER [--salt TEXT_OR_FILE]...
                       --output bundle.bin --notices FILE --depfile FILE

The bundle is a read-only section of the executable, read in place by pyembed/bundle.c. Numbers
are little-endian, offsets count from the bundle's first byte:

    header    magic "PNTSBND1", then u32: modules, module table, files, file table, total size, 0;
              then the Python build id, 32 hexadecimal digits
    modules   sorted by name:  u32 name, u16 length, u16 flags, u32 code, u32 size,
              u32 file (index of the source file, or 0xffffffff)
    files     sorted by path:  u32 path, u16 length, u16 flags, u32 data, u32 stored, u32 size
    texts     names and paths, each followed by a NUL
    data      code objects (marshal), then files

`stored` is a file's length in the bundle and `size` the real one; they differ when FLAG_DEFLATED.
Code objects are never deflated: they are unmarshalled where they lie.
Files live under five folders: `lib` (the standard library), `include` (C headers), `site` (the
pure-Python libraries), `runtime` (pyembed's own Python) and `frontend`. The first two are what a
Python prefix on disk is made of.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import marshal
import os
import struct
import sys
import zlib
from collections.abc import Iterator

MAGIC = b"PNTSBND1"
HEADER = struct.Struct("<8s6I32s")
MODULE = struct.Struct("<IHHIII")
FILE = struct.Struct("<IHHIII")
FLAG_PACKAGE = 1
FLAG_DEFLATED = 2
NO_FILE = 0xFFFFFFFF

# Where modules say they come from (__file__, tracebacks): a folder that no machine has, so that
# nothing on a disk is ever taken for them. pyembed/importer.c knows it too.
ROOT = "/pants.bundle"

# Served only in Python mode, from the disk: no code object for them.
SOURCE_ONLY = (
    "_aix_support",
    "_android_support",
    "_apple_support",
    "_ios_support",
    "_osx_support",
    "_pyrepl",
    "antigravity",
    "ensurepip",
    "nturl2path",
    "pydoc_data",
    "site",
    "sitecustomize",
    "this",
    "__hello__",
    "__phello__",
)

# The C libraries that are linked in, by the Debian package whose copyright file goes with them.
C_LIBRARIES = (
    ("OpenSSL", "libssl-dev"),
    ("zlib", "zlib1g-dev"),
    ("bzip2", "libbz2-dev"),
    ("liblzma", "liblzma-dev"),
    ("libffi", "libffi-dev"),
    ("SQLite", "libsqlite3-dev"),
    ("libuuid", "uuid-dev"),
    ("libuv", "libuv1-dev"),
    ("libyaml", "libyaml-dev"),
)


def is_in(module: str, names: tuple[str, ...]) -> bool:
    """True when the module is one of the names or below one of them."""
    return module in names or any(module.startswith(name + ".") for name in names)


class Cache:
    """Results of compile() and deflate(), kept by the content they were made from."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.salt = f"{sys.version}:{importlib.util.MAGIC_NUMBER.hex()}".encode()

    def _get(self, kind: str, key: bytes, make) -> bytes:
        path = os.path.join(self.folder, kind + hashlib.sha256(self.salt + key).hexdigest()[:40])
        try:
            with open(path, "rb") as stored:
                return stored.read()
        except FileNotFoundError:
            result = make()
            with open(f"{path}.{os.getpid()}", "wb") as out:
                out.write(result)
            os.rename(f"{path}.{os.getpid()}", path)
            return result

    def code(self, source: bytes, filename: str) -> bytes:
        def make() -> bytes:
            code = compile(source, filename, "exec", dont_inherit=True, optimize=0)
            return marshal.dumps(code)

        return self._get("c", b"\0".join((filename.encode(), source)), make)

    def deflated(self, data: bytes) -> bytes:
        return self._get("z", data, lambda: zlib.compress(data, 9))


class Bundle:
    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.files: dict[str, bytes] = {}
        self.modules: dict[str, tuple[bytes, bool, str | None]] = {}

    def add_tree(self, label: str, folder: str, inputs: list[str], *, modules: bool) -> None:
        """Adds a folder's files under `label`, and its modules under their dotted names."""
        for path, relative in walk(folder, inputs):
            with open(path, "rb") as stream:
                data = stream.read()
            stored_as = f"{label}/{relative}"
            self.files[stored_as] = data
            if modules and relative.endswith(".py"):
                self.add_module(relative, stored_as, data)
        if modules:
            self.add_namespaces(label)

    def add_module(self, relative: str, stored_as: str, source: bytes) -> None:
        parts = relative[: -len(".py")].split("/")
        package = parts[-1] == "__init__"
        if package:
            parts.pop()
        name = ".".join(parts)
        if any("." in part for part in parts) or is_in(name, SOURCE_ONLY):
            return
        code = self.cache.code(source, f"{ROOT}/{stored_as}")
        self.modules[name] = (code, package, stored_as)

    def add_namespaces(self, label: str) -> None:
        """A folder with modules and no __init__.py is a package without code."""
        for name in list(self.modules):
            while "." in name:
                name = name.rpartition(".")[0]
                if name not in self.modules and not is_in(name, SOURCE_ONLY):
                    self.modules[name] = (b"", True, None)

    def python_id(self, salt: list[str]) -> str:
        """Names what a Python prefix holds: its files and what decides how it behaves."""
        digest = hashlib.sha256()
        for text in salt:
            digest.update(text.encode() + b"\0")
        for path in sorted(self.files):
            if path.startswith(("lib/", "include/")):
                digest.update(path.encode() + b"\0")
                digest.update(hashlib.sha256(self.files[path]).digest())
        return digest.hexdigest()[:32]

    def write(self, output: str, salt: list[str]) -> None:
        modules = sorted(self.modules.items(), key=lambda item: item[0].encode())
        files = sorted(self.files.items(), key=lambda item: item[0].encode())
        file_index = {path: index for index, (path, _) in enumerate(files)}
        module_table = HEADER.size
        file_table = module_table + MODULE.size * len(modules)
        texts = bytearray()
        texts_at = file_table + FILE.size * len(files)
        text_offsets = []
        for text in [name for name, _ in modules] + [path for path, _ in files]:
            text_offsets.append((texts_at + len(texts), len(text.encode())))
            texts += text.encode() + b"\0"
        data = bytearray()
        data_at = texts_at + len(texts)

        records = bytearray()
        for index, (_, (code, package, source)) in enumerate(modules):
            flags = FLAG_PACKAGE if package else 0
            at = data_at + len(data)
            data += code
            source_file = file_index[source] if source is not None else NO_FILE
            records += MODULE.pack(*text_offsets[index], flags, at, len(code), source_file)
        for index, (_, content) in enumerate(files):
            packed = self.cache.deflated(content)
            flags = FLAG_DEFLATED if len(packed) < len(content) else 0
            stored = packed if flags else content
            text = text_offsets[len(modules) + index]
            records += FILE.pack(*text, flags, data_at + len(data), len(stored), len(content))
            data += stored
        total = data_at + len(data)
        header = HEADER.pack(
            MAGIC,
            len(modules),
            module_table,
            len(files),
            file_table,
            total,
            0,
            self.python_id(salt).encode(),
        )
        write_file(output, b"".join((header, records, texts, data)))


def walk(folder: str, inputs: list[str]) -> Iterator[tuple[str, str]]:
    """(path, path below the folder) of each file, sorted; notes files and folders as inputs.

    Caches of Python and of tools (dot folders) are not looked into.
    """
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name != "__pycache__" and not name.startswith(".")
        )
        inputs.append(parent)
        for name in sorted(names):
            if name.endswith(".pyc"):
                continue
            path = os.path.join(parent, name)
            inputs.append(path)
            yield path, os.path.relpath(path, folder)


def notices(cpython: str, libs: str) -> bytes:
    """The licences of everything in the executable that is not ours."""
    parts = ["The executable `pants` contains the following works of others.\n"]

    def add(title: str, path: str) -> None:
        with open(path, encoding="utf-8", errors="replace") as stream:
            parts.append(f"{'=' * 80}\n{title}\n{'=' * 80}\n\n{stream.read().strip()}\n")

    version = ".".join(str(part) for part in sys.version_info[:3])
    add(f"CPython {version}, its standard library and pip", os.path.join(cpython, "LICENSE"))
    kept = os.path.join(os.path.dirname(os.path.abspath(__file__)), "licenses")
    for name in sorted(os.listdir(kept)):
        add(f"In CPython: {name.removesuffix('.txt')}", os.path.join(kept, name))
    for path, relative in walk(libs, []):
        distribution = relative.split("/")[0]
        if distribution.endswith(".dist-info") and "/licenses/" in relative:
            name = distribution[: -len(".dist-info")].replace("-", " ")
            add(f"{name}: {os.path.basename(relative)}", path)
    for name, package in C_LIBRARIES:
        copyright_file = f"/usr/share/doc/{package}/copyright"
        if os.path.exists(copyright_file):
            add(name, copyright_file)
        else:
            parts.append(f"{'=' * 80}\n{name}: see its own distribution\n{'=' * 80}\n")
    return "\n".join(parts).encode()


def write_file(path: str, content: bytes) -> None:
    """Writes atomically."""
    with open(path + ".new", "wb") as out:
        out.write(content)
    os.rename(path + ".new", path)


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("cpython", "libs", "runtime", "cache", "output", "notices", "depfile"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--frontend")
    parser.add_argument("--salt", action="append", default=[])
    options = parser.parse_args()

    inputs = [os.path.abspath(__file__)]
    bundle = Bundle(Cache(options.cache))
    stdlib = os.path.join(options.cpython, "lib", "python3.13")
    bundle.add_tree("lib", stdlib, inputs, modules=True)
    for unwanted in [path for path in bundle.files if path.startswith("lib/site-packages/")]:
        del bundle.files[unwanted]
    include = os.path.join(options.cpython, "include", "python3.13")
    bundle.add_tree("include", include, inputs, modules=False)
    bundle.add_tree("site", options.libs, inputs, modules=True)
    bundle.add_tree("runtime", options.runtime, inputs, modules=True)
    if options.frontend:
        bundle.add_tree("frontend", options.frontend, inputs, modules=True)
    text = notices(options.cpython, options.libs)
    bundle.files["NOTICES"] = text
    write_file(options.notices, text)
    salt = [os.path.basename(os.path.normpath(options.cpython))]
    for item in options.salt:
        if os.path.isfile(item):
            inputs.append(os.path.abspath(item))
            with open(item, encoding="utf-8") as stream:
                item = stream.read()
        salt.append(item)
    bundle.write(options.output, salt)
    escaped = (path.replace(" ", "\\ ") for path in inputs)
    write_file(options.depfile, f"{options.output}: {' '.join(escaped)}\n".encode())


if __name__ == "__main__":
    main()
