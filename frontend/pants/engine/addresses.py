"""Addresses of targets, and addresses as written that are not resolved yet."""

from __future__ import annotations

from pants.build_graph.address import (
    Address,
    AddressInput,
    BuildFileAddress,
    BuildFileAddressRequest,
    MaybeAddress,
    ResolveError,
)
from pants.engine.collection import Collection
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = (
    "Address",
    "AddressInput",
    "Addresses",
    "BuildFileAddress",
    "BuildFileAddressRequest",
    "MaybeAddress",
    "ResolveError",
    "UnparsedAddressInputs",
)


class Addresses(Collection[Address]):
    """Addresses."""

    def expect_single(self) -> Address:
        """The only address; an error if there are more or none."""
        if len(self) != 1:
            listed = "\n".join(f"  * {address}" for address in self) or "  (none)"
            raise ResolveError(f"Expected a single address, but there are {len(self)}:\n{listed}")
        return self[0]


class UnparsedAddressInputs(Record):
    """Addresses as somebody wrote them, relative to the target that has them."""

    values: tuple[str, ...]
    relative_to: str | None
    description_of_origin: str
    skip_invalid_addresses: bool

    def __init__(
        self,
        values: Iterable[str],
        *,
        owning_address: Address | None,
        description_of_origin: str,
        skip_invalid_addresses: bool = False,
    ) -> None:
        self._fill(
            values=tuple(values),
            relative_to=owning_address.spec_path if owning_address is not None else None,
            description_of_origin=description_of_origin,
            skip_invalid_addresses=skip_invalid_addresses,
        )

    def __bool__(self) -> bool:
        return bool(self.values)
