"""The dependencies that a BUILD file lists, and how they settle ambiguity in inference."""

from __future__ import annotations

from pants.engine.internals.native_engine import Address, FrozenOrderedSet
from pants.engine.internals.target_fields import Dependencies
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class ExplicitlyProvidedDependenciesRequest(Record):
    """Asks for the dependencies that a BUILD file lists for a target."""

    field: Dependencies


class ExplicitlyProvidedDependencies(Record):
    """The listed dependencies, resolved to addresses: those to add and those to leave out."""

    address: Address
    includes: FrozenOrderedSet[Address]
    ignores: FrozenOrderedSet[Address]

    def any_are_covered_by_includes(self, addresses: Iterable[Address]) -> bool:
        """Whether one of the addresses, or the generator of one, is listed."""
        return any(
            addr in self.includes or addr.maybe_convert_to_target_generator() in self.includes
            for addr in addresses
        )

    def remaining_after_disambiguation(
        self, addresses: Iterable[Address], owners_must_be_ancestors: bool
    ) -> frozenset[Address]:
        """The addresses that are neither left out nor (if so asked) outside parent folders."""

        def stays(addr: Address) -> bool:
            if addr in self.ignores or addr.maybe_convert_to_target_generator() in self.ignores:
                return False
            return not owners_must_be_ancestors or self._is_ancestor(addr)

        return frozenset(addr for addr in addresses if stays(addr))

    def _is_ancestor(self, addr: Address) -> bool:
        folder = addr.spec_path
        mine = self.address.spec_path
        return not folder or mine == folder or mine.startswith(folder + "/")

    def maybe_warn_of_ambiguous_dependency_inference(
        self,
        ambiguous_addresses: Iterable[Address],
        original_address: Address,
        *,
        context: str,
        import_reference: str,
        owners_must_be_ancestors: bool = False,
    ) -> None:
        """Warn if several targets remain that an import may mean, and none is listed."""
        candidates = tuple(ambiguous_addresses)
        if not candidates or self.any_are_covered_by_includes(candidates):
            return
        remaining = self.remaining_after_disambiguation(candidates, owners_must_be_ancestors)
        if len(remaining) <= 1:
            return
        import logging

        shown = [addr.spec for addr in sorted(remaining)]
        logging.getLogger(__name__).warning(
            f"{context}, but Pants cannot tell which of several targets owns this "
            f"{import_reference}: {shown}.\n\nList the one that you mean in the `dependencies` of "
            f"{original_address}, or the others there with a `!` in front, or narrow the "
            "sources of the targets so that one remains."
        )

    def disambiguated(
        self, ambiguous_addresses: Iterable[Address], owners_must_be_ancestors: bool = False
    ) -> Address | None:
        """The only address that remains, if there is one and none is listed."""
        candidates = tuple(ambiguous_addresses)
        if not candidates or self.any_are_covered_by_includes(candidates):
            return None
        remaining = self.remaining_after_disambiguation(candidates, owners_must_be_ancestors)
        return next(iter(remaining)) if len(remaining) == 1 else None
