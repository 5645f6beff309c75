"""JavaScript and JSX: sources, tests and packages."""

from __future__ import annotations

from pants.backend.javascript import package_json
from pants.backend.javascript.package_json import (
    NodeBuildScriptTarget,
    NodePackageTarget,
    NodeThirdPartyPackageTarget,
    NPMDistributionTarget,
    PackageJsonTarget,
)
from pants.backend.javascript.subsystems.nodejs import NodeJS
from pants.backend.javascript.subsystems.nodejs_infer import NodeJSInfer
from pants.backend.javascript.subsystems.nodejstest import NodeJSTest
from pants.backend.javascript.target_types import (
    JSSourcesGeneratorTarget,
    JSSourceTarget,
    JSTestsGeneratorTarget,
    JSTestTarget,
)
from pants.backend.jsx.target_types import (
    JSXSourcesGeneratorTarget,
    JSXSourceTarget,
    JSXTestsGeneratorTarget,
    JSXTestTarget,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.build_graph.build_file_aliases import BuildFileAliases
    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    NodeJS,
    NodeJSInfer,
    NodeJSTest,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (*(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),)


def target_types() -> list[type[Target]]:
    return [
        JSSourceTarget,
        JSSourcesGeneratorTarget,
        JSTestTarget,
        JSTestsGeneratorTarget,
        JSXSourceTarget,
        JSXSourcesGeneratorTarget,
        JSXTestTarget,
        JSXTestsGeneratorTarget,
        PackageJsonTarget,
        NodePackageTarget,
        NodeThirdPartyPackageTarget,
        NPMDistributionTarget,
        NodeBuildScriptTarget,
    ]


def build_file_aliases() -> BuildFileAliases:
    return package_json.build_file_aliases()
