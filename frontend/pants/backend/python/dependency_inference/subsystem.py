"""`[python-infer]`: which dependencies are read off Python code."""

from __future__ import annotations

from pants.core.util_rules.unowned_dependency_behavior import UnownedDependencyUsageOption
from pants.option.option_types import BoolOption, EnumOption, IntOption, StrListOption
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum


class InitFilesInference(PlainEnum):
    """Which `__init__.py` files above a module it depends on."""

    always = "always"
    content_only = "content_only"
    never = "never"


class AmbiguityResolution(PlainEnum):
    """How one of several targets with the same module is chosen."""

    none = "none"
    by_source_root = "by_source_root"


class PythonInferSubsystem(Subsystem):
    options_scope = "python-infer"
    help = "Which dependencies of Python code are found by reading it."

    imports = BoolOption(
        default=True,
        help="Depend on what the code imports. A comment `# pants: no-infer-dep` on the line of "
        "an import leaves it out.",
    )
    string_imports = BoolOption(
        default=False,
        help="Also take strings that look like modules, such as `'app.models.User'`, for imports, "
        "as long as there is such a module.",
    )
    string_imports_min_dots = IntOption(
        default=2,
        help="With `string_imports`, how many dots a string must have to look like a module.",
    )
    string_import_ignore = StrListOption(
        default=[],
        help="With `string_imports`, strings never to take for imports.",
    )
    assets = BoolOption(
        default=False,
        help="Depend on files and resources whose paths are in strings: `'data/codes.json'`.",
    )
    assets_min_slashes = IntOption(
        default=1,
        help="With `assets`, how many slashes a string must have to look like a path.",
    )
    init_files = EnumOption(
        default=InitFilesInference.content_only,
        help="On which `__init__.py` files above a module it depends: on all, on those with "
        "something in them, or on none.",
    )
    conftests = BoolOption(
        default=True,
        help="Let tests depend on each `conftest.py` beside and above them.",
    )
    entry_points = BoolOption(
        default=True,
        help="Let binaries and distributions depend on the modules of their entry points.",
    )
    unowned_dependency_behavior = UnownedDependencyUsageOption(
        example_runtime_issue="`ModuleNotFoundError`",
        how_to_ignore="write `# pants: no-infer-dep` at the end of its line",
    )
    ambiguity_resolution = EnumOption(
        default=AmbiguityResolution.none,
        help="What to do when several targets have the imported module: nothing, so that the "
        "import has to be settled by hand, or take the one of the importer's source root.",
    )
    ignored_unowned_imports = StrListOption(
        default=[],
        help="Modules that may be imported although nothing provides them, "
        "such as those of the machine that the code runs on.",
    )
    use_rust_parser = BoolOption(
        default=True,
        help="Kept for old configurations: there is one parser of imports, and it is native.",
    )
