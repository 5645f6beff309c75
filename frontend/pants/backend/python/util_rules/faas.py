"""Fields that the cloud functions of all providers share."""

from __future__ import annotations

import enum

from pants.backend.python.target_types import PexCompletePlatformsField, UvPlatformsField
from pants.backend.python.util_rules.pex_venv import PexVenvLayout
from pants.engine.target import (
    AsyncFieldMixin,
    Dependencies,
    InvalidFieldException,
    StringField,
    StringSequenceField,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from pants.build_graph.address import Address


class FaaSArchitecture(enum.StrEnum):
    X86_64 = "x86_64"
    ARM64 = "arm64"


class PythonFaaSLayoutField(StringField):
    alias = "layout"
    valid_choices = PexVenvLayout
    expected_type = str
    default = PexVenvLayout.FLAT_ZIPPED.value
    help = (
        "The shape of the result: a zip file with modules at its top (`flat-zipped`), a folder "
        "of the same (`flat`), or a virtual environment (`venv`), for use in an image."
    )


class PythonFaaSPex3VenvCreateExtraArgsField(StringSequenceField):
    alias = "pex3_venv_create_extra_args"
    default = ()
    help = (
        "More arguments for `pex3 venv create`, which lays out the result, such as "
        "`['--collisions-ok']`."
    )


class PythonFaaSPexBuildExtraArgs(StringSequenceField):
    alias = "pex_build_extra_args"
    default = ()
    help = "More arguments for the call of Pex that collects requirements and code."


class PythonFaaSHandlerField(StringField, AsyncFieldMixin):
    alias = "handler"
    required = True
    value: str
    reexported_handler_module: ClassVar[str]
    help = (
        "The function that is called: `path.to.module:func`, or `file.py:func` for a file beside "
        "the BUILD file.\n\n"
        "It is also there under a name that is always the same, to configure the provider with."
    )

    @classmethod
    def compute_value(cls, raw_value: str | None, address: Address) -> str:
        value = super().compute_value(raw_value, address)
        if ":" not in (value or ""):
            raise InvalidFieldException(
                f"The '{cls.alias}' field of the target {address} must name a module and a "
                f"function, as `module:func`, but is {value!r}."
            )
        return value


class PythonFaaSDependencies(Dependencies):
    supports_transitive_excludes = True


class PythonFaaSCompletePlatforms(PexCompletePlatformsField):
    help = (
        "Addresses of `file` and `resource` targets with a description of the provider's machine, "
        "as `pex3 interpreter inspect --markers --tags` prints it there. For machines that "
        "`runtime` does not know. Not together with it."
    )


class PythonFaaSUvPlatforms(UvPlatformsField):
    pass


class PythonFaaSRuntimeField(StringField):
    """The provider's name for a Python; subclasses know which names there are."""

    alias = "runtime"
    default = None

    def to_interpreter_version(self) -> tuple[int, int] | None:
        """Major and minor version of the Python, or None if no runtime is named."""
        raise NotImplementedError

    @classmethod
    def from_interpreter_version(cls, py_major: int, py_minor: int) -> str:
        """The name of this Python."""
        raise NotImplementedError
