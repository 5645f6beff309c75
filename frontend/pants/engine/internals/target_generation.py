"""Targets that stand for others: generators, and the requests that make their targets."""

from __future__ import annotations

from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.environment import EnvironmentName
from pants.engine.internals.native_engine import Address, Field, FrozenDict, Target
from pants.engine.internals.target_errors import InvalidGeneratedTargetException
from pants.engine.unions import union
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, ClassVar

    from pants.engine.unions import UnionMembership


class TargetGenerator(Target):
    """A target that is replaced by those that it generates.

    A subclass names the type that it generates, the fields that are copied to each of the
    generated targets, and those that only they have (`moved_fields`). Its own fields, in
    `core_fields`, do not list the moved ones.
    """

    generated_target_cls: ClassVar[type[Target]]
    copied_fields: ClassVar[tuple[type[Field], ...]]
    moved_fields: ClassVar[tuple[type[Field], ...]]

    @classmethod
    def register_plugin_field(cls, field: type[Field], *, as_moved_field: bool = False) -> Any:
        """Add a field of a plugin, to the generator or, if moved, to the generated targets."""
        from pants.engine.unions import UnionRule

        if as_moved_field:
            return UnionRule(cls.MovedPluginField, field)
        return UnionRule(cls.PluginField, field)

    @classmethod
    def _find_moved_plugin_fields(
        cls, union_membership: UnionMembership
    ) -> tuple[type[Field], ...]:
        found: dict[type[Field], None] = {}
        for base in cls.__mro__:
            if issubclass(base, TargetGenerator):
                found.update(dict.fromkeys(union_membership.get(base.MovedPluginField)))
        return tuple(found)

    @classmethod
    def all_moved_fields(cls, union_membership: UnionMembership) -> tuple[type[Field], ...]:
        """The moved fields of the class and of plugins."""
        return (*cls.moved_fields, *cls._find_moved_plugin_fields(union_membership))


def _moved_plugin_field() -> Any:
    from pants.engine.unions import distinct_union_type_per_subclass

    class MovedPluginField:
        """Union of the moved fields that plugins add."""

    MovedPluginField.__qualname__ = "TargetGenerator.MovedPluginField"
    return distinct_union_type_per_subclass(MovedPluginField)


TargetGenerator.MovedPluginField = _moved_plugin_field()


class TargetFilesGenerator(TargetGenerator):
    """A generator that makes a target for each file of its sources.

    Fields are overridden for some files by the `overrides` field, if the class has it.
    """

    settings_request_cls: ClassVar[type[TargetFilesGeneratorSettingsRequest] | None] = None

    def validate(self) -> None:
        """Refuse a class without the field that says which files."""
        from pants.engine.internals.native_engine import MultipleSourcesField

        if not self.has_field(MultipleSourcesField):
            raise AssertionError(
                f"The target type {self.alias} makes a target for each file, and so must have a "
                "field of type `MultipleSourcesField` among its `core_fields`."
            )


class TargetFilesGeneratorSettingsRequest(Record):
    """Base of requests for how a generator of file targets behaves."""


union(in_scope_types=[EnvironmentName])(TargetFilesGeneratorSettingsRequest)


class TargetFilesGeneratorSettings(Record):
    """How a generator of file targets behaves."""

    #: Whether each generated target depends on the others.
    add_dependencies_on_all_siblings: bool = False


class GenerateTargetsRequest(Record, EngineAwareParameter):
    """Base of requests to generate targets, one for each type of generator.

    A subclass names in `generate_from` the type of the generator.
    """

    generator: TargetGenerator

    #: What generated addresses start with; it has the parameters of the generator, if any.
    template_address: Address

    #: Values of moved and copied fields for each generated target, by name of the field.
    template: dict[str, Any]

    #: Values for some of the generated targets, by name of the target and of the field.
    overrides: dict[str, dict[str, Any]]

    generate_from: ClassVar[type[TargetGenerator]]

    def debug_hint(self) -> str:
        """The address."""
        return self.template_address.spec

    def __hash__(self) -> int:
        return hash((self.generator, self.template_address))

    def require_unparametrized_overrides(self) -> dict[str, Any]:
        """The overrides, if none of them is parametrized; else an error."""
        if any(len(templates) != 1 for templates in self.overrides.values()):
            raise ValueError(
                f"Target generators of type `{self.generate_from.alias}` (defined at "
                f"`{self.generator.address}`) do not take parametrized values in `overrides`."
            )
        return {
            name: next(iter(templates.values())) if templates else templates
            for name, templates in self.overrides.items()
        }


union(in_scope_types=[EnvironmentName])(GenerateTargetsRequest)


class GeneratedTargets(FrozenDict):
    """The targets that a generator made, by address."""

    def __new__(cls, generator: Target, generated_targets: Iterable[Target]) -> GeneratedTargets:
        expected = generator.address
        mapping: dict[Address, Target] = {}
        for target in sorted(generated_targets, key=lambda t: t.address):
            address = target.address
            if address.spec_path != expected.spec_path:
                raise _misplaced(
                    generator, address, f"must be in the folder `{expected.spec_path}`"
                )
            if address.target_name != expected.target_name:
                raise _misplaced(
                    generator, address, f"must have the target name `{expected.target_name}`"
                )
            if not address.is_generated_target:
                raise _misplaced(generator, address, "must have a generated name or a file path")
            mapping[address] = target
        return super().__new__(cls, mapping)

    def __init__(self, generator: Target, generated_targets: Iterable[Target]) -> None:
        pass


def _misplaced(
    generator: Target, address: Address, requirement: str
) -> InvalidGeneratedTargetException:
    return InvalidGeneratedTargetException(
        f"The target generator {generator.address} made a target at {address}, "
        f"which {requirement}."
    )


class TargetTypesToGenerateTargetsRequests(FrozenDict):
    """Which request makes the targets of which type of generator."""

    def is_generator(self, tgt: Target) -> bool:
        """Whether the target is replaced by others."""
        return bool(self.request_for(type(tgt)))

    def request_for(self, tgt_cls: type[Target]) -> type[GenerateTargetsRequest] | None:
        """The request for a type of target."""
        return self.get(tgt_cls)
