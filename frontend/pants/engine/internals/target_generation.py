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
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, ClassVar

    from pants.engine.unions import UnionMembership

    #: The name of the type, the address, and the values that are given, by name of the field.
    RawTarget = tuple[str, Address, dict[str, Any]]


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


class ClassByName:
    """A class attribute that is another class, imported when it is first looked at.

    A built-in request names its target type in this way, so that the type's module, and all that
    it imports, stays out of runs that only list targets.
    """

    __slots__ = ("id",)

    def __init__(self, id: str) -> None:
        """`id` is "module:QualName"."""
        self.id = id

    def __get__(self, instance: object, owner: type | None = None) -> type:
        from pants.engine.internals.target_requests import import_qualified

        return import_qualified(self.id)


class DeclaredGenerator:
    """A generator as the engine knows it: its address and the values that were written.

    Rules of built-in generators work on these values. Everything else of the `Target` is there,
    too: it is made when somebody asks.
    """

    __slots__ = ("address", "raw_values", "_class_id", "_origin", "_target")

    def __init__(
        self, address: Address, raw_values: dict[str, Any], class_id: str, origin: str | None
    ) -> None:
        self.address = address
        self.raw_values = raw_values
        self._class_id = class_id
        self._origin = origin
        self._target: Target | None = None

    @property
    def description_of_origin(self) -> str | None:
        """Where it is declared: "dir/BUILD:3"."""
        return self._origin

    @property
    def target(self) -> Target:
        """The target itself."""
        if self._target is None:
            from pants.engine.internals.target_requests import import_qualified

            cls = import_qualified(self._class_id)
            values, origin = self.raw_values, self._origin
            self._target = cls(values, self.address, description_of_origin=origin)
        return self._target  # type: ignore[return-value]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.target, name)

    def __getitem__(self, field: type[Field]) -> Field:
        return self.target[field]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DeclaredGenerator):
            return NotImplemented
        return self.address == other.address and self.raw_values == other.raw_values

    def __hash__(self) -> int:
        return hash(self.address)

    def __repr__(self) -> str:
        return f"DeclaredGenerator({self.address.spec})"


def raw_values_of(target: Target) -> dict[str, Any]:
    """The values of a target that are not the defaults of their fields, by name of the field."""
    if isinstance(target, DeclaredGenerator):
        return dict(target.raw_values)
    return {
        field.alias: field.value
        for field in target.field_values.values()
        if not _is_default(field, target.address)
    }


def _is_default(field: Field, address: Address) -> bool:
    if getattr(field, "required", False):
        return False
    try:
        return bool(type(field)(None, address).value == field.value)
    except Exception:
        return False


class GenerateTargetsRequest(Record, EngineAwareParameter):
    """Base of requests to generate targets, one for each type of generator.

    A subclass names in `generate_from` the type of the generator.
    """

    generator: TargetGenerator

    #: What generated addresses start with; it has the parameters of the generator, if any.
    template_address: Address

    #: Values of moved and copied fields for each generated target, by name of the field.
    template: dict[str, Any]

    #: Values for some of the generated targets: by name of the target, then by address (several
    #: if they are parametrized), then by name of the field.
    overrides: dict[str, dict[Address, dict[str, Any]]]

    generate_from: ClassVar[type[TargetGenerator]]

    #: Whether the rule makes do with the `DeclaredGenerator`.
    takes_declared_generator: ClassVar[bool] = False

    @classmethod
    def generates_from(cls, class_id: str) -> bool:
        """Whether this is the request for a type of generator, given as "module:QualName"."""
        for base in cls.__mro__:
            named = base.__dict__.get("generate_from")
            if named is not None:
                if isinstance(named, ClassByName):
                    return named.id == class_id
                return f"{named.__module__}:{named.__qualname__}" == class_id
        return False

    @property
    def generator_address(self) -> Address:
        """The address of the generator's declaration."""
        return self.generator.address

    def debug_hint(self) -> str:
        """The address."""
        return self.template_address.spec

    def __hash__(self) -> int:
        return hash((self.generator, self.template_address))

    def require_unparametrized_overrides(self) -> dict[str, Any]:
        """The overrides, if none of them is parametrized; else an error."""
        if any(len(templates) != 1 for templates in self.overrides.values()):
            alias = getattr(self.generator, "alias", type(self.generator).__name__)
            raise ValueError(
                f"Target generators of type `{alias}` (defined at "
                f"`{self.generator.address}`) do not take parametrized values in `overrides`."
            )
        return {name: next(iter(templates.values())) for name, templates in self.overrides.items()}


union(in_scope_types=[EnvironmentName])(GenerateTargetsRequest)


class GeneratedTargets(FrozenDict):
    """The targets that a generator made, by address.

    Rules of plugins give `Target` objects. Built-in rules, which may make thousands, give raw
    targets instead (`from_raw`): the name of the type, the address, and the values that are not
    left to their defaults, by name of the field. `raw_targets()` is what the engine takes, however
    the targets were given; read as a mapping, raw targets become `Target` objects.
    """

    _raw: list[RawTarget] | None
    _made: dict[Address, Target] | None

    def __new__(cls, generator: Target, generated_targets: Iterable[Target]) -> GeneratedTargets:
        made: dict[Address, Target] = {}
        for target in sorted(generated_targets, key=lambda t: t.address):
            _check_place(generator, target.address)
            made[target.address] = target
        self = super().__new__(cls, made)
        self._raw, self._made = None, made
        return self

    def __init__(self, generator: Target, generated_targets: Iterable[Target]) -> None:
        pass

    @classmethod
    def from_raw(cls, generator: Target, raw: Iterable[RawTarget]) -> GeneratedTargets:
        """Raw targets: (name of the type, address, {name of the field: value})."""
        raw = list(raw)
        for _, address, _ in raw:
            _check_place(generator, address)
        self = super().__new__(cls)
        self._raw, self._made = raw, None
        return self

    def raw_targets(self) -> list[RawTarget]:
        """All targets as the engine takes them."""
        if self._raw is None:
            return raw_of(self._made or {})
        return self._raw

    def _targets(self) -> dict[Address, Target]:
        if self._made is None:
            from pants.engine.internals.target_requests import target_from_raw

            made = {raw[1]: target_from_raw(*raw) for raw in self._raw or ()}
            self._made = dict(sorted(made.items()))
        return self._made

    # What a mapping does, for raw targets, too.

    def __getitem__(self, address: Address) -> Target:
        return self._targets()[address]

    def __iter__(self) -> Iterator[Address]:
        return iter(self._targets())

    def __len__(self) -> int:
        return len(self._raw) if self._made is None else len(self._made)  # type: ignore[arg-type]

    def __contains__(self, address: object) -> bool:
        return address in self._targets()

    def get(self, address: Address, default: Any = None) -> Any:
        """The target at an address."""
        return self._targets().get(address, default)

    def keys(self) -> Any:
        """The addresses."""
        return self._targets().keys()

    def values(self) -> Any:
        """The targets."""
        return self._targets().values()

    def items(self) -> Any:
        """Addresses and targets."""
        return self._targets().items()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, GeneratedTargets):
            return NotImplemented
        if self._raw is not None and other._raw is not None:
            return self._raw == other._raw
        return self._targets() == other._targets()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        if self._raw is not None:
            return hash(frozenset(raw[1] for raw in self._raw))
        return hash(frozenset(self._made or ()))

    def __repr__(self) -> str:
        addresses = [raw[1].spec for raw in self._raw or ()] or [a.spec for a in self._made or ()]
        return f"GeneratedTargets({addresses})"


def raw_of(generated: Mapping[Address, Target]) -> list[RawTarget]:
    """Targets as the engine takes them: type, address, and values other than the defaults."""
    return [(target.alias, address, raw_values_of(target)) for address, target in generated.items()]


def _check_place(generator: Target, address: Address) -> None:
    expected = generator.address
    if address.spec_path != expected.spec_path:
        raise _misplaced(generator, address, f"must be in the folder `{expected.spec_path}`")
    if address.target_name != expected.target_name:
        raise _misplaced(generator, address, f"must have the target name `{expected.target_name}`")
    if not address.is_generated_target:
        raise _misplaced(generator, address, "must have a generated name or a file path")


def _misplaced(
    generator: Target, address: Address, requirement: str
) -> InvalidGeneratedTargetException:
    return InvalidGeneratedTargetException(
        f"The target generator {generator.address} made a target at {address}, which {requirement}."
    )


class TargetTypesToGenerateTargetsRequests(FrozenDict):
    """Which request makes the targets of which type of generator."""

    def is_generator(self, tgt: Target) -> bool:
        """Whether the target is replaced by others."""
        return bool(self.request_for(type(tgt)))

    def request_for(self, tgt_cls: type[Target]) -> type[GenerateTargetsRequest] | None:
        """The request for a type of target."""
        return self.get(tgt_cls)
