"""Tests that load plugins through stevedore."""

from __future__ import annotations

from pants.engine.target import StringSequenceField


class StevedoreNamespace(str):
    """Marks a group of entry points, in a BUILD file, as one of stevedore."""

    __slots__ = ()
    alias = "stevedore_namespace"


class StevedoreNamespacesField(StringSequenceField):
    alias = "stevedore_namespaces"
    help = (
        "Groups of entry points that the test looks up through stevedore. The test depends on the "
        "`python_distribution` targets that mark one of them with "
        f"`{StevedoreNamespace.alias}('name')` in `entry_points`, and finds their entry points as "
        "if they were installed."
    )
