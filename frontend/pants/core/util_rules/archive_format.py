"""The kinds of archive that can be written and unpacked."""

from __future__ import annotations

from pants.util.plain_enum import PlainEnum


class ArchiveFormat(PlainEnum):
    TAR = "tar"
    TGZ = "tar.gz"
    TBZ2 = "tar.bz2"
    TXZ = "tar.xz"
    ZIP = "zip"
