"""Values with placeholders such as `{build_args.VERSION}`."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, ClassVar


class InterpolationError(ValueError):
    """A placeholder cannot be filled in."""

    @classmethod
    def attribute_error(cls, value: Any, attribute: str) -> InterpolationError:
        """The error for a name that is not there."""
        raise NotImplementedError


class InterpolationValue(FrozenDict):
    """The values of a dotted placeholder, read as attributes or items."""

    _attribute_error_type: ClassVar[type[InterpolationError]] = InterpolationError

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        if attribute not in self:
            raise self._attribute_error_type.attribute_error(self, attribute)
        return self[attribute]


class TextSource(Record):
    """Where a text with placeholders was found: a target's field, or an option."""

    address: Any = None
    target_alias: str | None = None
    field_alias: str | None = None
    options_scope: str | None = None

    def __str__(self) -> str:
        if self.options_scope is not None:
            return f"from the option {self.options_scope}"
        return (
            f"from the `{self.field_alias}` field of the `{self.target_alias}` target at "
            f"{self.address}"
        )


class InterpolationContext(FrozenDict):
    """All values that placeholders may name."""

    TextSource = TextSource

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> InterpolationContext:
        """Values by name; dicts become values with attributes."""
        return cls({key: cls.create_value(value) for key, value in data.items()})

    @staticmethod
    def create_value(value: str | Mapping[str, Any]) -> str | InterpolationValue:
        """A value as placeholders see it."""
        if isinstance(value, (InterpolationValue, str)):
            return value
        return InterpolationValue(
            {key: InterpolationContext.create_value(inner) for key, inner in value.items()}
        )

    def copy(self) -> InterpolationContext:
        """The same context."""
        return type(self)(self)

    def merge(self, other: Mapping[str, Mapping[str, Any]]) -> InterpolationContext:
        """This context with further values."""
        merged = dict(self)
        for name, values in other.items():
            known = merged.get(name, {})
            merged[name] = self.create_value({**known, **values})
        return type(self)(merged)

    def format(
        self,
        text: str,
        *,
        source: TextSource,
        error_cls: type[InterpolationError] | None = None,
    ) -> str:
        """The text with all placeholders filled in."""
        error = error_cls or InterpolationError
        try:
            return text.format(**self)
        except InterpolationError as e:
            raise error(f"Invalid value {source}: {text!r}.\n\n{e}") from e
        except KeyError as e:
            known = ", ".join(sorted(self)) or "none"
            raise error(
                f"Invalid value {source}: {text!r}.\n\nThe placeholder {e} is unknown; these are "
                f"known: {known}."
            ) from e
        except (ValueError, AttributeError, IndexError) as e:
            raise error(f"Invalid value {source}: {text!r}.\n\n{e}") from e
