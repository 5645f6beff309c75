"""Node.js and the package managers that come with it."""

from __future__ import annotations

from pants.core.util_rules.external_tool import TemplatedExternalToolOptionsMixin
from pants.core.util_rules.search_paths import ExecutableSearchPathsOptionMixin
from pants.option.option_types import DictOption, ShellStrListOption, StrListOption, StrOption
from pants.option.subsystem import Subsystem


class NodeJS(Subsystem, TemplatedExternalToolOptionsMixin):
    options_scope = "nodejs"
    help = "Node.js, and the package managers that come with it."

    default_version = "v24.10.0"
    default_known_versions = [
        "v24.10.0|macos_arm64|fbc3d6e1e1d962450d058e918214373872cc4c46e08673f31c35932afac4a8c5|51169103",
        "v24.10.0|macos_x86_64|627b884f66db0dd35f4b46fb9e994774ce560a7fb60798ba1ab81e867a73687d|52347633",
        "v24.10.0|linux_arm64|07f0558316ebb8977dd6fb29b4de8d369a639d3d8cef544293852a6f5eea6af8|31020300",
        "v24.10.0|linux_x86_64|2642f4428869aca32443660fd71b3918e2be1277a899bdcaeb64c93b54b5af17|32102040",
    ]
    # Archives end in `.gz` on macOS and in `.xz` on Linux; that is added to the URL.
    default_url_template = "https://nodejs.org/dist/{version}/node-{version}-{platform}.tar"
    default_url_platform_mapping = {
        "linux_arm64": "linux-arm64",
        "linux_x86_64": "linux-x64",
        "macos_arm64": "darwin-arm64",
        "macos_x86_64": "darwin-x64",
    }

    resolves = DictOption[str](
        default={},
        help=(
            "Names for the lockfiles of packages and workspaces, as `{'name': "
            "'path/to/lockfile'}`. Projects not named here get a name made from their folder."
        ),
        advanced=True,
    )
    package_manager = StrOption(
        default="npm",
        help=(
            "The package manager of projects whose `package.json` does not name one in "
            "`packageManager`: `npm`, `pnpm` or `yarn`."
        ),
    )
    package_managers = DictOption[str](
        default={"npm": "11.6.2", "yarn": "1.22.22", "pnpm": "10.19.0"},
        help=(
            "Versions of the package managers, for projects whose `package.json` does not name "
            "one. Without a version here, the one of Corepack or the machine is used."
        ),
    )
    extra_env_vars = StrListOption(
        help=(
            "Environment variables for package managers and scripts: `NAME=value`, or `NAME` to "
            "pass on the value that Pants was started with."
        ),
        advanced=True,
    )
    _tools = StrListOption(
        default=[],
        help=(
            "Names of programs of this machine that scripts call. They are looked up in "
            "`executable_search_paths`, and it is an error if one is not there."
        ),
        advanced=True,
    )
    _optional_tools = StrListOption(
        default=[],
        help=(
            "Names of programs of this machine that scripts call if they are there. They are "
            "looked up in `executable_search_paths`."
        ),
        advanced=True,
    )

    class EnvironmentAware(ExecutableSearchPathsOptionMixin, Subsystem.EnvironmentAware):
        executable_search_paths_help = "Folders to look for `tools` and `optional_tools` in."

        _search_path = StrListOption(
            default=["<PATH>"],
            metavar="<binary-paths>",
            help=(
                "Folders to look for an installed Node.js in; it is downloaded if none has the "
                "right version. `<PATH>` stands for the folders of the variable `PATH`; `<ASDF>`, "
                "`<ASDF_LOCAL>`, `<NVM>` and `<NVM_LOCAL>` stand for versions installed with ASDF "
                "and NVM, of the user and of this repository."
            ),
            advanced=True,
        )
        corepack_env_vars = ShellStrListOption(
            help=(
                "Environment variables for Corepack, for instance `COREPACK_NPM_REGISTRY`: "
                "`NAME=value`, or `NAME` to pass on the value that Pants was started with."
            ),
            advanced=True,
        )

    @property
    def tools(self) -> tuple[str, ...]:
        return tuple(sorted(set(self._tools)))

    @property
    def optional_tools(self) -> tuple[str, ...]:
        return tuple(sorted(set(self._optional_tools)))
