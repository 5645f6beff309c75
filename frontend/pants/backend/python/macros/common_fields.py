"""Fields that the generators of `python_requirement` targets share."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict
from pants.engine.target import DictStringToStringSequenceField, OverridesField
from pants.util.requirements import canonical_project_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.build_graph.address import Address


def normalize_module_mapping(
    mapping: FrozenDict[str, tuple[str, ...]] | None,
) -> FrozenDict[str, tuple[str, ...]]:
    """The mapping with the names of distributions as indexes spell them."""
    return FrozenDict({canonical_project_name(k): tuple(v) for k, v in (mapping or {}).items()})


class ModuleMappingField(DictStringToStringSequenceField):
    alias = "module_mapping"
    help = (
        "The modules that requirements provide, where they cannot be told by name: "
        "`{'opencv-python': ['cv2']}`. "
        "It becomes `modules` of the requirement with that name."
    )
    value: FrozenDict[str, tuple[str, ...]]
    default = FrozenDict()

    @classmethod
    def compute_value(
        cls, raw_value: dict[str, Iterable[str]], address: Address
    ) -> FrozenDict[str, tuple[str, ...]]:
        return normalize_module_mapping(super().compute_value(raw_value, address))


class TypeStubsModuleMappingField(DictStringToStringSequenceField):
    alias = "type_stubs_module_mapping"
    help = (
        "The modules that requirements have type stubs for, where they cannot be told by name: "
        "`{'types-requests': ['requests']}`. "
        "It becomes `type_stub_modules` of the requirement with that name."
    )
    value: FrozenDict[str, tuple[str, ...]]
    default = FrozenDict()

    @classmethod
    def compute_value(
        cls, raw_value: dict[str, Iterable[str]], address: Address
    ) -> FrozenDict[str, tuple[str, ...]]:
        return normalize_module_mapping(super().compute_value(raw_value, address))


class RequirementsOverrideField(OverridesField):
    help = (
        "Fields of single `python_requirement` targets, by the names of their distributions:\n\n"
        "    overrides={\n"
        '        "django": {"dependencies": ["#setuptools"]},\n'
        '        "ansicolors": {"description": "colours"},\n'
        '        ("ansicolors", "django"): {"tags": ["overridden"]},\n'
        "    }\n\n"
        "Each field of a target may be given once."
    )
