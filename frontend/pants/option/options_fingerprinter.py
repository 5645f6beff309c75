"""Values of options as JSON."""

from __future__ import annotations

import json

from pants.util.plain_enum import is_enum_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class OptionEncoder(json.JSONEncoder):
    """Writes the values that options have: members of enumerations as their values, mappings as
    objects, sets (sorted) and other iterables as lists, types by name."""

    def default(self, o: Any) -> Any:
        """What stands for a value that JSON does not have."""
        if is_enum_class(type(o)):
            return o.value
        if isinstance(o, type):
            return f"{o.__module__}.{o.__qualname__}"
        if isinstance(o, (set, frozenset)):
            return sorted(o)
        if hasattr(o, "keys"):
            return {key: o[key] for key in o}
        if hasattr(o, "__iter__"):
            return list(o)
        return super().default(o)
