"""Packages for Linux distributions, built with nFPM."""

from __future__ import annotations

from pants.backend.nfpm.subsystem import NfpmSubsystem
from pants.backend.nfpm.target_types import (
    NfpmApkPackage,
    NfpmArchlinuxPackage,
    NfpmContentDir,
    NfpmContentDirs,
    NfpmContentFile,
    NfpmContentFiles,
    NfpmContentSymlink,
    NfpmContentSymlinks,
    NfpmDebPackage,
    NfpmRpmPackage,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule


def rules() -> Iterable[Rule | UnionRule]:
    return (*NfpmSubsystem.rules(),)


def target_types() -> list[type[Target]]:
    return [
        NfpmApkPackage,
        NfpmArchlinuxPackage,
        NfpmDebPackage,
        NfpmRpmPackage,
        NfpmContentFile,
        NfpmContentFiles,
        NfpmContentSymlink,
        NfpmContentSymlinks,
        NfpmContentDir,
        NfpmContentDirs,
    ]
