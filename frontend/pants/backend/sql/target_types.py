"""SQL target types."""

from __future__ import annotations

from pants.core.target_types import ResourceSourceField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    MultipleSourcesField,
    OverridesField,
    Target,
    TargetFilesGenerator,
    generate_file_based_overrides_field_help_message,
    generate_multiple_sources_field_help_message,
)


class SqlDependenciesField(Dependencies):
    pass


class SqlSourceField(ResourceSourceField):
    pass


class SqlSourceTarget(Target):
    alias = "sql_source"
    core_fields = (*COMMON_TARGET_FIELDS, SqlSourceField, SqlDependenciesField)
    help = "A file of SQL. Code that depends on it can load it as a resource."


class SqlSourcesGeneratingSourcesField(MultipleSourcesField):
    default = ("*.sql",)
    help = generate_multiple_sources_field_help_message(
        "Example: `sources=['example.sql', 'new_*.sql', '!old.sql']`"
    )


class SqlSourcesOverridesField(OverridesField):
    help = generate_file_based_overrides_field_help_message(
        SqlSourceTarget.alias,
        """
        overrides={
            "foo.sql": {"skip_sqlfluff": True},
            ("foo.sql", "bar.sql"): {"tags": ["no_lint"]},
        }
        """,
    )


class SqlSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "sql_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        SqlSourcesGeneratingSourcesField,
        SqlSourcesOverridesField,
    )
    generated_target_cls = SqlSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (SqlDependenciesField,)
    help = "Makes a `sql_source` target for each file in `sources`."
