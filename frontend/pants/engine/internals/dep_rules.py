"""Rules about which targets may depend on which: what backends implement."""

from __future__ import annotations

from pants.engine.internals.native_engine import Address, FrozenDict
from pants.engine.rules import collect_rules, implicitly, rule
from pants.engine.unions import UnionMembership, union
from pants.util.plain_enum import PlainEnum
from pants.util.record import Hidden, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from pants.engine.internals.native_engine import TargetAdaptor


class DependencyRulesError(Exception):
    """The rules about dependencies are broken, or cannot be applied."""


class DependencyRuleActionDeniedError(DependencyRulesError):
    """A dependency is not allowed."""

    @classmethod
    def create(cls, description_of_origin: str) -> DependencyRuleActionDeniedError:
        """The error for a dependency."""
        return cls(f"{description_of_origin}: the rules about dependencies deny it.")


class DependencyRuleAction(PlainEnum):
    """What a rule says of a dependency."""

    ALLOW = "allow"
    DENY = "deny"
    WARN = "warn"

    def execute(self, *, description_of_origin: str) -> None:
        """Let a dependency pass, warn of it or refuse it."""
        if self is DependencyRuleAction.WARN:
            import logging

            logging.getLogger(__name__).warning(
                f"{description_of_origin}: the rules about dependencies warn of it."
            )
        elif self is DependencyRuleAction.DENY:
            raise DependencyRuleActionDeniedError.create(description_of_origin)


class DependencyRuleApplication(Record):
    """What a rule said of a dependency between two targets."""

    action: DependencyRuleAction
    rule_description: str
    origin_address: Address
    origin_type: str
    dependency_address: Address
    dependency_type: str

    def execute(self) -> None:
        """Let the dependency pass, warn of it or refuse it."""
        self.action.execute(description_of_origin=str(self))

    def __str__(self) -> str:
        return (
            f"{self.rule_description} : {self.action.name}\n"
            f"{self.origin_type} {self.origin_address} -> "
            f"{self.dependency_type} {self.dependency_address}"
        )


class DependencyRuleSet:
    """Base of the rules for the targets that a selector matches."""


class BuildFileDependencyRulesParserState:
    """Base of what collects the rules while a BUILD file is read."""

    def get_frozen_dependency_rules(self) -> BuildFileDependencyRules | None:
        """The rules that the BUILD file sets, if it does."""
        raise NotImplementedError

    def set_dependency_rules(
        self, build_file: str, *args: Any, extend: bool = False, **kwargs: Any
    ) -> None:
        """What `__dependencies_rules__` or `__dependents_rules__` calls."""
        raise NotImplementedError


class BuildFileDependencyRules:
    """Base of the rules of a BUILD file."""

    @staticmethod
    def create_parser_state(
        path: str, parent: BuildFileDependencyRules | None
    ) -> BuildFileDependencyRulesParserState:
        """What collects the rules while a BUILD file is read."""
        raise NotImplementedError

    @staticmethod
    def check_dependency_rules(
        *,
        origin_address: Address,
        origin_adaptor: TargetAdaptor,
        dependencies_rules: BuildFileDependencyRules | None,
        dependency_address: Address,
        dependency_adaptor: TargetAdaptor,
        dependents_rules: BuildFileDependencyRules | None,
    ) -> DependencyRuleApplication:
        """What the rules on both ends say of a dependency."""
        raise NotImplementedError


class BuildFileDependencyRulesImplementation(Record):
    """The class that a backend implements the rules with."""

    build_file_dependency_rules_class: type[BuildFileDependencyRules]


class MaybeBuildFileDependencyRulesImplementation(Record):
    """The same, if a backend does."""

    build_file_dependency_rules_class: type[BuildFileDependencyRules] | None


class BuildFileDependencyRulesImplementationRequest(Record):
    """Base of requests for the implementation; at most one backend may register one."""


union(BuildFileDependencyRulesImplementationRequest)


class DependenciesRuleApplicationRequest(Record):
    """Asks what the rules say of the dependencies of a target."""

    address: Address
    dependencies: Any
    description_of_origin: str = Hidden()


class DependenciesRuleApplication(Record):
    """What the rules say of each dependency of a target."""

    address: Address
    dependencies_rule: FrozenDict[Address, DependencyRuleApplication]

    def __init__(
        self,
        address: Address,
        dependencies_rule: Mapping[Address, DependencyRuleApplication] | None = None,
    ) -> None:
        self._fill(address=address, dependencies_rule=FrozenDict(dependencies_rule or {}))

    @classmethod
    def allow_all(cls) -> DependenciesRuleApplication:
        """What is said when there are no rules."""
        return cls(Address("", target_name="none"))

    def execute_actions(self) -> None:
        """Warn of and refuse what the rules warn of and refuse."""
        denied = []
        for application in self.dependencies_rule.values():
            try:
                application.execute()
            except DependencyRuleActionDeniedError as e:
                denied.append(str(e))
        if denied:
            from pants.util.strutil import bullet_list, pluralize

            raise DependencyRuleActionDeniedError(
                f"{self.address} has {pluralize(len(denied), 'dependency violation')}:\n\n"
                f"{bullet_list(denied)}"
            )

    def __iter__(self) -> Iterator[Address]:
        return iter(self.dependencies_rule)


@rule(polymorphic=True)
async def get_build_file_dependency_rules_implementation(
    request: BuildFileDependencyRulesImplementationRequest,
) -> BuildFileDependencyRulesImplementation:
    """The implementation of a backend: each member of the union has a rule of its own."""
    raise NotImplementedError(f"No rule serves {type(request).__name__}.")


@rule
async def setup_build_file_dependency_rules(
    union_membership: UnionMembership,
) -> MaybeBuildFileDependencyRulesImplementation:
    """The implementation of the only backend that has one."""
    requests = union_membership.get(BuildFileDependencyRulesImplementationRequest)
    if len(requests) > 1:
        names = ", ".join(sorted(request.__name__ for request in requests))
        raise DependencyRulesError(
            f"Several active backends implement rules about dependencies: {names}. Keep one."
        )
    if not requests:
        return MaybeBuildFileDependencyRulesImplementation(None)
    request_type = next(iter(requests))
    implementation = await get_build_file_dependency_rules_implementation(
        **implicitly({request_type(): BuildFileDependencyRulesImplementationRequest})
    )
    return MaybeBuildFileDependencyRulesImplementation(
        implementation.build_file_dependency_rules_class
    )


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
