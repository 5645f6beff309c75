"""`pyoxidizer_binary`: an executable that brings its own Python."""

from __future__ import annotations

from pants.core.environments.target_types import EnvironmentField
from pants.core.goals.package import OutputPathField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    Dependencies,
    OptionalSingleSourceField,
    StringField,
    StringSequenceField,
    Target,
)


class PyOxidizerOutputPathField(OutputPathField):
    help = (
        "Where the built file goes, relative to the dist folder.\n\n"
        "The placeholders are those of `output_path` elsewhere; PyOxidizer itself adds a folder "
        "for the platform and one for the kind of build."
    )


class PyOxidizerBinaryNameField(StringField, AsyncFieldMixin):
    alias = "binary_name"
    help = "The name of the executable. If not set, that of the target."

    def value_or_default(self) -> str:
        return self.value or self.address.target_name


class PyOxidizerEntryPointField(StringField):
    alias = "entry_point"
    default = None
    help = (
        "The module that the program runs, such as `my.app`. "
        "If not set, it is a Python shell with the code at hand."
    )


class PyOxidizerDependenciesField(Dependencies):
    required = True
    supports_transitive_excludes = True
    help = (
        "The addresses of `python_distribution` targets with wheels, which go into the executable."
    )


class PyOxidizerUnclassifiedResources(StringSequenceField):
    alias = "filesystem_resources"
    help = (
        "Requirements that cannot be loaded from memory, such as `['numpy==1.26.4']`. "
        "Their files are put beside the executable."
    )


class PyOxidizerConfigSourceField(OptionalSingleSourceField):
    alias = "template"
    required = False
    expected_file_extensions = (".bzlt",)
    help = (
        "A template for the configuration of PyOxidizer, with `$RUN_MODULE`, `$NAME`, `$WHEELS` "
        "and `$UNCLASSIFIED_RESOURCE_INSTALLATION` in it. If not set, there is a built in one."
    )


class PyOxidizerTarget(Target):
    alias = "pyoxidizer_binary"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PyOxidizerOutputPathField,
        PyOxidizerBinaryNameField,
        PyOxidizerConfigSourceField,
        PyOxidizerDependenciesField,
        PyOxidizerEntryPointField,
        PyOxidizerUnclassifiedResources,
        EnvironmentField,
    )
    help = "An executable with your code, its requirements and a Python in it."
