"""Reads the arguments of the command line that select targets and files."""

from __future__ import annotations

import os

from pants.base.specs import (
    AddressLiteralSpec,
    DirGlobSpec,
    DirLiteralSpec,
    FileGlobSpec,
    FileLiteralSpec,
    RawSpecs,
    RecursiveGlobSpec,
    Spec,
    Specs,
)
from pants.engine.internals.native_engine import FrozenDict, address_spec_parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior


class SpecsParser:
    """Reads specs, which are relative to a folder of the repository."""

    class BadSpecError(Exception):
        """An argument cannot be read, or is not in the repository."""

    def __init__(self, *, root_dir: str | None = None, working_dir: str | None = None) -> None:
        """`working_dir` is the folder that specs are relative to, itself relative to the root."""
        from pants.base.build_environment import get_buildroot

        self._root_dir = os.path.realpath(root_dir or get_buildroot())
        working_dir = working_dir or ""
        if os.path.isabs(working_dir):
            working_dir = os.path.relpath(os.path.realpath(working_dir), self._root_dir)
        normal = os.path.normpath(working_dir) if working_dir else ""
        if normal == ".." or normal.startswith("../"):
            raise self.BadSpecError(
                f"The folder {working_dir} is outside of the build root {self._root_dir}."
            )
        self._working_dir = "" if normal == "." else normal

    def _normalize_path(self, path: str) -> str:
        """The path relative to the root of the repository."""
        if path.startswith("//"):
            path = path[2:]
        elif os.path.isabs(path):
            relative = os.path.relpath(self._real(path), self._root_dir)
            if relative == ".." or relative.startswith("../"):
                raise self.BadSpecError(
                    f"The absolute path {path} is not in the build root {self._root_dir}."
                )
            path = relative
        else:
            path = os.path.join(self._working_dir, path)
        normal = os.path.normpath(path) if path else ""
        if normal == ".." or normal.startswith("../"):
            raise self.BadSpecError(f"The path {path} leads out of the build root.")
        return "" if normal == "." else normal.removeprefix("/")

    @staticmethod
    def _real(path: str) -> str:
        """The path with links in its folders resolved, not one at its end."""
        folder, name = os.path.split(os.path.normpath(path))
        return os.path.join(os.path.realpath(folder), name)

    def parse_spec(self, spec: str) -> tuple[Spec, bool]:
        """Read one argument; the second value says whether it leaves out."""
        is_ignore = spec.startswith("-")
        if is_ignore:
            spec = spec[1:]
        (path, target, generated, parameters), wildcard = address_spec_parse(spec)
        if wildcard and (target or generated or parameters):
            raise self.BadSpecError(
                f"The argument `{spec}` names a target and ends in `{wildcard}`, which stands for "
                f"many: write one of the two, as in `{path}{wildcard}`."
            )
        if wildcard == "::":
            return RecursiveGlobSpec(self._normalize_path(path)), is_ignore
        if wildcard == ":":
            return DirGlobSpec(self._normalize_path(path)), is_ignore
        if target or generated or parameters:
            return (
                AddressLiteralSpec(
                    self._normalize_path(path),
                    target or None,
                    generated or None,
                    FrozenDict(sorted(parameters)),
                ),
                is_ignore,
            )
        if "*" in path:
            return FileGlobSpec(self._normalize_path(path)), is_ignore
        normal = self._normalize_path(path)
        if self._is_file(normal):
            return FileLiteralSpec(normal), is_ignore
        return DirLiteralSpec(normal), is_ignore

    def _is_file(self, path: str) -> bool:
        """By the suffix of the name, or else by looking."""
        if os.path.splitext(path)[1]:
            return True
        return os.path.isfile(os.path.join(self._root_dir, path))

    def parse_specs(
        self,
        specs: Iterable[str],
        *,
        description_of_origin: str,
        unmatched_glob_behavior: GlobMatchErrorBehavior | None = None,
    ) -> Specs:
        """Read all arguments."""
        from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior

        include: list[Spec] = []
        ignore: list[Spec] = []
        for argument in specs:
            spec, is_ignore = self.parse_spec(argument)
            (ignore if is_ignore else include).append(spec)
        behavior = unmatched_glob_behavior or GlobMatchErrorBehavior.error
        return Specs(
            RawSpecs.create(
                include,
                description_of_origin=description_of_origin,
                unmatched_glob_behavior=behavior,
                filter_by_global_options=True,
            ),
            RawSpecs.create(
                ignore,
                description_of_origin=description_of_origin,
                unmatched_glob_behavior=behavior,
                filter_by_global_options=False,
            ),
        )
