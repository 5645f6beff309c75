"""Addresses, and what is wrong with those that are none."""

from __future__ import annotations

from pants.base.exceptions import MappingError
from pants.engine.engine_aware import EngineAwareParameter
from pants.engine.internals.native_engine import (
    BANNED_CHARS_IN_GENERATED_NAME,
    BANNED_CHARS_IN_PARAMETERS,
    BANNED_CHARS_IN_TARGET_NAME,
    Address,
    AddressInput,
    AddressParseException,
    InvalidAddressError,
    InvalidParametersError,
    InvalidSpecPathError,
    InvalidTargetNameError,
    UnsupportedWildcardError,
)
from pants.util.record import Hidden, Record

__all__ = (
    "BANNED_CHARS_IN_GENERATED_NAME",
    "BANNED_CHARS_IN_PARAMETERS",
    "BANNED_CHARS_IN_TARGET_NAME",
    "Address",
    "AddressInput",
    "AddressParseException",
    "BuildFileAddress",
    "BuildFileAddressRequest",
    "InvalidAddressError",
    "InvalidParametersError",
    "InvalidSpecPathError",
    "InvalidTargetNameError",
    "MaybeAddress",
    "ResolveError",
    "UnsupportedWildcardError",
)


class BuildFileAddressRequest(Record, EngineAwareParameter):
    """Asks which BUILD file declares a target."""

    address: Address
    description_of_origin: str = Hidden(default="")

    def debug_hint(self) -> str:
        """The address."""
        return self.address.spec


class BuildFileAddress(Record):
    """A target and the BUILD file that declares it."""

    address: Address
    rel_path: str


class ResolveError(MappingError):
    """An address names nothing that exists."""

    @classmethod
    def did_you_mean(
        cls,
        bad_address: Address,
        *,
        description_of_origin: str,
        known_names: object = (),
        namespace: str = "",
    ) -> ResolveError:
        """The error for a name that the folder does not have."""
        import difflib

        names = list(known_names)  # type: ignore[call-overload]
        if bad_address.is_generated_target and bad_address.generated_name:
            wanted = bad_address.generated_name
        else:
            wanted = bad_address.target_name
        possible = "\n  ".join(f":{name}" for name in sorted(names)) or "(none)"
        close = difflib.get_close_matches(wanted, names, n=9, cutoff=0.6)
        hint = f" Did you mean {' or '.join(f'`:{name}`' for name in close)}?" if close else ""
        return cls(
            f"The address {bad_address} from {description_of_origin} does not exist.{hint}\n\n"
            f"The folder {namespace or bad_address.spec_path or 'at the root'} has these "
            f"targets:\n  {possible}"
        )


class MaybeAddress(Record):
    """An address, or why there is none."""

    val: Address | ResolveError
