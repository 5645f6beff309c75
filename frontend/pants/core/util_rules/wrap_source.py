"""Targets that present the output of code generation as sources of another kind."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    MultipleSourcesField,
    SpecialCasedDependencies,
    StringSequenceField,
    Target,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.rules import Rule
    from pants.engine.target import SourcesField


class ActivateWrapSourceTargetFieldBase(MultipleSourcesField):
    # Nothing on disk: it only says which kind of source the target gives.
    alias = "_sources"
    uses_source_roots = False
    expected_num_files = 0


class WrapSourceInputsField(SpecialCasedDependencies):
    alias = "inputs"
    required = True
    help = "Addresses of the targets whose files are to be presented."


class WrapSourceOutputsField(StringSequenceField):
    alias = "outputs"
    required = False
    help = (
        "Which files of `inputs` to take, as paths or globs from the build root. "
        "All of them if not set."
    )


class WrapSource:
    """The rules and target types of one kind of source, for a backend's `register.py`."""

    __slots__ = ("rules", "target_types")

    def __init__(self, rules: tuple[Rule, ...], target_types: tuple[type[Target], ...]) -> None:
        self.rules = rules
        self.target_types = target_types


def wrap_source_rule_and_target(
    source_field_type: type[SourcesField], source_field_type_name: str
) -> WrapSource:
    """Make `experimental_wrap_as_<name>` for a kind of source.

    The classes become attributes of the field's class: that is where they are found by name, once
    the module that called this function is imported.
    """

    def make(name: str, bases: tuple[type, ...], attributes: dict[str, object]) -> type:
        qualname = f"{source_field_type.__qualname__}.{name}"
        made = type(
            name,
            bases,
            {"__module__": source_field_type.__module__, "__qualname__": qualname, **attributes},
        )
        setattr(source_field_type, name, made)
        return made

    activate = make("ActivateWrapSourceField", (ActivateWrapSourceTargetFieldBase,), {})
    target = make(
        "WrapSourceTarget",
        (Target,),
        {
            "alias": f"experimental_wrap_as_{source_field_type_name}",
            "core_fields": (
                *COMMON_TARGET_FIELDS,
                activate,
                WrapSourceInputsField,
                WrapSourceOutputsField,
            ),
            "help": (
                f"Presents files of other targets as `{source_field_type_name}`, for use where "
                "code generation gives such sources without saying so."
            ),
        },
    )
    return WrapSource(rules=(), target_types=(target,))
