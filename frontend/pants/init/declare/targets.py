"""Target types and fields in the table."""

from __future__ import annotations

from pants.engine.internals.native_engine import (
    AsyncFieldMixin,
    BoolField,
    Field,
    MultipleSourcesField,
    OptionalSingleSourceField,
    ScalarField,
    SequenceField,
    SingleSourceField,
    SourcesField,
    StringField,
    StringSequenceField,
    Target,
    TriBoolField,
)
from pants.engine.internals.target_fields import (
    Dependencies,
    DictStringToStringField,
    DictStringToStringSequenceField,
    FloatField,
    IntField,
    OverridesField,
    SpecialCasedDependencies,
    ValidNumbers,
)
from pants.engine.internals.target_generation import TargetFilesGenerator, TargetGenerator
from pants.init.declare.naming import DeclarationError, id_of, stands_for
from pants.init.declare.plain import NotPlain, choices_of, plain
from pants.util.plain_enum import is_enum_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: What the engine can check of a value, by the most particular of the bases.
_KINDS: tuple[tuple[type, str, str], ...] = (
    (OverridesField, "overrides", "dict[str | tuple[str, ...], dict[str, Any]] | None"),
    (Dependencies, "dependencies", "Iterable[str] | None"),
    (SpecialCasedDependencies, "special_deps", "Iterable[str] | None"),
    (MultipleSourcesField, "sources", "Iterable[str] | None"),
    (SingleSourceField, "source", "str | None"),
    (OptionalSingleSourceField, "opt_source", "str | None"),
    (BoolField, "bool", "bool"),
    (TriBoolField, "tribool", "bool | None"),
    (IntField, "int", "int | None"),
    (FloatField, "float", "float | None"),
    (StringField, "str", "str | None"),
    (StringSequenceField, "str_seq", "Iterable[str] | None"),
    (DictStringToStringField, "dict_str", "dict[str, str] | None"),
    (DictStringToStringSequenceField, "dict_str_seq", "dict[str, Iterable[str]] | None"),
    (SequenceField, "seq", "Iterable[Any] | None"),
    (ScalarField, "scalar", "Any | None"),
    (SourcesField, "async", "Any | None"),
    (AsyncFieldMixin, "async", "Any | None"),
    (Field, "any", "Any | None"),
)

#: Methods that, when a class has its own, only the class knows how to do.
_OWN_METHODS = ("compute_value", "__init__", "__new__", "validate_resolved_files", "__eq__")

_FRAMEWORK = ("pants.engine.internals.target_fields", Field.__module__)


def declare_target(cls: type[Target], provider: str) -> dict[str, Any]:
    """A target type."""
    if not stands_for(id_of(cls), cls):
        raise DeclarationError(f"The target type {id_of(cls)} is not found by its name.")
    generated = getattr(cls, "generated_target_cls", None)
    kind = "plain"
    if issubclass(cls, TargetGenerator):
        kind = "file_generator" if issubclass(cls, TargetFilesGenerator) else "generator"
    return {
        "class": id_of(cls),
        "help": str(getattr(cls, "help", None) or ""),
        "provider": provider,
        "fields": [id_of(field) for field in cls.core_fields],
        "generated_alias": generated.alias if generated is not None else None,
        "copied": [id_of(field) for field in getattr(cls, "copied_fields", ())],
        "moved": [id_of(field) for field in getattr(cls, "moved_fields", ())],
        "kind": kind,
        "validates": _validates(cls),
        "settings_request": _settings_request(cls),
        "deprecated_alias": getattr(cls, "deprecated_alias", None),
        "deprecated_alias_removal_version": getattr(cls, "deprecated_alias_removal_version", None),
        "removal_version": getattr(cls, "removal_version", None),
        "removal_hint": getattr(cls, "removal_hint", None),
    }


def _validates(cls: type[Target]) -> bool:
    """Whether the class has a say of its own in which values go together."""
    return any(
        "validate" in base.__dict__ and not base.__module__.startswith("pants.engine.")
        for base in cls.__mro__
    )


def _settings_request(cls: type[Target]) -> str | None:
    request = getattr(cls, "settings_request_cls", None)
    return None if request is None else id_of(request)


def fields_of_target(cls: type[Target]) -> list[type[Field]]:
    """All fields that a target type mentions, each once."""
    found = [
        *cls.core_fields,
        *getattr(cls, "copied_fields", ()),
        *getattr(cls, "moved_fields", ()),
    ]
    return list(dict.fromkeys(found))


def declare_field(cls: type[Field]) -> dict[str, Any]:
    """A field."""
    if not stands_for(id_of(cls), cls):
        raise DeclarationError(f"The field {id_of(cls)} is not found by its name.")
    kind, type_text = next((k, text) for base, k, text in _KINDS if issubclass(cls, base))
    default, default_kind = _default(cls)
    choices = getattr(cls, "valid_choices", None)
    behavior = getattr(cls, "default_glob_match_error_behavior", None)
    any_behavior = getattr(cls, "glob_match_error_behavior", None)
    return {
        "alias": cls.alias,
        "bases": [id_of(base) for base in cls.__mro__[1:] if issubclass(base, Field)],
        "kind": kind,
        "default": default,
        "default_kind": default_kind,
        "default_text": repr(cls.default) if default_kind == "object" else None,
        "required": bool(getattr(cls, "required", False)),
        "choices": _choices(choices),
        "help": _field_help(cls),
        "type_text": _annotated_type(cls) or _native_type(cls, kind, type_text),
        "custom": _is_custom(cls) or default_kind == "object",
        "none_is_valid": bool(getattr(cls, "none_is_valid_value", False)),
        "removal_version": getattr(cls, "removal_version", None),
        "removal_hint": getattr(cls, "removal_hint", None),
        "deprecated_alias": getattr(cls, "deprecated_alias", None),
        "deprecated_alias_removal_version": getattr(cls, "deprecated_alias_removal_version", None),
        "ext": _tuple_or_none(getattr(cls, "expected_file_extensions", None)),
        "banned_names": _tuple_or_none(getattr(cls, "banned_file_names", None)),
        "num_files": _num_files(getattr(cls, "expected_num_files", None)),
        "ban_subdirectories": bool(getattr(cls, "ban_subdirectories", False)),
        "uses_source_roots": bool(getattr(cls, "uses_source_roots", True)),
        "supports_transitive_excludes": bool(getattr(cls, "supports_transitive_excludes", False)),
        "default_glob_match_error_behavior": None if behavior is None else behavior.value,
        "glob_match_error_behavior": None if any_behavior is None else any_behavior.value,
    }


#: The help of native fields that a subclass may leave as it is.
_NATIVE_HELP: tuple[tuple[type, str], ...] = (
    (
        MultipleSourcesField,
        "The files of this target: names and globs relative to the folder of the BUILD file. "
        "An entry with a `!` in front takes files out again.",
    ),
    (
        SourcesField,
        "The file of this target: its name relative to the folder of the BUILD file.",
    ),
)


def _field_help(cls: type[Field]) -> str:
    text = getattr(cls, "help", None)
    if text:
        return str(text)
    return next((text for base, text in _NATIVE_HELP if issubclass(cls, base)), "")


def _default(cls: type[Field]) -> tuple[Any, str]:
    try:
        return plain(getattr(cls, "default", None)), "value"
    except NotPlain:
        return None, "object"


def _choices(choices: Any) -> list[Any] | None:
    if choices is None:
        return None
    return choices_of(choices) if is_enum_class(choices) else [plain(c) for c in choices]


def _tuple_or_none(values: Any) -> list[str] | None:
    return None if values is None else list(values)


def _num_files(expected: Any) -> Any:
    if isinstance(expected, range):
        return [expected.start, expected.stop - 1]
    return expected


def _is_custom(cls: type[Field]) -> bool:
    """Whether the class itself must be asked whether a value is right."""
    valid_numbers = getattr(cls, "valid_numbers", ValidNumbers.all)
    if valid_numbers is not ValidNumbers.all:
        return True
    for base in cls.__mro__:
        if base.__module__ in _FRAMEWORK or not issubclass(base, Field):
            if base.__module__ == _FRAMEWORK[0] and base not in _KNOWN_BASES:
                return "compute_value" in base.__dict__
            if base in _KNOWN_BASES:
                return False
            continue
        if any(name in base.__dict__ for name in _OWN_METHODS):
            return True
    return False


_KNOWN_BASES = frozenset(base for base, _, _ in _KINDS)


def _annotated_type(cls: type[Field]) -> str | None:
    """What a class written in Python says that its raw value is."""
    for base in cls.__mro__:
        method = base.__dict__.get("compute_value")
        if method is None:
            continue
        func = getattr(method, "__func__", method)
        annotations = getattr(func, "__annotations__", None)
        code = getattr(func, "__code__", None)
        if annotations is None or code is None or base in _KNOWN_BASES:
            return None
        name = code.co_varnames[1] if code.co_argcount > 1 else ""
        annotation = annotations.get(name)
        return annotation if isinstance(annotation, str) else None
    return None


def _native_type(cls: type[Field], kind: str, text: str) -> str:
    if kind == "scalar":
        return f"{_type_name(getattr(cls, 'expected_type', None))} | None"
    if kind == "seq":
        return f"Iterable[{_type_name(getattr(cls, 'expected_element_type', None))}] | None"
    return text


def _type_name(cls: Any) -> str:
    if not isinstance(cls, type) or cls is object:
        return "Any"
    return cls.__name__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"
