"""Rules from BUILD files to declarations and addresses.

Reading BUILD files is the engine's: it runs them, or takes what it learned before. These rules are
how Python reaches what they declare.
"""

from __future__ import annotations

from pants.build_graph.address import BuildFileAddress, BuildFileAddressRequest, MaybeAddress
from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.environment import EnvironmentName
from pants.engine.fs import FileContent
from pants.engine.internals.dep_rules import (
    DependenciesRuleApplication,
    DependenciesRuleApplicationRequest,
    MaybeBuildFileDependencyRulesImplementation,
)
from pants.engine.internals.mapper import AddressFamily
from pants.engine.internals.native_engine import (
    Address,
    AddressInput,
    FrozenDict,
    TargetAdaptor,
)
from pants.engine.internals.target_adaptor import TargetAdaptorRequest
from pants.engine.rules import collect_rules, rule
from pants.option.global_options import GlobalOptions
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

#: Stands for the target of a file that version control says was deleted.
DELETED_ADDRESS = Address("", target_name="__deleted_target")


class BuildFileSyntaxError(SyntaxError):
    """A BUILD file is not Python; shows the line like the interpreter does."""

    @classmethod
    def from_syntax_error(cls, error: SyntaxError) -> BuildFileSyntaxError:
        """The same error in this type."""
        return cls(error.msg, (error.filename, error.lineno, error.offset, error.text))

    def __str__(self) -> str:
        lines = [f"Error parsing BUILD file {self.filename}:{self.lineno}: {self.msg}"]
        if self.text:
            lines.append(f"  {self.text.rstrip()}")
            if self.offset and self.offset > 0:
                lines.append(" " * (2 + self.offset - 1) + "^")
        return "\n".join(lines)


class BuildFileOptions(Record):
    """Which files are BUILD files, and which preludes they all get."""

    patterns: tuple[str, ...]
    ignores: tuple[str, ...] = ()
    prelude_globs: tuple[str, ...] = ()


class BuildFilePreludeSymbols(Record):
    """What the preludes define, and the variables of the environment that they read."""

    symbols: FrozenDict[str, Any]
    referenced_env_vars: tuple[str, ...]


class AddressFamilyDir(Record, EngineAwareParameter):
    """A folder whose BUILD files are asked about."""

    path: str

    def debug_hint(self) -> str:
        """The folder."""
        return self.path


class OptionalAddressFamily(Record):
    """What the BUILD files of a folder declare, if it has any."""

    path: str
    address_family: AddressFamily | None = None

    def ensure(self) -> AddressFamily:
        """What they declare; an error if there are none."""
        if self.address_family is None:
            from pants.engine.addresses import ResolveError

            raise ResolveError(f"Directory '{self.path}' does not contain any BUILD files.")
        return self.address_family


@rule(desc="Resolve build file options")
async def extract_build_file_options(global_options: GlobalOptions) -> BuildFileOptions:
    """Which files are BUILD files."""
    return BuildFileOptions(
        patterns=global_options.build_patterns,
        ignores=global_options.build_ignore,
        prelude_globs=global_options.build_file_prelude_globs,
    )


@rule(native="maybe_resolve_address", _masked_types=[EnvironmentName])
async def maybe_resolve_address(address_input: AddressInput) -> MaybeAddress:
    """The address that somebody wrote, or why there is none."""


@rule
async def resolve_address(maybe_address: MaybeAddress) -> Address:
    """The address that somebody wrote; an error if there is none."""
    if isinstance(maybe_address.val, Address):
        return maybe_address.val
    raise maybe_address.val


@rule(native="parse_address_family", desc="Search for addresses in BUILD files")
async def parse_address_family(directory: AddressFamilyDir) -> OptionalAddressFamily:
    """What the BUILD files of a folder declare, if it has any."""


@rule
async def ensure_address_family(request: OptionalAddressFamily) -> AddressFamily:
    """What the BUILD files of a folder declare; an error if there are none."""
    return request.ensure()


@rule(native="find_build_file")
async def find_build_file(request: BuildFileAddressRequest) -> BuildFileAddress:
    """The BUILD file that declares a target."""


@rule(native="find_target_adaptor")
async def find_target_adaptor(request: TargetAdaptorRequest) -> TargetAdaptor:
    """The declaration of a target."""


@rule(native="get_dependencies_rule_application")
async def get_dependencies_rule_application(
    request: DependenciesRuleApplicationRequest,
    maybe_build_file_rules_implementation: MaybeBuildFileDependencyRulesImplementation,
) -> DependenciesRuleApplication:
    """What the rules about dependencies say of those of a target."""


class BUILDFileEnvVarExtractor:
    """Finds the variables of the environment that a BUILD file reads with `env("NAME")`."""

    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.env_vars: set[str] = set()

    @classmethod
    def get_env_vars(cls, file_content: FileContent) -> Sequence[str]:
        """The names in the calls whose argument is a plain string."""
        import ast

        extractor = cls(file_content.path)
        try:
            tree = ast.parse(file_content.content.decode(), file_content.path)
        except SyntaxError as e:
            raise BuildFileSyntaxError.from_syntax_error(e).with_traceback(e.__traceback__)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                extractor._visit_call(node)
        return tuple(sorted(extractor.env_vars))

    def _visit_call(self, node: Any) -> None:
        import ast

        is_env = isinstance(node.func, ast.Name) and node.func.id == "env"
        for keyword in node.keywords:
            if is_env and keyword.arg == "name":
                self._visit_name(keyword.value)
        if is_env and node.args:
            self._visit_name(node.args[0])

    def _visit_name(self, value: Any) -> None:
        import ast

        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            self.env_vars.add(value.value)
            return
        import logging

        logging.getLogger(__name__).warning(
            f"{self.filename}:{value.lineno}: the name in `env(...)` must be written as a plain "
            "string here; this call returns its default."
        )


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
