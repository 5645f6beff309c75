"""Templates of fields beyond the native ones, and the fields that all targets share."""

from __future__ import annotations

from pants.engine.internals.native_engine import (
    AsyncFieldMixin,
    Field,
    FrozenDict,
    ScalarField,
    StringField,
    StringSequenceField,
)
from pants.engine.internals.target_errors import (
    InvalidFieldException,
    InvalidFieldMemberTypeException,
    InvalidFieldTypeException,
)
from pants.util.plain_enum import PlainEnum
from pants.util.strutil import help_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, ClassVar

    from pants.engine.addresses import UnparsedAddressInputs
    from pants.engine.fs import PathGlobs, Paths
    from pants.engine.internals.native_engine import Address
    from pants.option.bootstrap_options import UnmatchedBuildFileGlobs


class ValidNumbers(PlainEnum):
    """Which numbers a field takes."""

    positive_only = 1
    positive_and_zero = 2
    all = 3

    def validate(self, num: float | int | None, alias: str, address: Address) -> None:
        """Refuse a number that the field does not take."""
        if num is None or self is ValidNumbers.all:
            return
        if self is ValidNumbers.positive_and_zero and num < 0:
            raise InvalidFieldException(
                f"The field {alias!r} of {address} must be zero or more, not {num}."
            )
        if self is ValidNumbers.positive_only and num <= 0:
            raise InvalidFieldException(
                f"The field {alias!r} of {address} must be more than zero, not {num}."
            )


class IntField(ScalarField):
    """A whole number."""

    expected_type: ClassVar[type] = int
    expected_type_description: ClassVar[str] = "an integer"
    valid_numbers: ClassVar[ValidNumbers] = ValidNumbers.all

    @classmethod
    def compute_value(cls, raw_value: int | None, address: Address) -> int | None:
        """The number, checked."""
        value = super().compute_value(raw_value, address)
        cls.valid_numbers.validate(value, cls.alias, address)
        return value


class FloatField(ScalarField):
    """A number."""

    expected_type: ClassVar[type] = float
    expected_type_description: ClassVar[str] = "a float"
    valid_numbers: ClassVar[ValidNumbers] = ValidNumbers.all

    @classmethod
    def compute_value(cls, raw_value: float | None, address: Address) -> float | None:
        """The number, checked."""
        value = super().compute_value(raw_value, address)
        cls.valid_numbers.validate(value, cls.alias, address)
        return value


class TupleSequenceField(Field):
    """A sequence of tuples, each of a given length and type of elements."""

    expected_element_type: ClassVar[type]
    expected_element_count: ClassVar[int]  # -1: any
    expected_type_description: ClassVar[str]
    expected_element_type_description: ClassVar[str]
    default: ClassVar[Any] = None

    @classmethod
    def compute_value(
        cls, raw_value: Iterable[Iterable[Any]] | None, address: Address
    ) -> tuple[tuple[Any, ...], ...] | None:
        """The tuples, checked."""
        value = super().compute_value(raw_value, address)
        if value is None:
            return value
        if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
            raise InvalidFieldTypeException(
                address, cls.alias, raw_value, expected_type=cls.expected_type_description
            )
        return tuple([cls._element(element, raw_value, address) for element in value])

    @classmethod
    def _element(cls, element: Any, raw_value: Any, address: Address) -> tuple[Any, ...]:
        good = not isinstance(element, (str, bytes)) and hasattr(element, "__iter__")
        items = tuple(element) if good else ()
        good = good and all(isinstance(item, cls.expected_element_type) for item in items)
        count = cls.expected_element_count
        if not good or count not in (-1, len(items)):
            raise InvalidFieldMemberTypeException(
                address,
                cls.alias,
                raw_value,
                expected_type=cls.expected_element_type_description,
            )
        return items


class DictStringToStringField(Field):
    """A dict of strings."""

    default: ClassVar[FrozenDict[str, str] | None] = None

    @classmethod
    def compute_value(
        cls, raw_value: dict[str, str] | None, address: Address
    ) -> FrozenDict[str, str] | None:
        """The dict, checked and frozen."""
        value = super().compute_value(raw_value, address)
        if value is None:
            return None
        if not _is_string_dict(value):
            raise InvalidFieldTypeException(
                address, cls.alias, raw_value, expected_type="a dictionary of string -> string"
            )
        return FrozenDict(value)


class ListOfDictStringToStringField(Field):
    """Dicts of strings; one alone is a list of one."""

    default: ClassVar[list[FrozenDict[str, str]] | None] = None

    @classmethod
    def compute_value(
        cls, raw_value: list[dict[str, str]] | None, address: Address
    ) -> tuple[FrozenDict[str, str], ...] | None:
        """The dicts, checked and frozen."""
        value = super().compute_value(raw_value, address)
        if value is None:
            return None
        if _is_mapping(value):
            value = [value]
        if not isinstance(value, (list, tuple)) or not all(_is_string_dict(v) for v in value):
            raise InvalidFieldTypeException(
                address,
                cls.alias,
                raw_value,
                expected_type="a list of dictionaries (or a single dictionary) of string -> string",
            )
        return tuple([FrozenDict(element) for element in value])


class NestedDictStringToStringField(Field):
    """A dict of dicts of strings."""

    default: ClassVar[FrozenDict[str, FrozenDict[str, str]] | None] = None

    @classmethod
    def compute_value(
        cls, raw_value: dict[str, dict[str, str]] | None, address: Address
    ) -> FrozenDict[str, FrozenDict[str, str]] | None:
        """The dicts, checked and frozen."""
        value = super().compute_value(raw_value, address)
        if value is None:
            return None
        good = _is_mapping(value) and all(
            isinstance(k, str) and _is_string_dict(v) for k, v in value.items()
        )
        if not good:
            raise InvalidFieldTypeException(
                address,
                cls.alias,
                raw_value,
                expected_type="a nested dictionary of string -> string -> string",
            )
        return FrozenDict({k: FrozenDict(v) for k, v in value.items()})


class DictStringToStringSequenceField(Field):
    """A dict of sequences of strings."""

    default: ClassVar[FrozenDict[str, tuple[str, ...]] | None] = None

    @classmethod
    def compute_value(
        cls, raw_value: dict[str, Iterable[str]] | None, address: Address
    ) -> FrozenDict[str, tuple[str, ...]] | None:
        """The dict, checked and frozen."""
        value = super().compute_value(raw_value, address)
        if value is None:
            return None
        good = _is_mapping(value) and all(
            isinstance(k, str) and _is_string_sequence(v) for k, v in value.items()
        )
        if not good:
            raise InvalidFieldTypeException(
                address,
                cls.alias,
                raw_value,
                expected_type="a dictionary of string -> an iterable of strings",
            )
        return FrozenDict({k: tuple(v) for k, v in value.items()})


def _is_mapping(value: object) -> bool:
    return isinstance(value, (dict, FrozenDict))


def _is_string_dict(value: Any) -> bool:
    return _is_mapping(value) and all(
        isinstance(k, str) and isinstance(v, str) for k, v in value.items()
    )


def _is_string_sequence(value: Any) -> bool:
    return (
        not isinstance(value, (str, bytes, dict, FrozenDict))
        and hasattr(value, "__iter__")
        and all(isinstance(item, str) for item in value)
    )


# -- fields that many targets share ---------------------------------------------------------------


class Dependencies(StringSequenceField, AsyncFieldMixin):
    """What a target uses besides what is inferred; the value is not yet resolved to addresses."""

    alias = "dependencies"
    supports_transitive_excludes: ClassVar[bool] = False
    help = help_text(
        """
        Addresses of targets that this target uses, for example `helloworld/subdir:lib`.

        Most of them are inferred from the sources, so list only what inference cannot see.
        Generated targets and files are addressed as `./file.txt` or `:generator#name`.

        An entry with a `!` in front removes a dependency that would otherwise be inferred. On the
        target types that support it, `!!` also removes what comes through other dependencies.
        """
    )

    @property
    def unevaluated_transitive_excludes(self) -> UnparsedAddressInputs:
        """The entries with `!!`, not yet resolved."""
        from pants.engine.addresses import UnparsedAddressInputs

        values: tuple[str, ...] = ()
        if self.supports_transitive_excludes and self.value:
            values = tuple([v[2:] for v in self.value if v.startswith("!!")])
        return UnparsedAddressInputs(
            values,
            owning_address=self.address,
            description_of_origin=_origin(self.alias, self.address),
        )


class SpecialCasedDependencies(StringSequenceField, AsyncFieldMixin):
    """Addresses that are dependencies with a meaning of their own.

    They are left out of the ordinary dependencies unless a rule asks for all of them.
    """

    def to_unparsed_address_inputs(self) -> UnparsedAddressInputs:
        """The addresses, not yet resolved."""
        from pants.engine.addresses import UnparsedAddressInputs

        return UnparsedAddressInputs(
            self.value or (),
            owning_address=self.address,
            description_of_origin=_origin(self.alias, self.address),
        )


def _origin(alias: str, address: Address) -> str:
    return f"the `{alias}` field from the target {address}"


class Tags(StringSequenceField):
    """Labels that `--tag` selects by."""

    alias = "tags"
    help = help_text(
        """
        Labels of this target, any strings you like, for selecting targets: `--tag=integration`
        keeps those with the label, `--tag=-integration` those without.
        """
    )


class DescriptionField(StringField):
    """A text for people."""

    alias = "description"
    help = help_text(
        """
        What this target is for, in words. `list --documented` shows it.
        """
    )


COMMON_TARGET_FIELDS = (Tags, DescriptionField)


class OverridesField(AsyncFieldMixin, Field):
    """Field values for some of the targets that a generator makes."""

    alias = "overrides"
    value: FrozenDict[tuple[str, ...], FrozenDict[str, Any]] | None
    default: ClassVar[None] = None
    required = False

    @classmethod
    def compute_value(
        cls, raw_value: dict[str | tuple[str, ...], dict[str, Any]] | None, address: Address
    ) -> FrozenDict[tuple[str, ...], FrozenDict[str, Any]] | None:
        """The dict with tuples as keys, checked and frozen."""
        value = super().compute_value(raw_value, address)
        if value is None:
            return None

        def wrong() -> InvalidFieldTypeException:
            return InvalidFieldTypeException(
                address,
                cls.alias,
                raw_value,
                expected_type=(
                    "a dictionary of a string, or of a tuple of strings, -> a dictionary of field "
                    "names -> values"
                ),
            )

        if not _is_mapping(value):
            raise wrong()
        result: dict[tuple[str, ...], Any] = {}
        for names, fields in value.items():
            if isinstance(names, str):
                names = (names,)
            elif not _is_string_sequence(names):
                raise wrong()
            if not _is_mapping(fields) or not all(isinstance(name, str) for name in fields):
                raise wrong()
            result[tuple(names)] = FrozenDict.deep_freeze(fields)
        return FrozenDict(result)

    @classmethod
    def to_path_globs(
        cls,
        address: Address,
        overrides_keys: Iterable[str],
        unmatched_build_file_globs: UnmatchedBuildFileGlobs,
    ) -> tuple[PathGlobs, ...]:
        """One request for files for each key, which is a file name or a glob."""
        from pants.engine.fs import PathGlobs

        folder = f"{address.spec_path}/" if address.spec_path else ""

        def one(key: str) -> PathGlobs:
            glob = f"!{folder}{key[1:]}" if key.startswith("!") else f"{folder}{key}"
            return PathGlobs(
                [glob],
                glob_match_error_behavior=unmatched_build_file_globs.error_behavior,
                description_of_origin=f"the `overrides` field for {address}",
            )

        return tuple([one(key) for key in overrides_keys])

    def flatten(self) -> dict[str, dict[str, Any]]:
        """The overrides of each name, merged from all entries that it is in."""
        result: dict[str, dict[str, Any]] = {}
        for names, fields in (self.value or {}).items():
            for name in names:
                merged = result.setdefault(name, {})
                for field, value in fields.items():
                    if field in merged:
                        raise InvalidFieldException(
                            f"The {self.alias!r} field in {self.address} sets the field "
                            f"`{field}` of `{name}` more than once: keep one of the entries."
                        )
                    merged[field] = value
        return result

    @classmethod
    def flatten_paths(
        cls,
        address: Address,
        paths_globs_and_overrides: Iterable[tuple[Paths, PathGlobs, Mapping[str, Any]]],
    ) -> dict[str, dict[str, Any]]:
        """The overrides of each file, merged from all globs that match it."""
        result: dict[str, dict[str, Any]] = {}
        for paths, globs, fields in paths_globs_and_overrides:
            for path in paths.files:
                merged = result.setdefault(path, {})
                for field, value in fields.items():
                    if field in merged:
                        raise InvalidFieldException(
                            f"The `overrides` field of {address} sets the field `{field}` of the "
                            f"file `{path}` more than once: change the globs ({globs}) so that "
                            "one entry sets it."
                        )
                    merged[field] = value
        return result
