"""`[python]`: interpreters, resolves, and what `tailor` makes of Python files."""

from __future__ import annotations

from pants.option.errors import OptionsError
from pants.option.option_types import (
    BoolOption,
    DictOption,
    EnumOption,
    FileOption,
    StrListOption,
    StrOption,
)
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Options of `[python]` that map resolves to something also take this key, for all other resolves.
RESOLVE_OPTION_KEY__DEFAULT = "__default__"

DEFAULT_TEST_FILE_GLOBS = ("test_*.py", "*_test.py", "tests.py")
DEFAULT_TESTUTIL_FILE_GLOBS = ("conftest.py", "test_*.pyi", "*_test.pyi", "tests.pyi")

_BY_RESOLVE = (
    f"The keys are names of resolves, or `{RESOLVE_OPTION_KEY__DEFAULT}` for all that are not "
    "named."
)


class InvalidLockfileBehavior(PlainEnum):
    """What to do with a lockfile that does not fit its requirements any more."""

    error = "error"
    ignore = "ignore"
    warn = "warn"


class Resolver(PlainEnum):
    """What resolves requirements into lockfiles."""

    pex = "pex"
    uv = "uv"


class UnrecognizedResolveNamesError(Exception):
    """An option names a resolve that `[python].resolves` has not."""


class PythonSetup(Subsystem):
    options_scope = "python"
    help = "Python: interpreters, resolves, lockfiles, tailoring."

    default_interpreter_universe = [
        "2.7",
        "3.5",
        "3.6",
        "3.7",
        "3.8",
        "3.9",
        "3.10",
        "3.11",
        "3.12",
        "3.13",
        "3.14",
    ]

    # ---- Interpreters --------------------------------------------------------------------------

    _interpreter_constraints = StrListOption(
        default=None,
        metavar="<requirement>",
        help="The Pythons that your code is for, as requirements: `['CPython>=3.11,<3.14']`. "
        "Several are alternatives. Targets go over it with `interpreter_constraints`.",
    )
    warn_on_python2_usage = BoolOption(
        default=True,
        advanced=True,
        help="Warn of code whose constraints allow Python 2.7, which few tools still know.",
    )
    interpreter_versions_universe = StrListOption(
        default=default_interpreter_universe,
        advanced=True,
        help="All minor versions that there are, to tell which ones constraints allow. "
        "Add new ones here before they are known.",
    )
    default_run_goal_use_sandbox = BoolOption(
        default=True,
        help="Let `run` start Python sources in a sandbox with just what they depend on. "
        "Without it they run in the repository and see all of it.",
    )
    repl_history = BoolOption(
        default=True,
        help="Keep the history of the Python shell.",
    )
    macos_big_sur_compatibility = BoolOption(
        default=False,
        advanced=True,
        help="Make Pythons of macOS 11 take wheels that were built for 10.16, its old name.",
    )

    # ---- Resolves ------------------------------------------------------------------------------

    enable_resolves = BoolOption(
        default=False,
        advanced=True,
        mutually_exclusive_group="lockfile",
        help="Have resolves: named sets of requirements, each with a lockfile. "
        "Targets choose one with their field `resolve`.",
    )
    resolves = DictOption[str](
        default={"python-default": "3rdparty/python/default.lock"},
        advanced=True,
        help="The resolves, and the path of each one's lockfile.",
    )
    default_resolve = StrOption(
        default="python-default",
        advanced=True,
        help="The resolve of targets that choose none.",
    )
    _default_to_resolve_interpreter_constraints = BoolOption(
        default=False,
        advanced=True,
        help="Give targets without `interpreter_constraints` those of their resolve in "
        "`resolves_to_interpreter_constraints`.",
    )
    enable_lockfile_targets = BoolOption(
        default=True,
        advanced=True,
        help="Make a target for each lockfile, so that what depends on its requirements is "
        "seen as changed when it changes.",
    )
    separate_lockfile_metadata_file = BoolOption(
        default=False,
        advanced=True,
        help="Write what a lockfile was made from into a file beside it instead of its head, "
        "so that other tools can read the lockfile.",
    )
    resolver = EnumOption(
        default=Resolver.pex,
        advanced=True,
        help="What resolves requirements: Pex with pip, or uv. It decides the lockfiles' format.",
    )
    pip_version = StrOption(
        default="24.2",
        advanced=True,
        help="The version of pip that resolves and builds requirements, or `latest`.",
    )
    invalid_lockfile_behavior = EnumOption(
        default=InvalidLockfileBehavior.error,
        advanced=True,
        help="What to do with a lockfile that does not fit its requirements or interpreters.",
    )
    resolves_generate_lockfiles = BoolOption(
        default=True,
        advanced=True,
        help="Let `generate-lockfiles` write the lockfiles. Turn it off if you write them "
        "yourself, in the format of `requirements.txt`.",
    )
    run_against_entire_lockfile = BoolOption(
        default=False,
        advanced=True,
        help="Install the whole resolve for each process instead of what its code uses. "
        "Less often something new to install, and more to install each time.",
    )
    resolver_manylinux = StrOption(
        default="manylinux2014",
        advanced=True,
        help="The newest kind of Linux wheel to take, such as `manylinux_2_28_x86_64`, or `no`.",
    )

    # ---- Settings by resolve -------------------------------------------------------------------

    _resolves_to_interpreter_constraints = DictOption[list[str]](
        advanced=True,
        help="Pythons that a resolve's lockfile is for, if not `interpreter_constraints`. "
        "The keys are names of resolves.",
    )
    _resolves_to_constraints_file = DictOption[str](
        advanced=True,
        help="Files with constraints, in pip's format, that a resolve's versions must meet. "
        + _BY_RESOLVE,
    )
    _resolves_to_no_binary = DictOption[list[str]](
        advanced=True,
        help="Distributions never to take as wheels; `[':all:']` are all. " + _BY_RESOLVE,
    )
    _resolves_to_only_binary = DictOption[list[str]](
        advanced=True,
        help="Distributions to take only as wheels; `[':all:']` are all. " + _BY_RESOLVE,
    )
    _resolves_to_excludes = DictOption[list[str]](
        advanced=True,
        help="Requirements to leave out of a resolve even if others ask for them. " + _BY_RESOLVE,
    )
    _resolves_to_overrides = DictOption[list[str]](
        advanced=True,
        help="Requirements that go over what distributions ask for: `['flask=flask>=3']`. "
        + _BY_RESOLVE,
    )
    _resolves_to_sources = DictOption[list[str]](
        advanced=True,
        help="Where single distributions come from: `['internal=torch']` takes `torch` from the "
        "index named `internal` in `[python-repos].indexes`. " + _BY_RESOLVE,
    )
    _resolves_to_lock_style = DictOption[str](
        advanced=True,
        help="For which machines a lockfile is: `strict` for this one, `sources` for this one "
        "with sources beside, `universal` for all. " + _BY_RESOLVE,
    )
    _resolves_to_complete_platforms = DictOption[list[str]](
        advanced=True,
        help="Addresses of files that describe platforms, to lock for these. " + _BY_RESOLVE,
    )
    _resolves_to_uv_platforms = DictOption[list[str]](
        advanced=True,
        help="Platforms, as uv names them, to lock for. " + _BY_RESOLVE,
    )
    _resolves_to_uploaded_prior_to = DictOption[str](
        advanced=True,
        help="Only take what was uploaded before this date and time, or longer ago than this "
        "many days. " + _BY_RESOLVE,
    )

    # ---- Deprecated ----------------------------------------------------------------------------

    requirement_constraints = FileOption(
        default=None,
        advanced=True,
        mutually_exclusive_group="lockfile",
        removal_version="3.0.0.dev0",
        removal_hint="Use `[python].enable_resolves` and lockfiles instead.",
        help="A file with constraints, in pip's format, that all requirements must meet.",
    )
    _resolve_all_constraints = BoolOption(
        default=True,
        advanced=True,
        removal_version="3.0.0.dev0",
        removal_hint="Use `[python].enable_resolves` and lockfiles instead.",
        help="Resolve everything in `requirement_constraints` at once and take what is needed "
        "from there.",
    )

    # ---- Tailoring -----------------------------------------------------------------------------

    tailor_source_targets = BoolOption(
        default=True,
        advanced=True,
        help="Let `tailor` add targets for Python files and tests.",
    )
    tailor_ignore_empty_init_files = BoolOption(
        "--tailor-ignore-empty-init-files",
        default=True,
        advanced=True,
        help="Let `tailor` add no target where the only file is an empty `__init__.py`.",
    )
    tailor_requirements_targets = BoolOption(
        default=True,
        advanced=True,
        help="Let `tailor` add targets for files with requirements.",
    )
    tailor_pex_binary_targets = BoolOption(
        default=False,
        advanced=True,
        help="Let `tailor` add a `pex_binary` for each file that begins a program.",
    )
    tailor_py_typed_targets = BoolOption(
        default=True,
        advanced=True,
        help="Let `tailor` add a `resource` for each `py.typed`.",
    )
    tailor_test_file_globs = StrListOption(
        default=list(DEFAULT_TEST_FILE_GLOBS),
        metavar="glob",
        help="Names of files that `tailor` takes for tests. If you change it, also give `sources` "
        "of `python_tests` and `python_sources` other defaults.",
    )
    tailor_testutils_file_globs = StrListOption(
        default=list(DEFAULT_TESTUTIL_FILE_GLOBS),
        metavar="glob",
        help="Names of files that `tailor` takes for helpers of tests. If you change it, also give "
        "`sources` of `python_test_utils` another default.",
    )

    @property
    def interpreter_constraints(self) -> tuple[str, ...]:
        """The constraints of code that gives none; that they are not set is an error."""
        if not self._interpreter_constraints:
            raise OptionsError(
                "No Python versions are given for your code. Set "
                "`[python].interpreter_constraints` in pants.toml to those that it is for, if "
                "you can to a single one: `interpreter_constraints = ['==3.13.*']`. Targets can "
                "go over it with their own."
            )
        return tuple(self._interpreter_constraints)

    @property
    def default_to_resolve_interpreter_constraints(self) -> bool:
        return self.enable_resolves and self._default_to_resolve_interpreter_constraints

    def checked_resolves(self) -> dict[str, str]:
        """`resolves`, once it is known to hold paths."""
        for resolve, lockfile in self.resolves.items():
            if not isinstance(lockfile, str):
                raise ValueError(
                    f"`[python].resolves`: the lockfile of `{resolve}` must be a path, not "
                    f"{lockfile!r}."
                )
        return self.resolves

    @property
    def enable_synthetic_lockfiles(self) -> bool:
        return self.enable_resolves and self.enable_lockfile_targets

    def _by_known_resolve(self, mapping: dict[str, list[str]], option: str) -> dict[str, list[str]]:
        unknown = sorted(set(mapping) - set(self.resolves))
        if unknown:
            raise UnrecognizedResolveNamesError(
                f"`[python].{option}` names resolves that `[python].resolves` has not: {unknown}. "
                f"It has: {sorted(self.resolves)}"
            )
        return mapping

    def _by_resolve(self, mapping: dict[str, object], option: str) -> dict[str, object]:
        """The setting of each resolve, the default filled in."""
        default = mapping.get(RESOLVE_OPTION_KEY__DEFAULT)
        named = {k: v for k, v in mapping.items() if k != RESOLVE_OPTION_KEY__DEFAULT}
        # A tool's resolve may be named too, so that names are not checked here.
        if default is None:
            return named
        return {**dict.fromkeys(self.resolves, default), **named}

    @property
    def resolves_to_interpreter_constraints(self) -> dict[str, tuple[str, ...]]:
        mapping = self._by_known_resolve(
            self._resolves_to_interpreter_constraints, "resolves_to_interpreter_constraints"
        )
        return {resolve: tuple(constraints) for resolve, constraints in mapping.items()}

    def resolves_to_constraints_file(self) -> dict[str, str]:
        return self._by_resolve(self._resolves_to_constraints_file, "resolves_to_constraints_file")

    def resolves_to_no_binary(self) -> dict[str, list[str]]:
        return self._by_resolve(self._resolves_to_no_binary, "resolves_to_no_binary")

    def resolves_to_only_binary(self) -> dict[str, list[str]]:
        return self._by_resolve(self._resolves_to_only_binary, "resolves_to_only_binary")

    def resolves_to_excludes(self) -> dict[str, list[str]]:
        return self._by_resolve(self._resolves_to_excludes, "resolves_to_excludes")

    def resolves_to_overrides(self) -> dict[str, list[str]]:
        return self._by_resolve(self._resolves_to_overrides, "resolves_to_overrides")

    def resolves_to_sources(self) -> dict[str, list[str]]:
        return self._by_resolve(self._resolves_to_sources, "resolves_to_sources")

    def resolves_to_lock_style(self) -> dict[str, str]:
        return self._by_resolve(self._resolves_to_lock_style, "resolves_to_lock_style")

    def resolves_to_complete_platforms(self) -> dict[str, list[str]]:
        return self._by_resolve(
            self._resolves_to_complete_platforms, "resolves_to_complete_platforms"
        )

    def resolves_to_uv_platforms(self) -> dict[str, list[str]]:
        return self._by_resolve(self._resolves_to_uv_platforms, "resolves_to_uv_platforms")

    def resolves_to_uploaded_prior_to(self) -> dict[str, str]:
        return self._by_resolve(
            self._resolves_to_uploaded_prior_to, "resolves_to_uploaded_prior_to"
        )

    @property
    def manylinux(self) -> str | None:
        """The kind of Linux wheel, or None if there are to be none."""
        value = self.resolver_manylinux
        return None if value.lower() in ("false", "no", "none") else value

    @property
    def resolve_all_constraints(self) -> bool:
        if (
            self._resolve_all_constraints
            and not self.options.is_default("resolve_all_constraints")
            and not self.requirement_constraints
        ):
            raise ValueError(
                "`[python].resolve_all_constraints` is set, but there is no "
                "`[python].requirement_constraints` to resolve."
            )
        return self._resolve_all_constraints

    def compatibility_or_constraints(
        self, compatibility: Iterable[str] | None, resolve: str | None
    ) -> tuple[str, ...]:
        """The constraints of a target with this field value and resolve."""
        if compatibility is not None:
            return tuple(compatibility)
        if self.default_to_resolve_interpreter_constraints and resolve is not None:
            by_resolve = self.resolves_to_interpreter_constraints
            if resolve in by_resolve:
                return by_resolve[resolve]
        return self.interpreter_constraints
