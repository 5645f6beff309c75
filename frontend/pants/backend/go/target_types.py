"""Targets for Go modules, packages and binaries."""

from __future__ import annotations

import os

from pants.core.environments.target_types import EnvironmentField
from pants.core.goals.package import OutputPathField
from pants.core.goals.run import RestartableField
from pants.core.goals.test import TestExtraEnvVarsField, TestTimeoutField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    BoolField,
    Dependencies,
    InvalidFieldException,
    InvalidTargetException,
    MultipleSourcesField,
    StringField,
    StringSequenceField,
    Target,
    TargetGenerator,
    TriBoolField,
    ValidNumbers,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pants.engine.addresses import Address

_GO_PACKAGE_EXTENSIONS = (
    ".go",
    ".s",
    ".S",
    ".sx",
    ".c",
    ".h",
    ".hh",
    ".hpp",
    ".hxx",
    ".cc",
    ".cpp",
    ".cxx",
    ".m",
    ".f",
    ".F",
    ".for",
    ".f90",
    ".syso",
)


def _require_generated(target: Target) -> None:
    """Third-party targets follow `go.mod`; one written by hand would drift from it."""
    if not target.address.is_generated_target:
        raise InvalidTargetException(
            f"{target.address}: `{target.alias}` targets are generated from `go.mod` and cannot be "
            "written in BUILD files. Put a `go_mod` target beside the `go.mod` file instead."
        )


class GoCgoEnabledField(TriBoolField):
    alias = "cgo_enabled"
    help = (
        "Whether packages that use Cgo are built. Unset means the value of `[golang].cgo_enabled`."
    )


class GoRaceDetectorEnabledField(TriBoolField):
    alias = "race"
    help = (
        "Whether to build with the data race detector. On a `go_binary` an unset value falls back "
        "to the `go_mod`, and there to off."
    )


class GoTestRaceDetectorEnabledField(GoRaceDetectorEnabledField):
    alias = "test_race"
    help = (
        "Whether this package's tests are built with the data race detector. Unset means the "
        "`go_mod` target's `race`; `[go-test].force_race` wins over both."
    )


class GoMemorySanitizerEnabledField(TriBoolField):
    alias = "msan"
    help = (
        "Whether to build against the C/C++ memory sanitizer. On a `go_binary` an unset value "
        "falls back to the `go_mod`, and there to off."
    )


class GoTestMemorySanitizerEnabledField(GoRaceDetectorEnabledField):
    alias = "test_msan"
    help = (
        "Whether this package's tests are built with the memory sanitizer. Unset means the "
        "`go_mod` target's `msan`; `[go-test].force_msan` wins over both."
    )


class GoAddressSanitizerEnabledField(TriBoolField):
    alias = "asan"
    help = (
        "Whether to build against the C/C++ address sanitizer. On a `go_binary` an unset value "
        "falls back to the `go_mod`, and there to off."
    )


class GoTestAddressSanitizerEnabledField(GoRaceDetectorEnabledField):
    alias = "test_asan"
    help = (
        "Whether this package's tests are built with the address sanitizer. Unset means the "
        "`go_mod` target's `asan`; `[go-test].force_asan` wins over both."
    )


class GoAssemblerFlagsField(StringSequenceField):
    alias = "assembler_flags"
    help = (
        "Additional arguments for the Go assembler. Use them when a package needs flags that Pants "
        "does not set by itself."
    )


class GoCompilerFlagsField(StringSequenceField):
    alias = "compiler_flags"
    help = (
        'Additional arguments for the Go compiler, for instance `["-N", "-l"]` to debug '
        "without optimisations."
    )


class GoLinkerFlagsField(StringSequenceField):
    alias = "linker_flags"
    help = (
        'Additional arguments for the Go linker, for instance `["-s", "-w"]` to strip the binary.'
    )


class GoImportPathField(StringField):
    alias = "import_path"
    required = True
    help = "The path under which Go code imports this package or module, such as `rsc.io/quote`."


class GoThirdPartyDependenciesField(Dependencies):
    pass


class GoThirdPartyPackageDependenciesField(GoThirdPartyDependenciesField):
    pass


class GoThirdPartyPackageTarget(Target):
    alias = "go_third_party_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        GoThirdPartyPackageDependenciesField,
        GoImportPathField,
    )
    help = (
        "One package of a module that `go.mod` requires. A `go_mod` target generates these; do not "
        "write them by hand."
    )

    def validate(self) -> None:
        _require_generated(self)


class GoThirdPartyModuleDependenciesField(GoThirdPartyDependenciesField):
    pass


class GoThirdPartyModuleTarget(Target):
    alias = "go_third_party_module"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        GoThirdPartyModuleDependenciesField,
        GoImportPathField,
    )
    help = (
        "One module that `go.mod` requires, with all its packages. A `go_mod` target generates "
        "these when `[golang].third_party_target_granularity` is `module`; do not write them by "
        "hand."
    )

    def validate(self) -> None:
        _require_generated(self)


class GoModSourcesField(MultipleSourcesField):
    alias = "_sources"
    default = ("go.mod", "go.sum")
    expected_num_files = range(1, 3)  # go.mod, and go.sum when there is one

    @property
    def go_mod_path(self) -> str:
        return os.path.join(self.address.spec_path, "go.mod")

    @property
    def go_sum_path(self) -> str:
        return os.path.join(self.address.spec_path, "go.sum")

    def validate_resolved_files(self, files: Sequence[str]) -> None:
        super().validate_resolved_files(files)
        if self.go_mod_path not in files:
            raise InvalidFieldException(
                f"{self.address}: a `go_mod` target needs the file {self.go_mod_path}; "
                "declare it in the folder that has it."
            )
        other = sorted(set(files) - {self.go_mod_path, self.go_sum_path})
        if other:
            raise InvalidFieldException(
                f"{self.address}: a `go_mod` target has only `go.mod` and `go.sum`, not {other}."
            )


class GoModDependenciesField(Dependencies):
    alias = "_dependencies"


class GoModTarget(TargetGenerator):
    alias = "go_mod"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        GoModDependenciesField,
        GoModSourcesField,
        GoCgoEnabledField,
        GoRaceDetectorEnabledField,
        GoMemorySanitizerEnabledField,
        GoAddressSanitizerEnabledField,
        GoAssemblerFlagsField,
        GoCompilerFlagsField,
        GoLinkerFlagsField,
    )
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = ()
    help = (
        "A first-party Go module: the `go.mod` file of this folder and its `go.sum`. It generates "
        "a target for each third-party package or module that the module requires."
    )


class GoPackageSourcesField(MultipleSourcesField):
    default = ("*.go",)
    expected_file_extensions = _GO_PACKAGE_EXTENSIONS
    ban_subdirectories = True
    help = (
        "The package's files, tests included, as names or globs of files in the BUILD file's own "
        "folder; a leading `!` leaves files out. Go looks at one folder per package, so subfolders "
        "are not allowed."
    )

    @classmethod
    def compute_value(
        cls, raw_value: Iterable[str] | None, address: Address
    ) -> tuple[str, ...] | None:
        value = super().compute_value(raw_value, address)
        if not value:
            raise InvalidFieldException(
                f"{address}: `{cls.alias}` must name at least one file or glob, not {value!r}."
            )
        return value


class GoPackageDependenciesField(Dependencies):
    pass


class SkipGoTestsField(BoolField):
    alias = "skip_tests"
    default = False
    help = "If true, the `test` goal does not run this package's tests."


class GoTestExtraEnvVarsField(TestExtraEnvVarsField):
    alias = "test_extra_env_vars"
    help = (
        "Environment variables for this package's tests, besides those of `[test].extra_env_vars`: "
        "`NAME=value`, or `NAME` to pass on the value that Pants was started with."
    )


class GoTestTimeoutField(TestTimeoutField):
    alias = "test_timeout"
    valid_numbers = ValidNumbers.positive_and_zero
    help = (
        "Seconds that this package's tests may take; unset or 0 means no limit. "
        "`[test].timeout_default` and `[test].timeout_maximum` apply when `[test].timeouts` is on."
    )


class GoPackageTarget(Target):
    alias = "go_package"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        GoPackageDependenciesField,
        GoPackageSourcesField,
        GoTestExtraEnvVarsField,
        GoTestTimeoutField,
        GoTestRaceDetectorEnabledField,
        GoTestMemorySanitizerEnabledField,
        GoTestAddressSanitizerEnabledField,
        GoAssemblerFlagsField,
        GoCompilerFlagsField,
        SkipGoTestsField,
    )
    help = "A first-party Go package: the Go files of one folder, its tests included."


class GoBinaryMainPackageField(StringField, AsyncFieldMixin):
    alias = "main"
    help = (
        "Address of the `go_package` that has the `main` function. Unset means the one "
        "`go_package` in this folder. Not together with `main_import_path`."
    )


class GoBinaryMainImportPathField(StringField, AsyncFieldMixin):
    alias = "main_import_path"
    help = (
        "Import path of a third-party package that has the `main` function, such as "
        "`golang.org/x/tools/cmd/stringer`. Not together with `main`."
    )


class GoBinaryDependenciesField(Dependencies):
    alias = "_dependencies"


class GoBinaryTarget(Target):
    alias = "go_binary"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        OutputPathField,
        GoBinaryMainPackageField,
        GoBinaryMainImportPathField,
        GoBinaryDependenciesField,
        GoCgoEnabledField,
        GoRaceDetectorEnabledField,
        GoMemorySanitizerEnabledField,
        GoAddressSanitizerEnabledField,
        GoAssemblerFlagsField,
        GoCompilerFlagsField,
        GoLinkerFlagsField,
        RestartableField,
        EnvironmentField,
    )
    help = "A Go executable, built by `package` and started by `run`."

    def validate(self) -> None:
        main, path = self[GoBinaryMainPackageField], self[GoBinaryMainImportPathField]
        if main.value and path.value:
            raise InvalidTargetException(
                f"{self.address}: set `{main.alias}` or `{path.alias}`, not both."
            )


class GoOwningGoModAddressField(StringField):
    alias = "go_mod_address"
    help = (
        "Address of the `go_mod` target whose module generated Go code belongs to. Needed only "
        "when a repository has several and the nearest one is not the right one."
    )
