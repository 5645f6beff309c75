"""`[setup-py-generation]`: the `setup.py` that distributions get."""

from __future__ import annotations

from pants.option.option_types import BoolOption, EnumOption
from pants.option.subsystem import Subsystem
from pants.util.plain_enum import PlainEnum


class FirstPartyDependencyVersionScheme(PlainEnum):
    """How a distribution pins others of the same repository."""

    EXACT = "exact"
    COMPATIBLE = "compatible"
    ANY = "any"


class SetupPyGeneration(Subsystem):
    options_scope = "setup-py-generation"
    help = "The `setup.py` that is written for `python_distribution` targets without one."

    generate_setup_default = BoolOption(
        default=True,
        help="Write a `setup.py` for targets that do not set `generate_setup`.",
    )
    first_party_dependency_version_scheme = EnumOption(
        default=FirstPartyDependencyVersionScheme.EXACT,
        help="How to require other distributions of this repository: `==`, `~=`, or any version.",
    )

    def first_party_dependency_version(self, version: str) -> str:
        """The version part of such a requirement."""
        scheme = self.first_party_dependency_version_scheme
        if scheme is FirstPartyDependencyVersionScheme.EXACT:
            return f"=={version}"
        if scheme is FirstPartyDependencyVersionScheme.COMPATIBLE:
            return f"~={version}"
        return ""
