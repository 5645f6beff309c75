"""What the BUILD files of one folder declare."""

from __future__ import annotations

from pants.base.exceptions import MappingError
from pants.build_graph.address import BuildFileAddress
from pants.engine.internals.native_engine import Address, FrozenDict, TargetAdaptor
from pants.util.record import Hidden, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


class DuplicateNameError(MappingError):
    """A folder declares two targets of one name."""


class AddressMap(Record):
    """What one BUILD file declares, by name."""

    path: str
    name_to_target_adaptor: dict[str, TargetAdaptor]

    @classmethod
    def create(cls, filepath: str, target_adaptors: Iterable[TargetAdaptor]) -> AddressMap:
        """The declarations by name, which each may have once."""
        import os

        default_name = os.path.basename(os.path.dirname(filepath))
        found: dict[str, TargetAdaptor] = {}
        for adaptor in target_adaptors:
            name = adaptor.name or default_name
            if name in found:
                raise DuplicateNameError(
                    f"{filepath} declares two targets named `{name}`: a "
                    f"`{found[name].type_alias}` and a `{adaptor.type_alias}`. Give one of them "
                    "another name."
                )
            found[name] = adaptor
        return cls(filepath, dict(sorted(found.items())))

    def __hash__(self) -> int:
        return hash(self.path)


class AddressFamily(Record):
    """What the BUILD files of a folder declare, and the defaults and rules that hold there."""

    namespace: str
    name_to_target_adaptors: dict[str, tuple[str, TargetAdaptor]]
    defaults: FrozenDict[str, FrozenDict[str, Any]] = FrozenDict()
    dependents_rules: Any = None
    dependencies_rules: Any = None
    address_maps: tuple[AddressMap, ...] = Hidden(default=())

    @classmethod
    def create(
        cls,
        spec_path: str,
        address_maps: Iterable[AddressMap],
        defaults: Mapping[str, Mapping[str, Any]] = FrozenDict(),
        dependents_rules: Any = None,
        dependencies_rules: Any = None,
    ) -> AddressFamily:
        """Merge what the BUILD files of a folder declare."""
        import os

        maps = tuple(address_maps)
        if spec_path == ".":
            spec_path = ""
        found: dict[str, tuple[str, TargetAdaptor]] = {}
        for address_map in maps:
            folder = os.path.dirname(address_map.path)
            if spec_path != folder:
                raise MappingError(
                    f"`{address_map.path}` is not a BUILD file of the folder `{spec_path}`."
                )
            for name, adaptor in address_map.name_to_target_adaptor.items():
                if name in found:
                    other_path, other = found[name]
                    raise DuplicateNameError(
                        f"Two targets are named `{name}`: a `{other.type_alias}` in {other_path} "
                        f"and a `{adaptor.type_alias}` in {address_map.path}. Give one of them "
                        "another name."
                    )
                found[name] = (address_map.path, adaptor)
        return cls(
            namespace=spec_path,
            name_to_target_adaptors=dict(sorted(found.items())),
            defaults=FrozenDict.deep_freeze(defaults),
            dependents_rules=dependents_rules,
            dependencies_rules=dependencies_rules,
            address_maps=maps,
        )

    @property
    def addresses_to_target_adaptors(self) -> Mapping[Address, TargetAdaptor]:
        """The declarations by address."""
        return {
            Address(self.namespace, target_name=name): adaptor
            for name, (_, adaptor) in self.name_to_target_adaptors.items()
        }

    @property
    def build_file_addresses(self) -> tuple[BuildFileAddress, ...]:
        """The addresses with the files that declare them."""
        return tuple(
            [
                BuildFileAddress(Address(self.namespace, target_name=name), path)
                for name, (path, _) in self.name_to_target_adaptors.items()
            ]
        )

    @property
    def target_names(self) -> tuple[str, ...]:
        """The names that are declared."""
        return tuple(self.name_to_target_adaptors)

    def get_target_adaptor(self, address: Address) -> TargetAdaptor | None:
        """The declaration behind an address."""
        if address.spec_path != self.namespace:
            raise AssertionError(f"{address} is not in the folder `{self.namespace}`.")
        found = self.name_to_target_adaptors.get(address.target_name)
        return None if found is None else found[1]

    def __hash__(self) -> int:
        return hash((self.namespace, self.defaults))

    def __repr__(self) -> str:
        return (
            f"AddressFamily(namespace={self.namespace!r}, "
            f"name_to_target_adaptors={sorted(self.name_to_target_adaptors)})"
        )
