"""What is inferred from JavaScript and TypeScript files."""

from __future__ import annotations

from pants.core.util_rules.unowned_dependency_behavior import UnownedDependencyUsageOption
from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem


class NodeJSInfer(Subsystem):
    options_scope = "nodejs-infer"
    help = "What is inferred from JavaScript and TypeScript files, and from `package.json`."

    imports = BoolOption(
        default=True,
        help=(
            "Whether a target's dependencies are inferred from its imports. `// pants: "
            "no-infer-dep` on an import's line leaves that one out."
        ),
    )
    package_json_entry_points = BoolOption(
        default=True,
        help=(
            "Whether a package depends on the files that its `package.json` names as entry points "
            "(`main`, `module`, `browser`, `bin`, `exports`)."
        ),
    )
    unowned_dependency_behavior = UnownedDependencyUsageOption(
        example_runtime_issue="an error that a module is not found",
        how_to_ignore="write `// pants: no-infer-dep` on the import's line",
    )
