"""What OpenAPI documents say about the Python that is generated from them."""

from __future__ import annotations

from pants.backend.openapi.target_types import (
    OpenApiDocumentGeneratorTarget,
    OpenApiDocumentTarget,
)
from pants.backend.python.target_types import PrefixedPythonResolveField
from pants.engine.target import BoolField, DictStringToStringField, StringField

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class OpenApiPythonGeneratorNameField(StringField):
    alias = "python_generator_name"
    required = False
    help = "The generator to use, such as `python` or `python-fastapi`. If not set, none runs."


class OpenApiPythonAdditionalPropertiesField(DictStringToStringField):
    alias = "python_additional_properties"
    help = (
        "Properties for the generator: see `openapi-generator-cli config-help -g python`. "
        "`packageName` is most often wanted."
    )


class OpenApiPythonSkipField(BoolField):
    alias = "skip_python"
    default = False
    help = "Whether no Python is generated from this target."


_FIELDS = (
    OpenApiPythonSkipField,
    OpenApiPythonGeneratorNameField,
    OpenApiPythonAdditionalPropertiesField,
    PrefixedPythonResolveField,
)


def rules() -> tuple[UnionRule, ...]:
    return tuple(
        target_type.register_plugin_field(field)
        for target_type in (OpenApiDocumentTarget, OpenApiDocumentGeneratorTarget)
        for field in _FIELDS
    )
