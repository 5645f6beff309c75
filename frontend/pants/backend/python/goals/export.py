"""Options that Python adds to the goal `export`."""

from __future__ import annotations

from pants.core.goals.export import ExportSubsystem
from pants.option.option_types import EnumOption, StrListOption
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.unions import UnionRule


class PythonResolveExportFormat(PlainEnum):
    """What a resolve is exported as."""

    mutable_virtualenv = "mutable_virtualenv"
    symlinked_immutable_virtualenv = "symlinked_immutable_virtualenv"


class ExportPluginOptions:
    py_resolve_format = EnumOption(
        default=PythonResolveExportFormat.mutable_virtualenv,
        help="What to make of a Python resolve: a virtual environment of its own that you may "
        "change, or a link to one in the cache that you may not.",
    )
    py_editable_in_resolve = StrListOption(
        advanced=True,
        help="Resolves into whose virtual environment your own distributions are installed too, "
        "as editable ones.",
    )
    py_non_hermetic_scripts_in_resolve = StrListOption(
        advanced=True,
        help="Resolves whose scripts may also see what is installed elsewhere, "
        "as through `PYTHONPATH`.",
    )
    py_generated_sources_in_resolve = StrListOption(
        advanced=True,
        help="Resolves into whose virtual environment generated code is put too.",
    )


def rules() -> tuple[UnionRule, ...]:
    return (ExportSubsystem.register_plugin_options(ExportPluginOptions),)
