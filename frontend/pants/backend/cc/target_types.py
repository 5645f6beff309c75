"""Targets for C and C++ files."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    MultipleSourcesField,
    SingleSourceField,
    Target,
    TargetFilesGenerator,
)
from pants.util.plain_enum import PlainEnum

CC_HEADER_FILE_EXTENSIONS = (".h", ".hh", ".hpp")
C_SOURCE_FILE_EXTENSIONS = (".c",)
CXX_SOURCE_FILE_EXTENSIONS = (".cc", ".cpp", ".cxx")
CC_SOURCE_FILE_EXTENSIONS = (*C_SOURCE_FILE_EXTENSIONS, *CXX_SOURCE_FILE_EXTENSIONS)
CC_FILE_EXTENSIONS = (*CC_HEADER_FILE_EXTENSIONS, *CC_SOURCE_FILE_EXTENSIONS)


class CCLanguage(PlainEnum):
    """The language that a file is compiled as."""

    C = "c"
    CXX = "cxx"


class CCDependenciesField(Dependencies):
    pass


class CCSourceField(SingleSourceField):
    expected_file_extensions = CC_FILE_EXTENSIONS


class CCGeneratorSourcesField(MultipleSourcesField):
    expected_file_extensions = CC_FILE_EXTENSIONS


class CCSourceTarget(Target):
    alias = "cc_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        CCDependenciesField,
        CCSourceField,
    )
    help = "One C or C++ source or header file."


class CCSourcesGeneratorSourcesField(CCGeneratorSourcesField):
    default = ("*.h", "*.hh", "*.hpp", "*.c", "*.cc", "*.cpp", "*.cxx")
    help = (
        "C and C++ files, as names or globs relative to the BUILD file's folder; a leading `!` "
        "leaves files out. Each file becomes a `cc_source`."
    )


class CCSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "cc_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        CCSourcesGeneratorSourcesField,
    )
    generated_target_cls = CCSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (Dependencies,)
    help = "Declares one `cc_source` for every C or C++ file its `sources` match."
