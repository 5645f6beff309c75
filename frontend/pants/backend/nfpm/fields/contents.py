"""Fields of what packages install: files, symbolic links and folders."""

from __future__ import annotations

import os

from pants.backend.nfpm.subsystem import MTIME_DEFAULT
from pants.engine.target import (
    AsyncFieldMixin,
    IntField,
    InvalidFieldException,
    OptionalSingleSourceField,
    OverridesField,
    StringField,
    StringSequenceField,
    TupleSequenceField,
    ValidNumbers,
)
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.engine.addresses import Address
    from pants.util.frozendict import FrozenDict


class NfpmContentFileType(PlainEnum):
    """How package managers treat a file; the empty string is an ordinary one."""

    file = ""
    config = "config"
    config_noreplace = "config|noreplace"
    doc = "doc"
    license = "license"
    readme = "readme"


def _symbolic_mode(text: str) -> int:
    """The permission bits of `rwxr-xr-x`-like text. Raises ValueError if it is none."""
    if len(text) != 9:
        raise ValueError(text)
    mode = 0
    for position, char in enumerate(text):
        kind, bit = "rwx"[position % 3], 0o400 >> position
        special, letter = ((0o4000, "s"), (0o2000, "s"), (0o1000, "t"))[position // 3]
        if char == kind:
            mode |= bit
        elif kind == "x" and char == letter:
            mode |= bit | special
        elif kind == "x" and char == letter.upper():
            mode |= special
        elif char != "-":
            raise ValueError(text)
    return mode


def _refuse_repeated(paths: Iterable[str], alias: str, address: Address) -> None:
    """Raises if two entries would be installed at one path."""
    seen: set[str] = set()
    repeated = sorted({path for path in paths if path in seen or seen.add(path)})
    if repeated:
        raise InvalidFieldException(
            f"{address}: `{alias}` installs to the same path more than once: {repeated}."
        )


class NfpmContentFileOwnerField(StringField):
    alias = "file_owner"
    nfpm_alias = "contents.[].file_info.owner"
    default = "root"
    help = "Name of the user that owns the installed file."


class NfpmContentFileGroupField(StringField):
    alias = "file_group"
    nfpm_alias = "contents.[].file_info.group"
    default = "root"
    help = "Name of the group that owns the installed file."


class NfpmContentFileModeField(IntField):
    alias = "file_mode"
    nfpm_alias = "contents.[].file_info.mode"
    valid_numbers = ValidNumbers.positive_and_zero
    help = (
        "Permissions of the installed file: an octal number such as `0o644`, or a string such as "
        '`"0644"` or `"rw-r--r--"`.'
    )

    @classmethod
    def compute_value(cls, raw_value: int | str | None, address: Address) -> int | None:
        if isinstance(raw_value, str):
            value = super().compute_value(cls._parse(raw_value, address), address)
        else:
            value = super().compute_value(raw_value, address)
        if value is not None and value > 0o7777:
            raise InvalidFieldException(
                f"{address}: `{cls.alias}` is {value:#o}, but the highest mode is 0o7777. "
                "Was the number meant to be octal?"
            )
        return value

    @classmethod
    def _parse(cls, text: str, address: Address) -> int:
        try:
            return int(text, 8)
        except ValueError:
            pass
        try:
            return _symbolic_mode(text)
        except ValueError:
            raise InvalidFieldException(
                f"{address}: `{cls.alias}` is {text!r}, but must be an octal number like 0o644, "
                'octal digits like "644", or nine characters like "rw-r--r--".'
            ) from None


class NfpmContentFileMtimeField(StringField):
    alias = "file_mtime"
    nfpm_alias = "contents.[].file_info.mtime"
    default = MTIME_DEFAULT
    help = (
        "Modification time of the installed file, as an RFC 3339 date. The environment's "
        "`[nfpm].default_mtime` takes the place of the default."
    )

    def normalized_value(self, default_mtime: str | None) -> str | None:
        """The date to use: one set on the target, else the environment's."""
        return default_mtime if self.value == self.default and default_mtime else self.value


class _SrcDstSequenceField(TupleSequenceField):
    nfpm_alias = ""
    expected_element_count = 2
    expected_element_type = str
    expected_type_description = "a list of pairs of strings"
    expected_element_type_description = "pairs of strings"

    @classmethod
    def compute_value(
        cls, raw_value: Iterable[Iterable[str]] | None, address: Address
    ) -> tuple[tuple[str, str], ...]:
        pairs = super().compute_value(raw_value, address) or ()
        _refuse_repeated((dst for _, dst in pairs), cls.alias, address)
        return pairs


class _NfpmContentOverridesField(OverridesField):
    nfpm_alias = ""
    _disallow_overrides_for_field_aliases = ()

    @classmethod
    def compute_value(
        cls, raw_value: dict[str | tuple[str, ...], dict[str, Any]] | None, address: Address
    ) -> FrozenDict[tuple[str, ...], FrozenDict[str, Any]] | None:
        value = super().compute_value(raw_value, address)
        for paths, fields in (value or {}).items():
            fixed = [name for name in cls._disallow_overrides_for_field_aliases if name in fields]
            if fixed:
                raise InvalidFieldException(
                    f"{address}: `{cls.alias}` cannot change {fixed}, as it does for {paths}."
                )
        return value or None


class NfpmContentFileSourceField(OptionalSingleSourceField):
    nfpm_alias = ""
    none_is_valid_value = True
    help = (
        "A file of the repository to package. Unset means that `src` names a file that a "
        "dependency provides."
    )

    @classmethod
    def compute_value(cls, raw_value: str | None, address: Address) -> str | None:
        value = super().compute_value(raw_value, address)
        if value == "":
            raise InvalidFieldException(
                f"{address}: `{cls.alias}` is an empty string. Leave it out, or use `None`."
            )
        return value


class NfpmContentSrcField(AsyncFieldMixin, StringField):
    alias = "src"
    nfpm_alias = "contents.[].src"
    help = (
        "Path of the file to package as it lies in the sandbox: relative to the BUILD file's "
        "folder, or to the root of the sandbox with a leading `/`. Unset means `source`."
    )

    @property
    def file_path(self) -> str | None:
        """The path from the root of the sandbox."""
        return self.value and os.path.normpath(os.path.join(self.address.spec_path, self.value))


class NfpmContentDstBaseField(StringField):
    alias = "dst"
    nfpm_alias = "contents.[].dst"


class NfpmContentDstField(NfpmContentDstBaseField):
    required = True
    help = "Absolute path of the file when installed."


class NfpmContentTypeField(StringField):
    alias = "content_type"
    nfpm_alias = "contents.[].type"
    valid_choices = NfpmContentFileType
    default = NfpmContentFileType.file.value
    help = (
        "How package managers treat the file: `config` and `config|noreplace` guard a user's "
        "changes on upgrades; `doc`, `license` and `readme` matter to RPM only. The default is an "
        "ordinary file."
    )


class NfpmContentFilesField(_SrcDstSequenceField):
    alias = "files"
    required = True
    help = "Pairs of `(src, dst)`, one for each `nfpm_content_file` to generate."


class NfpmContentFilesOverridesField(_NfpmContentOverridesField):
    _disallow_overrides_for_field_aliases = ("source", "src", "dst")
    help = (
        "Field values for single generated `nfpm_content_file` targets, keyed by `dst`, for "
        'instance `{"/etc/app.conf": {"content_type": "config"}}`.'
    )


class NfpmContentSymlinkSrcField(NfpmContentSrcField):
    required = True
    help = "What the installed symbolic link points to."


class NfpmContentSymlinkDstField(NfpmContentDstBaseField):
    required = True
    help = "Absolute path of the symbolic link when installed."


class NfpmContentSymlinksField(_SrcDstSequenceField):
    alias = "symlinks"
    required = True
    help = "Pairs of `(src, dst)`, one for each `nfpm_content_symlink` to generate."


class NfpmContentSymlinksOverridesField(_NfpmContentOverridesField):
    _disallow_overrides_for_field_aliases = ("src", "dst")
    help = "Field values for single generated `nfpm_content_symlink` targets, keyed by `dst`."


class NfpmContentDirDstField(NfpmContentDstBaseField):
    required = True
    help = "Absolute path of the folder when installed."


class NfpmContentDirsField(StringSequenceField):
    alias = "dirs"
    nfpm_alias = ""
    required = True
    help = "Absolute paths of folders, one for each `nfpm_content_dir` to generate."

    @classmethod
    def compute_value(cls, raw_value: Iterable[str] | None, address: Address) -> tuple[str, ...]:
        paths = super().compute_value(raw_value, address) or ()
        _refuse_repeated(paths, cls.alias, address)
        return paths


class NfpmContentDirsOverridesField(_NfpmContentOverridesField):
    _disallow_overrides_for_field_aliases = ("dst",)
    help = "Field values for single generated `nfpm_content_dir` targets, keyed by `dst`."
