"""`python_artifact(...)`: what a distribution is called and what else is known of it."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class PythonArtifact:
    """Arguments of `setup()`, as a BUILD file gives them."""

    __slots__ = ("_kwargs", "_name")

    def __init__(self, **kwargs: Any) -> None:
        name = kwargs.get("name")
        if name is not None and not isinstance(name, str):
            raise ValueError(f"`name` of `python_artifact` must be a string, but is {name!r}.")
        if not name and "name" in kwargs:
            raise ValueError("`name` of `python_artifact` must not be empty.")
        self._name = name
        self._kwargs = FrozenDict.deep_freeze(kwargs)

    @property
    def name(self) -> str | None:
        return self._name

    @property
    def kwargs(self) -> FrozenDict[str, Any]:
        return self._kwargs

    def asdict(self) -> dict[str, Any]:
        return dict(self._kwargs)

    def __str__(self) -> str:
        return self._name or ""

    def __repr__(self) -> str:
        return f"PythonArtifact({', '.join(f'{k}={v!r}' for k, v in self._kwargs.items())})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PythonArtifact):
            return NotImplemented
        return self._kwargs == other._kwargs

    def __hash__(self) -> int:
        return hash((PythonArtifact, self._kwargs))
