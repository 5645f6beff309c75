"""What plugins can say about the distributions that are built."""

from __future__ import annotations

from pants.engine.internals.native_engine import FrozenDict
from pants.engine.unions import union
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from pants.build_graph.address import Address
    from pants.engine.target import Target

# What `setup()` gets from the dependencies of the target: nobody else may say it.
_COMPUTED_KEYS = (
    "data_files",
    "install_requires",
    "namespace_packages",
    "package_data",
    "package_dir",
    "packages",
)


class SetupKwargs(Record):
    """Arguments for `setup()`. Values may be nested lists, tuples and dicts of plain ones."""

    _frozen: FrozenDict[str, Any]

    def __init__(
        self,
        kwargs: Mapping[str, Any],
        *,
        address: Address,
        _allow_banned_keys: bool = False,
    ) -> None:
        if "version" not in kwargs:
            raise ValueError(f"`setup()` needs a `version`, but {address} has none.")
        if not _allow_banned_keys:
            for key in _COMPUTED_KEYS:
                if key in kwargs:
                    raise ValueError(
                        f"`{key}` of `setup()` follows from the dependencies of {address}: leave "
                        "it out of `provides`, and of what plugins add."
                    )
        self._fill(_frozen=FrozenDict.deep_freeze(kwargs))

    @property
    def kwargs(self) -> dict[str, Any]:
        return dict(self._frozen)

    @property
    def name(self) -> str:
        return self._frozen["name"]

    @property
    def version(self) -> str:
        return self._frozen["version"]


@union
class SetupKwargsRequest(Record):
    """Asks a plugin for the arguments of a target's `setup()`.

    A plugin registers a subclass and a rule from it to `SetupKwargs`. Its subclass says which
    targets it is for.
    """

    target: Target

    @classmethod
    def is_applicable(cls, target: Target) -> bool:
        """Whether the plugin answers for this target. At most one may."""
        raise NotImplementedError

    @property
    def explicit_kwargs(self) -> dict[str, Any]:
        """What the target's `provides` says."""
        from pants.backend.python.target_types import PythonProvidesField

        return self.target[PythonProvidesField].value.asdict()
