"""What every tool that is an npm package has: a version, an executable, a place to install from."""

from __future__ import annotations

from pants.option.option_types import StrOption
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar


def _executable(package: str) -> str:
    """The last part of a package's name without its version: `cli` of `@redocly/cli@1.0`."""
    name = package.rpartition("/")[2]
    return name.partition("@")[0]


class NodeJSToolBase(Subsystem):
    """Base of tools that are npm packages."""

    default_version: ClassVar[str]

    version = StrOption(
        advanced=True,
        default=lambda cls: cls.default_version,
        help=(
            "The package and version of the tool, such as `name@1.2.3`. It does not count when "
            "`install_from_resolve` is set."
        ),
    )
    _binary_name = StrOption(
        advanced=True,
        default=None,
        help=lambda cls: (
            "Name of the executable in the package. Unset means the package's name, here "
            f"`{_executable(cls.default_version)}`."
        ),
    )
    install_from_resolve = StrOption(
        advanced=True,
        default=None,
        help=(
            "Name of the resolve, from `[nodejs].resolves`, to install the tool from, with the "
            "version that its lockfile has. The package must be among the resolve's dependencies."
        ),
    )

    @property
    def binary_name(self) -> str:
        """Name of the executable."""
        return self._binary_name or _executable(self.version)
