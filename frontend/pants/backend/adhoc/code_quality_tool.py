"""`code_quality_tool`: any program as a linter, fixer or formatter."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    SpecialCasedDependencies,
    StringField,
    StringSequenceField,
    Target,
)


class CodeQualityToolFileGlobIncludeField(StringSequenceField):
    alias = "file_glob_include"
    required = True
    help = "Globs, from the build root, of the files that the program is run on."


class CodeQualityToolFileGlobExcludeField(StringSequenceField):
    alias = "file_glob_exclude"
    required = False
    default = ()
    help = "Globs of files among them that it is not run on."


class CodeQualityToolRunnableField(StringField):
    alias = "runnable"
    required = True
    help = "The address of the target to run: one that the goal `run` can run."


class CodeQualityToolArgumentsField(StringSequenceField):
    alias = "args"
    default = ()
    help = "Arguments of the program. The files come behind them."


class CodeQualityToolExecutionDependenciesField(SpecialCasedDependencies):
    alias = "execution_dependencies"
    required = False
    default = None
    help = "Addresses of what the program needs in its sandbox, such as its config file."


class CodeQualityToolRunnableDependenciesField(SpecialCasedDependencies):
    alias = "runnable_dependencies"
    required = False
    default = None
    help = "Addresses of programs that it calls by name."


class CodeQualityToolTarget(Target):
    alias = "code_quality_tool"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        CodeQualityToolRunnableField,
        CodeQualityToolArgumentsField,
        CodeQualityToolExecutionDependenciesField,
        CodeQualityToolRunnableDependenciesField,
        CodeQualityToolFileGlobIncludeField,
        CodeQualityToolFileGlobExcludeField,
    )
    help = (
        "Makes a program that a target gives one of the tools of `lint`, `fix` or `fmt`.\n\n"
        "Which of the goals it joins is said by a plugin, with `CodeQualityToolRuleBuilder`, that "
        "names this target."
    )
