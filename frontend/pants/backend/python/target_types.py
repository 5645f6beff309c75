"""Python target types: sources, tests, requirements, distributions, binaries.

Fields of binaries and those that all Python targets share have files of their own; their names are
here too, where plugins look for them.
"""

# ruff: noqa: F401 (names for plugins)

from __future__ import annotations

import os

from pants.backend.python.macros.python_artifact import PythonArtifact
from pants.backend.python.main_specification import (
    ConsoleScript,
    EntryPoint,
    Executable,
    MainSpecification,
)
from pants.backend.python.pex_scie_fields import (
    PexScieArgsField,
    PexScieBindResourcePathField,
    PexScieBusyBox,
    PexScieEnvField,
    PexScieExeField,
    PexScieField,
    PexScieHashAlgField,
    PexScieLoadDotenvField,
    PexScieNameStyleField,
    PexSciePbsDebug,
    PexSciePbsFreeThreaded,
    PexSciePbsReleaseField,
    PexSciePbsStripped,
    PexSciePexEntrypointEnvPassthrough,
    PexSciePlatformField,
    PexSciePythonVersion,
    ScieNameStyle,
)
from pants.backend.python.pex_target_types import (
    EntryPointField,
    PexArgsField,
    PexBinariesGeneratorTarget,
    PexBinariesOverrideField,
    PexBinary,
    PexBinaryDefaults,
    PexBinaryDependenciesField,
    PexCheckField,
    PexCompletePlatformsField,
    PexCompressField,
    PexEmitWarningsField,
    PexEntryPointField,
    PexEntryPointsField,
    PexEnvField,
    PexExecutableField,
    PexExecutionMode,
    PexExecutionModeField,
    PexExtraBuildArgsField,
    PexIgnoreErrorsField,
    PexIncludeRequirementsField,
    PexIncludeSourcesField,
    PexIncludeToolsField,
    PexInheritPathField,
    PexLayout,
    PexLayoutField,
    PexScriptField,
    PexShBootField,
    PexShebangField,
    PexStripEnvField,
    PexValidateEntryPointField,
    PexVenvHermeticScripts,
    PexVenvSitePackagesCopies,
)
from pants.backend.python.python_fields import (
    InterpreterConstraintsField,
    PrefixedPythonResolveField,
    PythonDependenciesField,
    PythonGeneratingSourcesBase,
    PythonResolveField,
    PythonRunGoalUseSandboxField,
    PythonSourceField,
)
from pants.backend.python.subsystems.setup import (
    DEFAULT_TEST_FILE_GLOBS,
    DEFAULT_TESTUTIL_FILE_GLOBS,
)
from pants.core.environments.target_types import EnvironmentField
from pants.core.goals.run import RestartableField
from pants.core.goals.test import (
    RuntimePackageDependenciesField,
    TestExtraEnvVarsField,
    TestsBatchCompatibilityTagField,
    TestTimeoutField,
)
from pants.core.target_types import (
    TargetGeneratorSourcesHelperSourcesField,
    TargetGeneratorSourcesHelperTarget,
)
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    BoolField,
    Dependencies,
    DictStringToStringSequenceField,
    Field,
    IntField,
    InvalidFieldException,
    InvalidFieldTypeException,
    InvalidTargetException,
    NestedDictStringToStringField,
    OptionalSingleSourceField,
    OverridesField,
    ScalarField,
    StringField,
    StringSequenceField,
    Target,
    TargetFilesGenerator,
    TargetFilesGeneratorSettingsRequest,
    TriBoolField,
    ValidNumbers,
    generate_file_based_overrides_field_help_message,
    generate_multiple_sources_field_help_message,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pants.backend.python.subsystems.pytest import PyTest
    from pants.build_graph.address import Address
    from pants.core.goals.test import TestSubsystem
    from pants.util.pip_requirement import PipRequirement


class PythonFilesGeneratorSettingsRequest(TargetFilesGeneratorSettingsRequest):
    """Asks whether targets that a Python generator makes depend on each other."""


class UvPlatformsField(StringSequenceField):
    alias = "uv_platforms"
    help = (
        "Other platforms to build for, as uv names them: `['x86_64-manylinux_2_28']`. Only with "
        "resolves that uv locks; with Pex, use `complete_platforms`."
    )


# ---- Tests -------------------------------------------------------------------------------------


def _reject_conftest(address: Address, files: Sequence[str], target_alias: str) -> None:
    """A `conftest.py` is no test: Pytest would find nothing to run in it."""
    conftests = sorted(path for path in files if os.path.basename(path) == "conftest.py")
    if conftests:
        raise InvalidFieldException(
            f"The target {address} is a `{target_alias}`, and its sources have a `conftest.py`: "
            f"{', '.join(conftests)}. Such a file holds no tests. Make it part of a "
            "`python_test_utils` target."
        )


class PythonTestSourceField(PythonSourceField):
    expected_file_extensions = (".py", "")
    banned_file_names = ("conftest.py",)

    def validate_resolved_files(self, files: Sequence[str]) -> None:
        super().validate_resolved_files(files)
        _reject_conftest(self.address, files, "python_test")


class PythonTestsDependenciesField(PythonDependenciesField):
    supports_transitive_excludes = True


class PythonTestsEntryPointDependenciesField(DictStringToStringSequenceField):
    alias = "entry_point_dependencies"
    help = (
        "Entry points that the test looks up by their group's name when it runs, by the address "
        "of the `python_distribution` that declares them: "
        "`{'//plugins:dist': ['my.group', 'console_scripts/tool']}`. `*` stands for all.\n\n"
        "The test depends on their modules, and finds them as if the distribution were installed."
    )


class PythonTestsTimeoutField(TestTimeoutField):
    valid_numbers = ValidNumbers.positive_only

    def calculate_from_global_options(  # type: ignore[override]
        self, test: TestSubsystem, pytest: PyTest | None = None
    ) -> int | None:
        return super().calculate_from_global_options(test)


class PythonTestsExtraEnvVarsField(TestExtraEnvVarsField):
    pass


class PythonTestsXdistConcurrencyField(IntField):
    alias = "xdist_concurrency"
    help = (
        "How many processes of pytest-xdist run this file's tests; 0 turns it off for this file. "
        "If not set, the number follows from the machine, where `[pytest].xdist_enabled`."
    )


class PythonTestsBatchCompatibilityTagField(TestsBatchCompatibilityTagField):
    help = TestsBatchCompatibilityTagField.format_help("python_test", "pytest")


class SkipPythonTestsField(BoolField):
    alias = "skip_tests"
    default = False
    help = "Whether `test` leaves this target out."


_PYTHON_TEST_MOVED_FIELDS = (
    PythonTestsDependenciesField,
    PythonResolveField,
    PythonRunGoalUseSandboxField,
    PythonTestsTimeoutField,
    PythonTestsXdistConcurrencyField,
    PythonTestsBatchCompatibilityTagField,
    RuntimePackageDependenciesField,
    PythonTestsExtraEnvVarsField,
    InterpreterConstraintsField,
    SkipPythonTestsField,
    EnvironmentField,
)


class PythonTestTarget(Target):
    alias = "python_test"
    core_fields = (*COMMON_TARGET_FIELDS, *_PYTHON_TEST_MOVED_FIELDS, PythonTestSourceField)
    help = (
        "A file of Python tests, in the style of Pytest or of `unittest`.\n\n"
        "Files that only help tests, such as `conftest.py`, are `python_source` targets."
    )


class PythonTestsGeneratingSourcesField(PythonGeneratingSourcesBase):
    expected_file_extensions = (".py", "")
    banned_file_names = ("conftest.py",)
    default = DEFAULT_TEST_FILE_GLOBS
    help = generate_multiple_sources_field_help_message(
        "Example: `sources=['test_*.py', '*_test.py', 'tests.py']`"
    )

    def validate_resolved_files(self, files: Sequence[str]) -> None:
        super().validate_resolved_files(files)
        _reject_conftest(self.address, files, "python_tests")


class PythonTestsOverrideField(OverridesField):
    help = generate_file_based_overrides_field_help_message(
        PythonTestTarget.alias,
        """
        overrides={
            "foo_test.py": {"timeout": 120},
            "bar_test.py": {"timeout": 200},
            ("foo_test.py", "bar_test.py"): {"tags": ["slow_tests"]},
        }
        """,
    )


class PythonTestsGeneratorTarget(TargetFilesGenerator):
    alias = "python_tests"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PythonTestsGeneratingSourcesField,
        PythonTestsOverrideField,
    )
    generated_target_cls = PythonTestTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = _PYTHON_TEST_MOVED_FIELDS
    settings_request_cls = PythonFilesGeneratorSettingsRequest
    help = "Makes a `python_test` target for each file in `sources`."


# ---- Sources and helpers of tests --------------------------------------------------------------


class PythonSourceTarget(Target):
    alias = "python_source"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        InterpreterConstraintsField,
        PythonDependenciesField,
        PythonResolveField,
        PythonRunGoalUseSandboxField,
        PythonSourceField,
        RestartableField,
    )
    help = "A Python file."


class PythonSourcesOverridesField(OverridesField):
    help = generate_file_based_overrides_field_help_message(
        PythonSourceTarget.alias,
        """
        overrides={
            "foo.py": {"skip_pylint": True},
            "bar.py": {"skip_flake8": True},
            ("foo.py", "bar.py"): {"tags": ["linter_disabled"]},
        }
        """,
    )


class PythonTestUtilsGeneratingSourcesField(PythonGeneratingSourcesBase):
    default = DEFAULT_TESTUTIL_FILE_GLOBS
    help = generate_multiple_sources_field_help_message(
        "Example: `sources=['conftest.py', 'test_*.pyi', '*_test.pyi', 'tests.pyi']`"
    )


class PythonSourcesGeneratingSourcesField(PythonGeneratingSourcesBase):
    default = (
        "*.py",
        "*.pyi",
        *(f"!{pattern}" for pattern in DEFAULT_TEST_FILE_GLOBS),
        *(f"!{pattern}" for pattern in DEFAULT_TESTUTIL_FILE_GLOBS),
    )
    help = generate_multiple_sources_field_help_message(
        "Example: `sources=['example.py', 'new_*.py', '!old_ignore.py']`"
    )


class PythonTestUtilsGeneratorTarget(TargetFilesGenerator):
    alias = "python_test_utils"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PythonTestUtilsGeneratingSourcesField,
        PythonSourcesOverridesField,
    )
    generated_target_cls = PythonSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        PythonResolveField,
        PythonRunGoalUseSandboxField,
        PythonDependenciesField,
        InterpreterConstraintsField,
    )
    settings_request_cls = PythonFilesGeneratorSettingsRequest
    help = (
        "Makes a `python_source` target for each file in `sources`, which by default are "
        "`conftest.py` and type stubs of tests.\n\n"
        "It is `python_sources` with other defaults, to keep what helps tests apart from code."
    )


class PythonSourcesGeneratorTarget(TargetFilesGenerator):
    alias = "python_sources"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PythonSourcesGeneratingSourcesField,
        PythonSourcesOverridesField,
    )
    generated_target_cls = PythonSourceTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (
        PythonResolveField,
        PythonRunGoalUseSandboxField,
        PythonDependenciesField,
        InterpreterConstraintsField,
        RestartableField,
    )
    settings_request_cls = PythonFilesGeneratorSettingsRequest
    help = (
        "Makes a `python_source` target for each file in `sources`.\n\n"
        "The defaults leave tests and what helps them to `python_tests` and `python_test_utils`."
    )


# ---- Third-party requirements ------------------------------------------------------------------


class _PipRequirementSequenceField(Field):
    value: tuple[PipRequirement, ...]

    @classmethod
    def compute_value(
        cls, raw_value: Iterable[str] | None, address: Address
    ) -> tuple[PipRequirement, ...]:
        value = super().compute_value(raw_value, address)
        if value is None:
            return ()
        if isinstance(value, str) or not hasattr(value, "__iter__"):
            raise InvalidFieldTypeException(
                address,
                cls.alias,
                value,
                expected_type="an iterable of pip-style requirement strings (e.g. a list)",
            )
        from pants.util.pip_requirement import PipRequirement

        parsed = []
        for requirement in value:
            if isinstance(requirement, PipRequirement):
                parsed.append(requirement)
                continue
            if not isinstance(requirement, str):
                raise InvalidFieldTypeException(
                    address,
                    cls.alias,
                    value,
                    expected_type="an iterable of pip-style requirement strings (e.g. a list)",
                )
            try:
                parsed.append(
                    PipRequirement.parse(
                        requirement,
                        description_of_origin=f"the '{cls.alias}' field for the target {address}",
                    )
                )
            except ValueError as e:
                raise InvalidFieldException(str(e)) from None
        return tuple(parsed)


class PythonRequirementDependenciesField(Dependencies):
    pass


class PythonRequirementsField(_PipRequirementSequenceField):
    alias = "requirements"
    required = True
    help = (
        "Requirements, written as pip takes them: `['requests[security]==2.32.0']`, or with a "
        "URL as in `['lib@ git+https://github.com/me/lib@v1']`.\n\n"
        "Usually one; several for what is always used together, or for one distribution with "
        "different environment markers."
    )


_MODULES_HELP = (
    "Names of top-level modules or of modules in them, such as `['google.cloud.storage']`. "
    "If not set, they follow from the name of the distribution, by a table of well-known ones or "
    "with `_` for `-`. To say them for requirements from a file, use `{mapping}` of the target "
    "that reads the file."
)


class PythonRequirementModulesField(StringSequenceField):
    alias = "modules"
    help = (
        "The modules that the requirement provides, so that imports of them are found.\n\n"
        + _MODULES_HELP.format(mapping="module_mapping")
    )


class PythonRequirementTypeStubModulesField(StringSequenceField):
    alias = "type_stub_modules"
    help = (
        "The modules that the requirement has type stubs for: imports of them depend on it too."
        "\n\n" + _MODULES_HELP.format(mapping="type_stubs_module_mapping")
    )


class PythonRequirementResolveField(PythonResolveField):
    alias = "resolve"
    required = False
    help = (
        "The resolve that this requirement is part of: a name in `[python].resolves`.\n\n"
        "If not set, it is `[python].default_resolve`. To have it in several, use `parametrize`."
    )


class PythonRequirementFindLinksField(StringSequenceField):
    # For requirements that are not on an index; only targets made by rules set it.
    alias = "_find_links"
    required = False
    default = ()
    help = "Where this requirement can be found besides the indexes."


class PythonRequirementEntryPointField(EntryPointField):
    help = (
        "What `run` starts of this requirement: `path.to.module` or `path.to.module:func`. "
        "If not set, the console script or module that has its name."
    )


class PythonRequirementTarget(Target):
    alias = "python_requirement"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PythonRequirementsField,
        PythonRequirementDependenciesField,
        PythonRequirementModulesField,
        PythonRequirementTypeStubModulesField,
        PythonRequirementResolveField,
        PythonRequirementEntryPointField,
        PythonRequirementFindLinksField,
    )
    help = (
        "A distribution of others that your code may use.\n\n"
        "It is pinned by the lockfile of its resolve. Requirements that are kept in a file are "
        "read by `python_requirements`, `poetry_requirements`, `pipenv_requirements` and "
        "`uv_requirements`."
    )

    def validate(self) -> None:
        if (
            self[PythonRequirementModulesField].value
            and self[PythonRequirementTypeStubModulesField].value
        ):
            raise InvalidTargetException(
                f"The `{self.alias}` target {self.address} sets both "
                f"`{PythonRequirementModulesField.alias}` and "
                f"`{PythonRequirementTypeStubModulesField.alias}`. "
                "A requirement provides either modules or stubs: set one of them."
            )


# ---- Distributions -----------------------------------------------------------------------------


class PythonDistributionDependenciesField(Dependencies):
    supports_transitive_excludes = True


class PythonProvidesField(ScalarField, AsyncFieldMixin):
    alias = "provides"
    expected_type = PythonArtifact
    expected_type_help = "python_artifact(name='my-dist', **kwargs)"
    expected_type_description = "python_artifact(name='my-dist', **kwargs)"
    value: PythonArtifact
    required = True
    help = (
        "What the distribution is called and what else is known of it, as "
        "`python_artifact(name='my-dist', version='1.0', ...)`. It takes what `setup()` of "
        "setuptools takes.\n\n"
        "The requirements and the packages of the distribution follow from the dependencies. "
        "A plugin can compute more, such as the version."
    )

    @classmethod
    def compute_value(cls, raw_value: PythonArtifact | None, address: Address) -> PythonArtifact:
        return super().compute_value(raw_value, address)


class PythonDistributionEntryPointsField(NestedDictStringToStringField, AsyncFieldMixin):
    alias = "entry_points"
    required = False
    help = (
        "Entry points by group and name: `{'console_scripts': {'tool': 'my.module:main'}}`.\n\n"
        "The address of a `pex_binary` stands for its entry point: `{'tool': '//app:bin'}`. The "
        "distribution depends on what they name. They are added to those in `provides`."
    )


class PythonDistributionOutputPathField(StringField, AsyncFieldMixin):
    alias = "output_path"
    default = ""
    help = (
        "The folder for the built distributions, relative to the dist folder, which it is itself "
        "if this is empty."
    )


class WheelField(BoolField):
    alias = "wheel"
    default = True
    help = "Whether to build a wheel."


class SDistField(BoolField):
    alias = "sdist"
    default = True
    help = "Whether to build a distribution of the sources."


class ConfigSettingsField(DictStringToStringSequenceField):
    """Settings in the sense of PEP 517."""


class WheelConfigSettingsField(ConfigSettingsField):
    alias = "wheel_config_settings"
    help = (
        "Settings for the builder when it builds a wheel: "
        "`{'--global-option': ['--plat-name', 'any']}` for setuptools."
    )


class SDistConfigSettingsField(ConfigSettingsField):
    alias = "sdist_config_settings"
    help = "Settings for the builder when it builds a distribution of the sources."


class BuildBackendEnvVarsField(StringSequenceField):
    alias = "env_vars"
    required = False
    help = (
        "Variables that the builder sees, as `NAME=value`, or `NAME` for its value in your own "
        "environment."
    )


class GenerateSetupField(TriBoolField):
    alias = "generate_setup"
    required = False
    default = None
    help = (
        "Whether to write a `setup.py` from `provides` and the dependencies, instead of using "
        "the one among the sources. "
        "If not set, `[setup-py-generation].generate_setup_default` decides."
    )


class LongDescriptionPathField(StringField):
    alias = "long_description_path"
    required = False
    help = (
        "A file, by its path from the build root, whose text becomes `long_description` of the "
        "distribution."
    )


class PythonDistribution(Target):
    alias = "python_distribution"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        InterpreterConstraintsField,
        PythonDistributionDependenciesField,
        PythonDistributionEntryPointsField,
        PythonProvidesField,
        GenerateSetupField,
        WheelField,
        SDistField,
        WheelConfigSettingsField,
        SDistConfigSettingsField,
        BuildBackendEnvVarsField,
        LongDescriptionPathField,
        PythonDistributionOutputPathField,
    )
    help = (
        "A wheel or source distribution of your code, for others to install.\n\n"
        "It holds the code that it depends on, except for what another distribution of the "
        "repository holds: that one becomes a requirement."
    )


# ---- Versions from git -------------------------------------------------------------------------


class VCSVersionDummySourceField(OptionalSingleSourceField):
    # Nothing on disk: the file is generated.
    alias = "_dummy_source"
    help = "Where the generated file would be."


class VersionTagRegexField(StringField):
    default = r"^(?:[\w-]+-)?(?P<version>[vV]?\d+(?:\.\d+){0,2}[^\+]*)(?:\+.*)?$"
    alias = "tag_regex"
    help = "How a tag of git spells a version: a pattern with a group named `version`."


class VersionGenerateToField(StringField):
    required = True
    alias = "generate_to"
    help = "The path from the build root that the generated file gets."


class VersionTemplateField(StringField):
    required = True
    alias = "template"
    help = 'The text of the file, with `{version}` for the version: `__version__ = "{version}"`.'


class VersionVersionSchemeField(StringField):
    alias = "version_scheme"
    help = "How setuptools-scm makes the version of commits that have no tag."


class VersionLocalSchemeField(StringField):
    alias = "local_scheme"
    help = "How setuptools-scm makes the local part of the version, behind the `+`."


class VCSVersion(Target):
    alias = "vcs_version"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        VersionTagRegexField,
        VersionVersionSchemeField,
        VersionLocalSchemeField,
        VCSVersionDummySourceField,
        VersionGenerateToField,
        VersionTemplateField,
    )
    help = (
        "Generates a file with a version that is read from git's tags.\n\n"
        "Put it among the dependencies of code that imports the file."
    )
