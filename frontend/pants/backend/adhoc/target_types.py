"""`adhoc_tool` and `system_binary`: running any program as a step of the build.

Commands in shell are steps of the same kind: most fields here are also theirs.
"""

from __future__ import annotations

import enum

from pants.core.environments.target_types import EnvironmentField
from pants.core.util_rules.adhoc_process_support import PathEnvModifyMode
from pants.engine.fs import GlobExpansionConjunction, GlobMatchErrorBehavior
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    BoolField,
    Dependencies,
    DictStringToStringField,
    IntField,
    MultipleSourcesField,
    SpecialCasedDependencies,
    StringField,
    StringSequenceField,
    Target,
    ValidNumbers,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.process import ProcessCacheScope


class AdhocToolDependenciesField(Dependencies):
    pass


class AdhocToolSourcesField(MultipleSourcesField):
    # Nothing on disk: the files are what the command writes.
    alias = "_sources"
    uses_source_roots = False
    expected_num_files = 0


# ---- What is run -------------------------------------------------------------------------------


class AdhocToolRunnableField(StringField):
    alias = "runnable"
    required = True
    help = (
        "The address of the target to run: one that the goal `run` can run, such as a "
        "`pex_binary`, a `python_source` or a `system_binary`."
    )


class AdhocToolArgumentsField(StringSequenceField):
    alias = "args"
    default = ()
    help = "Arguments of the command."


class AdhocToolWorkdirField(StringField):
    alias = "workdir"
    default = "."
    help = (
        "The folder in the sandbox that the command runs in: `.` is that of the BUILD file, "
        "`/` the build root, `./x` is below the former and `/x` or `x` below the latter. "
        "Paths of outputs are relative to it."
    )


class AdhocToolTimeoutField(IntField):
    alias = "timeout"
    default = 30
    valid_numbers = ValidNumbers.positive_only
    help = "Seconds after which the command is stopped and has failed."


class AdhocToolExtraEnvVarsField(StringSequenceField):
    alias = "extra_env_vars"
    help = (
        "Variables that the command sees, as `NAME=value`, or `NAME` for its value in your own "
        "environment. `PREFIX_*` stands for all that begin so."
    )


class AdhocToolPathEnvModifyModeField(StringField):
    alias = "path_env_modify"
    default = PathEnvModifyMode.PREPEND.value
    valid_choices = PathEnvModifyMode
    help = (
        "Where the folder with the tools of `runnable_dependencies` goes in the variable `PATH`: "
        "in front (`prepend`), behind (`append`), or nowhere (`off`)."
    )

    @property
    def enum_value(self) -> PathEnvModifyMode:
        return PathEnvModifyMode(self.value)


class AdhocToolNamedCachesField(DictStringToStringField):
    alias = "experimental_named_caches"
    help = (
        "Folders that stay from one run to the next, for caches of the tool: names, and the path "
        "in the sandbox of each. What is in them must never change what the command does."
    )


class AdhocToolLogOutputField(BoolField):
    alias = "log_output"
    default = False
    help = "Whether what the command prints is shown even if it succeeds."


# ---- What it sees ------------------------------------------------------------------------------


class AdhocToolExecutionDependenciesField(SpecialCasedDependencies):
    alias = "execution_dependencies"
    required = False
    default = None
    help = (
        "Addresses of what the command needs in its sandbox: code, files, and packages, which "
        "are built first. It is not seen by what depends on this target."
    )


class AdhocToolRunnableDependenciesField(SpecialCasedDependencies):
    alias = "runnable_dependencies"
    required = False
    default = None
    help = (
        "Addresses of programs that the command calls by name. Each is found on `PATH` under the "
        "name of its target."
    )


class AdhocToolWorkspaceInvalidationSourcesField(StringSequenceField):
    alias = "workspace_invalidation_sources"
    help = (
        "Globs of files that the command reads in the repository itself, relative to the BUILD "
        "file, so that a change of them makes it run again. Only for use with an "
        "`experimental_workspace_environment`."
    )


# ---- What it gives -----------------------------------------------------------------------------


class AdhocToolOutputFilesField(StringSequenceField):
    alias = "output_files"
    required = False
    default = ()
    help = "Files that the command writes, as paths or globs from `workdir`."


class AdhocToolOutputDirectoriesField(StringSequenceField):
    alias = "output_directories"
    required = False
    default = ()
    help = "Folders that the command writes, as paths or globs from `workdir`."


class AdhocToolOutputDependenciesField(AdhocToolDependenciesField):
    supports_transitive_excludes = True
    alias = "output_dependencies"
    help = (
        "Addresses of what the outputs need when they are used, such as code that generated code "
        "imports. The command itself does not see it."
    )


class AdhocToolOutputRootDirField(StringField):
    alias = "root_output_directory"
    default = "/"
    help = (
        "The folder that becomes the build root for those who use the outputs. `/` leaves paths "
        "as they are in the sandbox; otherwise as in `workdir`."
    )


class AdhocToolStdoutFilenameField(StringField):
    alias = "stdout"
    default = None
    help = "A file for the standard output of the command, to be one of its outputs."


class AdhocToolStderrFilenameField(StringField):
    alias = "stderr"
    default = None
    help = "A file for the standard error of the command, to be one of its outputs."


class OutputsMatchMode(enum.Enum):
    ALL = "all"
    ALL_WARN = "all_warn"
    AT_LEAST_ONE = "at_least_one"
    AT_LEAST_ONE_WARN = "at_least_one_warn"
    ALLOW_EMPTY = "allow_empty"

    @property
    def glob_match_error_behavior(self) -> GlobMatchErrorBehavior:
        if self is OutputsMatchMode.ALLOW_EMPTY:
            return GlobMatchErrorBehavior.ignore
        if self in (OutputsMatchMode.ALL_WARN, OutputsMatchMode.AT_LEAST_ONE_WARN):
            return GlobMatchErrorBehavior.warn
        return GlobMatchErrorBehavior.error

    @property
    def glob_expansion_conjunction(self) -> GlobExpansionConjunction | None:
        if self is OutputsMatchMode.ALLOW_EMPTY:
            return None
        if self in (OutputsMatchMode.ALL, OutputsMatchMode.ALL_WARN):
            return GlobExpansionConjunction.all_match
        return GlobExpansionConjunction.any_match


class AdhocToolOutputsMatchMode(StringField):
    alias = "outputs_match_mode"
    default = OutputsMatchMode.ALL_WARN.value
    valid_choices = OutputsMatchMode
    help = (
        "What to do if `output_files` and `output_directories` match nothing: all of them must "
        "match (`all`), or one of them (`at_least_one`); with `_warn` it is no error if they do "
        "not. `allow_empty` asks for none."
    )

    @property
    def enum_value(self) -> OutputsMatchMode:
        return OutputsMatchMode(self.value)


class AdhocToolCacheScopeField(StringField):
    alias = "cache_scope"
    default = "from_environment"
    valid_choices = ("from_environment", "success", "success_per_pantsd_restart", "session")
    help = (
        "How long the result is kept: for ever if the command succeeds (`success`), as long as "
        "the daemon runs (`success_per_pantsd_restart`), for one run (`session`), or what the "
        "environment says (`from_environment`), which is `success` except in the workspace."
    )

    @property
    def enum_value(self) -> ProcessCacheScope | None:
        """The scope, or None if the environment decides."""
        from pants.engine.process import ProcessCacheScope

        return {
            "success": ProcessCacheScope.SUCCESSFUL,
            "success_per_pantsd_restart": ProcessCacheScope.PER_RESTART_SUCCESSFUL,
            "session": ProcessCacheScope.PER_SESSION,
        }.get(self.value or "")


class AdhocToolTarget(Target):
    alias = "adhoc_tool"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        AdhocToolRunnableField,
        AdhocToolArgumentsField,
        AdhocToolExecutionDependenciesField,
        AdhocToolOutputDependenciesField,
        AdhocToolRunnableDependenciesField,
        AdhocToolLogOutputField,
        AdhocToolOutputFilesField,
        AdhocToolOutputDirectoriesField,
        AdhocToolSourcesField,
        AdhocToolTimeoutField,
        AdhocToolExtraEnvVarsField,
        AdhocToolWorkdirField,
        AdhocToolOutputRootDirField,
        AdhocToolStdoutFilenameField,
        AdhocToolStderrFilenameField,
        AdhocToolWorkspaceInvalidationSourcesField,
        AdhocToolPathEnvModifyModeField,
        AdhocToolOutputsMatchMode,
        AdhocToolCacheScopeField,
        EnvironmentField,
    )
    help = (
        "Runs a program that a target gives, and takes the files that it writes.\n\n"
        "The files are seen by what depends on this target: as they are by `archive` and the "
        "like, as sources through `experimental_wrap_as_*` targets."
    )


# ---- `system_binary` ---------------------------------------------------------------------------


class SystemBinaryNameField(StringField):
    alias = "binary_name"
    required = True
    help = "The name of the program."


class SystemBinaryExtraSearchPathsField(StringSequenceField):
    alias = "extra_search_paths"
    default = ()
    help = "Folders to look in, after those of `[system-binaries].system_binary_paths`."


class SystemBinaryFingerprintPattern(StringField):
    alias = "fingerprint"
    required = False
    default = None
    help = (
        "A regular expression that must match what the program prints when it is run with "
        "`fingerprint_args`. Only then is it the right one, such as one of the right version."
    )


class SystemBinaryFingerprintArgsField(StringSequenceField):
    alias = "fingerprint_args"
    default = ()
    help = "Arguments with which the program prints what `fingerprint` is to match."


class SystemBinaryFingerprintDependenciesField(AdhocToolRunnableDependenciesField):
    alias = "fingerprint_dependencies"
    help = "Addresses of programs that it calls when it prints its fingerprint."


class SystemBinaryLogFingerprintingErrorsField(BoolField):
    alias = "log_fingerprinting_errors"
    default = True
    help = "Whether to warn of programs that fail to print their fingerprint."


class SystemBinaryTarget(Target):
    alias = "system_binary"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        SystemBinaryNameField,
        SystemBinaryExtraSearchPathsField,
        SystemBinaryFingerprintPattern,
        SystemBinaryFingerprintArgsField,
        SystemBinaryFingerprintDependenciesField,
        SystemBinaryLogFingerprintingErrorsField,
    )
    help = (
        "A program of the machine that processes run on.\n\n"
        "For `runnable` of `adhoc_tool` and for `runnable_dependencies`. "
        "Other machines may have another one: give it a `fingerprint`."
    )
