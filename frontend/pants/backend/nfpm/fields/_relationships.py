"""The base of fields that name other packages."""

from __future__ import annotations

from pants.engine.target import StringSequenceField


class NfpmPackageRelationshipsField(StringSequenceField):
    """Names of packages, with versions as the package format writes them."""
