"""The field for scripts that package managers run."""

from __future__ import annotations

import os

from pants.engine.target import AsyncFieldMixin, DictStringToStringField, InvalidFieldException
from pants.util.frozendict import FrozenDict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.addresses import Address


class NfpmPackageScriptsField(AsyncFieldMixin, DictStringToStringField):
    alias = "scripts"
    nfpm_alias = ""
    nfpm_aliases = FrozenDict(
        {
            "preinstall": "scripts.preinstall",
            "postinstall": "scripts.postinstall",
            "preremove": "scripts.preremove",
            "postremove": "scripts.postremove",
        }
    )

    @classmethod
    def compute_value(
        cls, raw_value: dict[str, str] | None, address: Address
    ) -> FrozenDict[str, str] | None:
        value = super().compute_value(raw_value, address)
        unknown = sorted(set(value or ()).difference(cls.nfpm_aliases))
        if unknown:
            raise InvalidFieldException(
                f"{address}: `{cls.alias}` has unknown keys {unknown}. "
                f"Known keys: {tuple(cls.nfpm_aliases)}."
            )
        return value

    @property
    def normalized_value(self) -> FrozenDict[str, str]:
        """The scripts' paths from the build root."""
        folder, scripts = self.address.spec_path, self.value or {}
        return FrozenDict({key: os.path.join(folder, path) for key, path in scripts.items()})
