"""Targets and BUILD file values for `package.json` files."""

from __future__ import annotations

from pants.backend.javascript.node_scripts import (
    NodeBuildScript,
    NodeRunScript,
    NodeScript,
    NodeTestScript,
)
from pants.build_graph.build_file_aliases import BuildFileAliases
from pants.core.goals.package import OutputPathField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    InvalidFieldException,
    ScalarField,
    SequenceField,
    SingleSourceField,
    SourcesField,
    StringField,
    StringSequenceField,
    Target,
    TargetGenerator,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from pants.engine.addresses import Address


class NodePackageDependenciesField(Dependencies):
    pass


class PackageJsonSourceField(SingleSourceField):
    default = "package.json"
    required = False


class NodePackageScriptsField(SequenceField):
    alias = "scripts"
    default = ()
    expected_element_type = NodeScript
    expected_type_description = "a list of `node_*_script(...)` values"
    help = (
        "Scripts of `package.json` that Pants may run, as `node_build_script(...)`, "
        "`node_run_script(...)` and at most one `node_test_script(...)`."
    )

    @classmethod
    def compute_value(
        cls, raw_value: Iterable[Any] | None, address: Address
    ) -> tuple[NodeScript, ...] | None:
        value = super().compute_value(raw_value, address)
        tests = [script for script in value or () if isinstance(script, NodeTestScript)]
        if len(tests) > 1:
            names = ", ".join(repr(script.entry_point) for script in tests)
            raise InvalidFieldException(
                f"{address}: `{cls.alias}` may have one `{NodeTestScript.alias}`, but has "
                f"several: {names}."
            )
        return value

    def build_scripts(self) -> Iterator[NodeBuildScript]:
        return (script for script in self.value or () if isinstance(script, NodeBuildScript))

    def get_test_script(self) -> NodeTestScript:
        """The declared test script, or the one that runs `test`."""
        for script in self.value or ():
            if isinstance(script, NodeTestScript):
                return script
        return NodeTestScript()


class NodePackageTestScriptField(ScalarField):
    alias = "_node_test_script"
    expected_type = NodeTestScript
    expected_type_description = "a `node_test_script(...)`"
    default = NodeTestScript()


class NodePackageVersionField(StringField):
    alias = "version"
    required = False
    help = "The package's version, as in the `version` of its `package.json`."


class NodeThirdPartyPackageVersionField(NodePackageVersionField):
    alias = "version"
    required = True
    help = "The version that `package.json` asks for, such as `^4.17.0`."


class NodePackageNameField(StringField):
    alias = "package"
    required = True
    help = "The package's name, as in the `name` of its `package.json`."


class NodeThirdPartyPackageNameField(NodePackageNameField):
    pass


class NodeThirdPartyPackageDependenciesField(Dependencies):
    pass


class NodeThirdPartyPackageTarget(Target):
    alias = "node_third_party_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NodeThirdPartyPackageNameField,
        NodeThirdPartyPackageVersionField,
        NodeThirdPartyPackageDependenciesField,
    )
    help = (
        "One package that a `package.json` depends on. A `package_json` target generates these; do "
        "not write them by hand."
    )


class NodePackageExtraEnvVarsField(StringSequenceField):
    alias = "extra_env_vars"
    required = False
    help = (
        "Environment variables for all scripts of this package, besides those of "
        "`[nodejs].extra_env_vars`: `NAME=value`, or `NAME` to pass on the value that Pants was "
        "started with."
    )


class NodePackageTarget(Target):
    alias = "node_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PackageJsonSourceField,
        NodePackageNameField,
        NodePackageVersionField,
        NodePackageDependenciesField,
        NodePackageTestScriptField,
        NodePackageExtraEnvVarsField,
    )
    help = (
        "The first-party package that a `package.json` describes. A `package_json` target "
        "generates it; do not write it by hand."
    )


class NPMDistributionTarget(Target):
    alias = "npm_distribution"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PackageJsonSourceField,
        OutputPathField,
    )
    help = "An npm package, packed by `package` into an archive that can be published."


class PackageJsonTarget(TargetGenerator):
    alias = "package_json"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PackageJsonSourceField,
        NodePackageScriptsField,
        NodePackageExtraEnvVarsField,
    )
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (NodePackageDependenciesField,)
    help = (
        "A `package.json` file. It generates a `node_package` for the package itself, a target for "
        "each third-party dependency and one for each build script."
    )


class NodeBuildScriptEntryPointField(StringField):
    alias = "entry_point"
    required = True
    help = "Name of the script in `package.json`."


class NodeBuildScriptSourcesField(SourcesField):
    alias = "_sources"
    required = False
    default = None
    help = "Not used: the script's inputs are its dependencies."


class NodeBuildScriptOutputFilesField(StringSequenceField):
    alias = "output_files"
    required = False
    default = ()
    help = (
        "Files that the script writes and that are kept, relative to the folder of `package.json`."
    )


class NodeBuildScriptOutputDirectoriesField(StringSequenceField):
    alias = "output_directories"
    required = False
    default = ()
    help = (
        "Folders that the script writes and that are kept, relative to the folder of "
        "`package.json`."
    )


class NodeBuildScriptExtraEnvVarsField(StringSequenceField):
    alias = "extra_env_vars"
    required = False
    default = ()
    help = (
        "Environment variables for this script: `NAME=value`, or `NAME` to pass on the value that "
        "Pants was started with."
    )


class NodeBuildScriptExtraCaches(StringSequenceField):
    alias = "extra_caches"
    required = False
    default = ()
    help = (
        "Folders, relative to the folder of `package.json`, that the script uses as caches and "
        "that survive between its runs. Nothing else may read them."
    )


class NodeBuildScriptTarget(Target):
    alias = "_node_build_script"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        NodeBuildScriptEntryPointField,
        NodeBuildScriptOutputDirectoriesField,
        NodeBuildScriptOutputFilesField,
        NodeBuildScriptSourcesField,
        NodeBuildScriptExtraCaches,
        NodeBuildScriptExtraEnvVarsField,
        NodePackageDependenciesField,
        OutputPathField,
    )
    help = (
        "A build script of a `package.json`. A `package_json` target generates these from "
        "`node_build_script(...)`; do not write them by hand."
    )


def build_file_aliases() -> BuildFileAliases:
    """The script values that BUILD files may construct."""
    scripts = (NodeBuildScript, NodeTestScript, NodeRunScript)
    return BuildFileAliases(objects={script.alias: script.create for script in scripts})
