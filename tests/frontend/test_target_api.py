"""What Python adds to the native targets and fields."""

from __future__ import annotations

import dataclasses
import logging

import pytest
from pants.build_graph.address import ResolveError
from pants.engine.addresses import Address, Addresses, UnparsedAddressInputs
from pants.engine.fs import Paths
from pants.engine.internals.native_engine import FrozenDict, FrozenOrderedSet
from pants.engine.internals.parametrize import Parametrize
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    BoolField,
    CoarsenedTarget,
    CoarsenedTargets,
    Dependencies,
    DependenciesRequest,
    DepsTraversalBehavior,
    DictStringToStringField,
    ExplicitlyProvidedDependencies,
    FieldDefaults,
    FieldSet,
    FloatField,
    GeneratedTargets,
    GenerateSourcesRequest,
    HydrateSourcesRequest,
    InferredDependencies,
    IntField,
    InvalidFieldException,
    InvalidFieldTypeException,
    InvalidGeneratedTargetException,
    ListOfDictStringToStringField,
    MultipleSourcesField,
    OverridesField,
    RegisteredTargetTypes,
    SpecialCasedDependencies,
    StringField,
    Target,
    TargetFilesGenerator,
    TargetRootsToFieldSets,
    Targets,
    TransitiveTargets,
    TransitiveTargetsRequest,
    TupleSequenceField,
    UnrecognizedTargetTypeException,
    ValidNumbers,
    get_shard,
    parse_shard_spec,
    targets_with_sources_types,
)
from pants.engine.unions import UnionMembership, UnionRule
from pants.option.bootstrap_options import UnmatchedBuildFileGlobs

HERE = Address("dir", target_name="t")


class Version(StringField):
    alias = "version"
    default = "1"


class Skip(BoolField):
    alias = "skip"
    default = False


class Lib(Target):
    alias = "lib"
    core_fields = (*COMMON_TARGET_FIELDS, Dependencies, Version, Skip)
    deprecated_alias = "library"


class Plain(Target):
    alias = "plain"
    core_fields = (Skip,)


def lib(name: str = "t", **fields: object) -> Lib:
    return Lib(fields, Address("dir", target_name=name))


class LibFieldSet(FieldSet):
    required_fields = (Version,)

    version: Version
    skip: Skip

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        return tgt.get(Skip).value


def test_field_set() -> None:
    assert LibFieldSet.field_types() == {"version": Version, "skip": Skip}
    assert LibFieldSet.is_applicable(lib())
    assert not LibFieldSet.is_applicable(lib(skip=True))
    assert not LibFieldSet.is_applicable(Plain({}, HERE))
    field_set = LibFieldSet.create(lib(version="2"))
    assert (field_set.address, field_set.version.value, field_set.skip.value) == (HERE, "2", False)
    assert field_set == LibFieldSet.create(lib(version="2")) != LibFieldSet.create(lib())
    assert field_set.debug_hint() == HERE.spec == field_set.metadata()["address"]
    assert LibFieldSet.applicable_target_types([Lib, Plain], UnionMembership.empty()) == (Lib,)


def test_a_plugin_may_write_a_dataclass() -> None:
    @dataclasses.dataclass(frozen=True)
    class Decorated(FieldSet):
        required_fields = (Version,)

        version: Version

    @dataclasses.dataclass(frozen=True)
    class More(Decorated):
        skip: Skip

    created = More.create(lib())
    assert (created.address, created.version.value, created.skip.value) == (HERE, "1", False)
    assert hash(created) == hash(More.create(lib()))


@pytest.mark.parametrize("base", [IntField, FloatField])
def test_valid_numbers(base: type) -> None:
    class Positive(base):
        alias = "n"
        valid_numbers = ValidNumbers.positive_only

    one = base.expected_type(1)
    assert Positive(one, HERE).value == one
    assert Positive(None, HERE).value is None
    with pytest.raises(InvalidFieldException, match="more than zero"):
        Positive(one - one, HERE)
    with pytest.raises(InvalidFieldTypeException):
        Positive("1", HERE)


def test_values_that_are_made_of_others() -> None:
    class Pairs(TupleSequenceField):
        alias = "pairs"
        expected_element_type = str
        expected_element_count = 2
        expected_type_description = "pairs"
        expected_element_type_description = "a pair of strings"

    class Env(DictStringToStringField):
        alias = "env"

    class Envs(ListOfDictStringToStringField):
        alias = "envs"

    assert Pairs([["a", "b"]], HERE).value == (("a", "b"),)
    assert Env({"a": "b"}, HERE).value == FrozenDict({"a": "b"})
    assert Envs({"a": "b"}, HERE).value == (FrozenDict({"a": "b"}),)
    for field, value in ((Pairs, [["a"]]), (Pairs, "ab"), (Env, {"a": 1}), (Envs, ["a"])):
        with pytest.raises(InvalidFieldException, match=field.alias):
            field(value, HERE)


def test_dependencies_fields() -> None:
    class Deps(Dependencies):
        supports_transitive_excludes = True

    class Extra(SpecialCasedDependencies):
        alias = "extra"

    field = Deps([":a", "!:b", "!!:c"], HERE)
    assert field.unevaluated_transitive_excludes == UnparsedAddressInputs(
        [":c"],
        owning_address=HERE,
        description_of_origin=f"the `dependencies` field from the target {HERE}",
    )
    assert Dependencies(["!!:c"], HERE).unevaluated_transitive_excludes.values == ()
    assert Extra([":x"], HERE).to_unparsed_address_inputs().relative_to == "dir"
    request = DependenciesRequest(field)
    follow = request.should_traverse_deps_predicate
    assert follow(lib(), field) is DepsTraversalBehavior.INCLUDE
    assert follow(lib(), Extra([":x"], HERE)) is DepsTraversalBehavior.EXCLUDE
    assert request == DependenciesRequest(Deps([":a", "!:b", "!!:c"], HERE))


def test_overrides() -> None:
    field = OverridesField({"a.py": {"x": 1}, ("a.py", "b*.py"): {"y": [2]}}, Address("dir"))
    assert field.flatten() == {"a.py": {"x": 1, "y": (2,)}, "b*.py": {"y": (2,)}}
    globs = OverridesField.to_path_globs(
        Address("dir"), field.flatten(), UnmatchedBuildFileGlobs.error()
    )
    assert [g.globs for g in globs] == [("dir/a.py",), ("dir/b*.py",)]
    merged = OverridesField.flatten_paths(
        HERE,
        [
            (Paths(("dir/a.py",), ()), globs[0], {"x": 1}),
            (Paths(("dir/a.py", "dir/b.py"), ()), globs[1], {"y": 2}),
        ],
    )
    assert merged == {"dir/a.py": {"x": 1, "y": 2}, "dir/b.py": {"y": 2}}
    with pytest.raises(InvalidFieldException, match="more than once"):
        OverridesField({"a": {"x": 1}, ("a", "b"): {"x": 2}}, HERE).flatten()
    with pytest.raises(InvalidFieldException, match="`dir/a.py`"):
        OverridesField.flatten_paths(HERE, [(Paths(("dir/a.py",), ()), globs[0], {"x": 1})] * 2)


def test_generated_targets_belong_to_their_generator() -> None:
    generator = Lib({}, Address("dir", target_name="g"))
    good = Plain({}, Address("dir", target_name="g", generated_name="x"))
    assert dict(GeneratedTargets(generator, [good])) == {good.address: good}
    for address, words in (
        (Address("other", target_name="g", generated_name="x"), "folder `dir`"),
        (Address("dir", target_name="h", generated_name="x"), "name `g`"),
        (Address("dir", target_name="g"), "generated name or a file path"),
    ):
        with pytest.raises(InvalidGeneratedTargetException, match=words):
            GeneratedTargets(generator, [Plain({}, address)])


def test_a_file_generator_needs_files() -> None:
    class Bad(TargetFilesGenerator):
        alias = "bad"
        core_fields = ()
        generated_target_cls = Plain
        copied_fields = ()
        moved_fields = ()

    with pytest.raises(Exception, match="MultipleSourcesField"):
        Bad({}, HERE)
    rule = Bad.register_plugin_field(Version, as_moved_field=True)
    assert rule.union_base is Bad.MovedPluginField
    assert Bad.register_plugin_field(Version).union_base is Bad.PluginField


def test_registered_types() -> None:
    types = RegisteredTargetTypes.create([Plain, Lib])
    assert list(types.aliases) == ["lib", "plain", "library"]
    assert set(types.types) == {Lib, Plain}
    error = UnrecognizedTargetTypeException("libb", types, HERE)
    assert "lib, library, plain" in str(error) and HERE.spec in str(error)


def test_collections() -> None:
    assert Targets([lib()]).expect_single() == lib()
    with pytest.raises(ResolveError, match="there are 2"):
        Targets([lib("a"), lib("b")]).expect_single()
    with pytest.raises(ResolveError, match="there are 0"):
        Addresses([]).expect_single()
    transitive = TransitiveTargets((lib("a"),), FrozenOrderedSet([lib("b"), lib("a")]))
    assert [t.address.target_name for t in transitive.closure] == ["a", "b"]
    assert TransitiveTargetsRequest([HERE]) == TransitiveTargetsRequest((HERE,))
    found = TargetRootsToFieldSets({lib(): [LibFieldSet.create(lib())]})
    assert len(found.field_sets) == 1 and found.targets == (lib(),)
    inferred = InferredDependencies([Address("b"), Address("a")])
    assert list(inferred.include) == [Address("a"), Address("b")]


def test_coarsened_targets() -> None:
    a, b, c = (lib(n) for n in "abc")
    low = CoarsenedTarget([c], [])
    circle = CoarsenedTarget([a, b], [low])
    assert str(circle).endswith("(and 1 more)") and circle.representative == a
    assert list(circle.closure()) == [a, b, c]
    groups = CoarsenedTargets([circle, low])
    assert list(groups.closure()) == [a, b, c]
    assert groups.by_address()[c.address] is low
    assert circle == CoarsenedTarget([a, b], [CoarsenedTarget([c], [])])
    assert circle != CoarsenedTarget([a, b], [])
    assert circle.bullet_list().count("*") == 2


def test_ambiguous_inference(caplog) -> None:
    one, two = Address("dir", target_name="one"), Address("dir", target_name="two")
    nothing: FrozenOrderedSet[Address] = FrozenOrderedSet()
    plain = ExplicitlyProvidedDependencies(HERE, nothing, nothing)
    ignoring = ExplicitlyProvidedDependencies(HERE, nothing, FrozenOrderedSet([two]))
    listing = ExplicitlyProvidedDependencies(HERE, FrozenOrderedSet([two]), nothing)
    assert plain.disambiguated((one, two)) is None
    assert ignoring.disambiguated((one, two)) == one
    assert listing.disambiguated((one, two)) is None
    elsewhere = Address("other")
    assert plain.disambiguated((one, elsewhere), owners_must_be_ancestors=True) == one
    for deps in (ignoring, listing, plain):
        deps.maybe_warn_of_ambiguous_dependency_inference(
            (one, two), HERE, context="It imports x", import_reference="module"
        )
    assert [r.levelno for r in caplog.records] == [logging.WARNING]
    assert one.spec in caplog.text and "It imports x" in caplog.text


class Proto(MultipleSourcesField):
    pass


class Py(MultipleSourcesField):
    pass


class PyFromProto(GenerateSourcesRequest):
    input = Proto
    output = Py


def test_sources_that_can_be_generated() -> None:
    class ProtoTarget(Target):
        alias = "proto"
        core_fields = (Proto,)

    target = ProtoTarget({"sources": ["a.proto"]}, HERE)
    members = UnionMembership.from_rules([UnionRule(GenerateSourcesRequest, PyFromProto)])
    assert targets_with_sources_types([Py], [target], members) == (target,)
    assert targets_with_sources_types([Py], [target], UnionMembership.empty()) == ()
    request = HydrateSourcesRequest(target[Proto], for_sources_types=[Py], enable_codegen=True)
    assert request.for_sources_types == (Py,)
    with pytest.raises(ValueError, match="for_sources_types"):
        HydrateSourcesRequest(target[Proto], for_sources_types=[], enable_codegen=True)


def test_field_defaults() -> None:
    class Sub(Version):
        pass

    defaults = FieldDefaults(FrozenDict({Version: lambda field: "computed"}))
    assert defaults.value_or_default(Sub(None, HERE)) == "computed"
    assert defaults.value_or_default(Skip(True, HERE)) is True


def test_shards() -> None:
    assert parse_shard_spec("1/3") == (1, 3)
    for bad in ("3/3", "a/3", "1", "-1/2"):
        with pytest.raises(ValueError, match="from --shard"):
            parse_shard_spec(bad, "--shard")
    assert sorted({get_shard(f"key{i}", 3) for i in range(30)}) == [0, 1, 2]


def test_parametrize() -> None:
    fields = {
        "resolve": Parametrize("a", "b"),
        "tags": Parametrize(none=[], some=["x"]),
        "name": "t",
    }
    expanded = {address.parameters["resolve"]: f for address, f in Parametrize.expand(HERE, fields)}
    assert set(expanded) == {"a", "b"} and len(list(Parametrize.expand(HERE, fields))) == 4
    assert list(Parametrize.expand(HERE, {"x": 1})) == [(HERE, {"x": 1})]
    groups = {
        **Parametrize("one", resolve="a", tags=["x"]),
        **Parametrize("two", resolve="b"),
        "tags": ["y"],
    }
    by_group = {a.parameters["parametrize"]: f for a, f in Parametrize.expand(HERE, groups)}
    assert by_group == {
        "one": {"tags": ("x",), "resolve": "a"},
        "two": {"tags": ["y"], "resolve": "b"},
    }
    assert Parametrize("a", x=1) == Parametrize("a", x=1) != Parametrize("a")


@pytest.mark.parametrize(
    "value, words",
    [
        (Parametrize(1), "only a string can go without a name"),
        (Parametrize("a:b"), "contains `:`"),
        (Parametrize("a", "a"), "twice"),
        (Parametrize("a", a=1), "both a positional argument and a keyword"),
    ],
)
def test_parametrize_errors(value: Parametrize, words: str) -> None:
    with pytest.raises(Exception, match=f"(?s)Failed to parametrize `{HERE}`.*{words}"):
        list(Parametrize.expand(HERE, {"f": value}))
