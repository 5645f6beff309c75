"""Targets for self-extracting archives."""

from __future__ import annotations

from pants.core.goals.package import OutputPathField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    SpecialCasedDependencies,
    StringField,
    StringSequenceField,
    Target,
)


class MakeselfArthiveLabelField(StringField):
    alias = "label"
    help = "A line of text that the archive shows while it unpacks itself."


class MakeselfArchiveStartupScriptField(StringSequenceField):
    alias = "startup_script"
    required = False
    help = (
        "The command to start after unpacking, with its arguments; the command's path is relative "
        "to the root of the archive. Without one the archive only unpacks."
    )


class MakeselfArchiveFilesField(SpecialCasedDependencies):
    alias = "files"
    help = "Addresses of targets whose files go into the archive as they are."


class MakeselfArchivePackagesField(SpecialCasedDependencies):
    alias = "packages"
    help = "Addresses of packageable targets whose built artifacts go into the archive."


class MakeselfArchiveOutputPathField(OutputPathField):
    pass


class MakeselfArchiveArgsField(StringSequenceField):
    alias = "args"
    required = False
    help = 'Additional arguments for makeself, for instance `["--xz"]`.'


class MakeselfArchiveToolsField(StringSequenceField):
    alias = "tools"
    default = ()
    help = (
        "Names of programs of this machine that makeself needs besides its usual ones, for "
        "instance a compressor chosen in `args`. They are looked up in "
        "`[shell-setup].executable_search_paths`."
    )


class MakeselfArchiveTarget(Target):
    alias = "makeself_archive"
    core_fields = (
        MakeselfArthiveLabelField,
        MakeselfArchiveStartupScriptField,
        MakeselfArchiveFilesField,
        MakeselfArchivePackagesField,
        MakeselfArchiveOutputPathField,
        MakeselfArchiveArgsField,
        MakeselfArchiveToolsField,
        *COMMON_TARGET_FIELDS,
    )
    help = (
        "A self-extracting shell archive made with makeself, which can also run a program once "
        "unpacked."
    )
