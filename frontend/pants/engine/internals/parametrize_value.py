"""The value of `parametrize(...)` while a BUILD file runs; the engine multiplies it out."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: What the key of a group starts with among the keywords of a declaration.
GROUP_KEY = "parametrize"


class Parametrize:
    """Values for a field, each of which makes a target of its own."""

    __slots__ = ("args", "kwargs")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.args = args
        self.kwargs = kwargs

    # `**parametrize("group", ...)` reads these two.

    def keys(self) -> tuple[str, ...]:
        """The keyword under which a declaration holds the group."""
        return (f"{GROUP_KEY}_{self.args[0] if self.args else id(self)}",)

    def __getitem__(self, key: str) -> Parametrize:
        return self

    def __eq__(self, other: object) -> bool:
        return type(other) is Parametrize and (
            (other.args, other.kwargs) == (self.args, self.kwargs)
        )

    def __hash__(self) -> int:
        return hash(self.args)

    def __repr__(self) -> str:
        shown = [repr(arg) for arg in self.args]
        shown += [f"{name}={value!r}" for name, value in self.kwargs.items()]
        return f"parametrize({', '.join(shown)})"
