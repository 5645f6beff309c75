"""`python_format_string`: text with placeholders that are filled in."""

from __future__ import annotations

from pants.core.goals.package import OutputPathField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    DictStringToStringField,
    MultipleSourcesField,
    SingleSourceField,
    Target,
    TargetFilesGenerator,
    generate_multiple_sources_field_help_message,
)


class PythonFormatStringSourceField(SingleSourceField):
    help = "The file with the text. Braces that are no placeholders are doubled in it."


class PythonFormatStringValuesField(DictStringToStringField):
    alias = "values"
    required = True
    help = "What to put for each placeholder: `{'version': '1.0'}` for `{version}`."


class PythonFormatStringOutputPathField(OutputPathField):
    help = (
        "Where the result goes when it is packaged, relative to the dist folder.\n\n"
        "The placeholders are those of `output_path` elsewhere; the result is a single file."
    )


class PythonFormatStringTarget(Target):
    alias = "python_format_string"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PythonFormatStringSourceField,
        PythonFormatStringValuesField,
        PythonFormatStringOutputPathField,
    )
    help = (
        "A text with placeholders, as `str.format` of Python fills them in.\n\n"
        "The result is seen by what depends on this target, and can be packaged."
    )


class PythonFormatStringsSourcesField(MultipleSourcesField):
    help = generate_multiple_sources_field_help_message("Example: `sources=['*.tmpl']`")


class PythonFormatStringTargetGenerator(TargetFilesGenerator):
    alias = "python_format_strings"
    core_fields = (*COMMON_TARGET_FIELDS, PythonFormatStringsSourcesField)
    generated_target_cls = PythonFormatStringTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (PythonFormatStringValuesField,)
    help = "Makes a `python_format_string` target for each file in `sources`."
