"""What can be wrong with a target or with the value of a field."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.engine.internals.native_engine import Address


class InvalidTargetException(Exception):
    """A target is wrong: one of its fields, or how they go together."""

    def __init__(self, message: str, *, description_of_origin: str | None = None) -> None:
        self.description_of_origin = description_of_origin
        super().__init__(
            f"{description_of_origin}: {message}" if description_of_origin else message
        )


class InvalidGeneratedTargetException(InvalidTargetException):
    """A target generator made a target whose address does not belong to it."""


class InvalidFieldException(Exception):
    """The value of a field is wrong."""

    def __init__(self, message: str, *, description_of_origin: str | None = None) -> None:
        self.description_of_origin = description_of_origin
        super().__init__(
            f"{description_of_origin}: {message}" if description_of_origin else message
        )


class InvalidFieldTypeException(InvalidFieldException):
    """The value of a field is of the wrong type."""

    def __init__(
        self,
        address: Address,
        field_alias: str,
        raw_value: Any,
        *,
        expected_type: str,
        at_least_one_member: bool = False,
        description_of_origin: str | None = None,
    ) -> None:
        super().__init__(
            f"The field {field_alias!r} of {address} must be {expected_type}, not {raw_value!r} "
            f"(of type {type(raw_value).__name__}).",
            description_of_origin=description_of_origin,
        )


class InvalidFieldMemberTypeException(InvalidFieldException):
    """An element of the value of a field is of the wrong type."""

    def __init__(
        self,
        address: Address,
        field_alias: str,
        raw_value: Any,
        *,
        expected_type: str,
        description_of_origin: str | None = None,
    ) -> None:
        super().__init__(
            f"The field {field_alias!r} of {address} must have {expected_type} only, not "
            f"{raw_value!r}.",
            description_of_origin=description_of_origin,
        )


class RequiredFieldMissingException(InvalidFieldException):
    """A field that every such target must have is not set."""

    def __init__(
        self, address: Address, field_alias: str, *, description_of_origin: str | None = None
    ) -> None:
        super().__init__(
            f"The field {field_alias!r} of {address} must be given a value.",
            description_of_origin=description_of_origin,
        )


class InvalidFieldChoiceException(InvalidFieldException):
    """The value of a field is not one of the allowed ones."""

    def __init__(
        self,
        address: Address,
        field_alias: str,
        raw_value: Any,
        *,
        valid_choices: Iterable[Any],
        description_of_origin: str | None = None,
    ) -> None:
        super().__init__(
            f"The field {field_alias!r} of {address} must be one of {sorted(valid_choices)}, "
            f"not {raw_value!r}.",
            description_of_origin=description_of_origin,
        )


class UnrecognizedTargetTypeException(InvalidTargetException):
    """No active backend has a target type of this name."""

    def __init__(
        self,
        target_type: str,
        registered_target_types: Any,
        address: Address | None = None,
        description_of_origin: str | None = None,
    ) -> None:
        where = f" of {address}" if address is not None else ""
        known = ", ".join(sorted(registered_target_types.aliases))
        super().__init__(
            f"No enabled backend has the target type {target_type!r}{where}. They have: {known}",
            description_of_origin=description_of_origin,
        )
