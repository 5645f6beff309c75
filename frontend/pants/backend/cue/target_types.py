"""Targets for CUE packages."""

from __future__ import annotations

from pants.engine.target import COMMON_TARGET_FIELDS, MultipleSourcesField, Target


class CuePackageSourcesField(MultipleSourcesField):
    default = ("*.cue",)
    help = (
        "CUE files, as names or globs relative to the BUILD file's folder; a leading `!` leaves "
        "files out."
    )


class CuePackageTarget(Target):
    alias = "cue_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        CuePackageSourcesField,
    )
    help = "The CUE files of one folder, formatted and checked together."
