"""`[python-repos]`: where distributions come from."""

from __future__ import annotations

from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem


class PythonRepos(Subsystem):
    options_scope = "python-repos"
    help = "Indexes and folders that Python distributions are taken from."

    pypi_index = "https://pypi.org/simple/"

    _find_links = StrListOption(
        help="Pages or folders with links to distributions, or with these themselves: a URL, "
        "`file:///path/to/wheels`, or `name=url` to name it in `[python].resolves_to_sources`.",
    )
    indexes = StrListOption(
        default=[pypi_index],
        advanced=True,
        help="Package indexes, as URLs or as `name=url`. An empty list turns indexes off.",
    )
    path_mappings = StrListOption(
        advanced=True,
        help="Names for folders in lockfiles, as `NAME|/path/to/folder`, so that a lockfile with "
        "local files can be used on machines where they lie elsewhere.",
    )
    _repos = StrListOption(
        advanced=True,
        removal_version="3.0.0.dev0",
        removal_hint="It is now called `[python-repos].find_links`.",
        help="The former name of `find_links`.",
    )

    @property
    def find_links(self) -> tuple[str, ...]:
        return (*self._find_links, *self._repos)
