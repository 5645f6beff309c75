"""`[docker]`: how images are built, run and published."""

from __future__ import annotations

import sys

from pants.backend.docker.package_types import DockerPushOnPackageBehavior
from pants.backend.docker.registries import DockerRegistries
from pants.core.util_rules.search_paths import ExecutableSearchPathsOptionMixin
from pants.option.option_types import (
    BoolOption,
    DictOption,
    EnumOption,
    ShellStrListOption,
    StrListOption,
    StrOption,
    WorkspacePathOption,
)
from pants.option.subsystem import Subsystem


def default_run_args(_: type) -> list[str]:
    """On a terminal the container gets one too."""
    return ["--interactive", "--tty"] if sys.stdout.isatty() else []


class DockerOptions(Subsystem):
    options_scope = "docker"
    help = "Docker images: building, running, publishing."

    class EnvironmentAware(ExecutableSearchPathsOptionMixin, Subsystem.EnvironmentAware):
        executable_search_paths_help = "Folders in which to look for Docker and its helpers."

        _env_vars = ShellStrListOption(
            advanced=True,
            help="Variables that Docker sees, as `NAME=value`, or `NAME` for its value in your "
            "own environment, such as `DOCKER_HOST`. They also count for build arguments.",
        )

        @property
        def env_vars(self) -> tuple[str, ...]:
            return tuple(sorted(set(self._env_vars)))

    # ---- Registries and names ------------------------------------------------------------------

    _registries = DictOption(
        fromfile=True,
        help="Registries, by a name to use as `@name` in `registries` of `docker_image`: "
        "`{'prod': {'address': 'reg.example.com', 'default': True}}`. Besides `address` and "
        "`default` an entry may have `extra_image_tags`, `skip_push`, `repository` and "
        "`use_local_alias`, which lets the name stand for the address on this machine.",
    )
    default_repository = StrOption(
        default="{name}",
        help="The repository of images that name none. `{name}`, `{directory}`, "
        "`{parent_directory}`, `{full_directory}` and more are filled in.",
    )

    # ---- Building ------------------------------------------------------------------------------

    default_context_root = WorkspacePathOption(
        default="",
        help="The folder, from the build root, that is the root of build contexts, for images "
        "that have no `context_root`.",
    )
    use_buildx = BoolOption(
        default=False,
        help="Build with `docker buildx`, which some fields of `docker_image` need.",
    )
    _build_args = ShellStrListOption(
        help="Build arguments for all images, as `NAME=value`, or `NAME` for its value among "
        "`env_vars`. An image gets those that its Dockerfile declares with `ARG`.",
    )
    build_target_stage = StrOption(
        default=None,
        help="Build up to this stage in all images that have it.",
    )
    build_hosts = DictOption[str](
        default={},
        help="Names of hosts and their addresses, for use while images are built.",
    )
    build_no_cache = BoolOption(
        default=False,
        help="Build images without Docker's own cache.",
    )
    _build_extra_options = ShellStrListOption(
        help="More options for `docker build`, for all images.",
    )
    build_verbose = BoolOption(
        default=False,
        help="Show what Docker prints while it builds.",
    )
    _tools = StrListOption(
        default=[],
        advanced=True,
        help="Programs that Docker needs to find, such as helpers for logging in. "
        "It is an error if one is missing.",
    )
    _optional_tools = StrListOption(
        advanced=True,
        help="Programs that Docker is let find if they are there.",
    )
    suggest_renames = BoolOption(
        default=True,
        advanced=True,
        removal_version="2.35.0.dev0",
        removal_hint="Nothing is suggested any more: set nothing.",
        help="When files are missing, suggest what they may be called in the build context.",
    )

    # ---- Running and publishing ----------------------------------------------------------------

    run_args = ShellStrListOption(
        default=default_run_args,
        help="Options for `docker run`, when images are run.",
    )
    publish_noninteractively = BoolOption(
        default=False,
        help="Publish several images at once, without a terminal for any of them.",
    )
    push_on_package = EnumOption(
        default=DockerPushOnPackageBehavior.WARN,
        help="What `package` does with images whose `output` pushes them as they are built: "
        "build them, leave them out, or warn or fail.",
    )

    # ---- Tailoring -----------------------------------------------------------------------------

    tailor = BoolOption(
        default=True,
        advanced=True,
        help="Let `tailor` add `docker_image` targets.",
    )

    @property
    def build_args(self) -> tuple[str, ...]:
        return tuple(sorted(set(self._build_args)))

    @property
    def build_extra_options(self) -> tuple[str, ...]:
        return tuple(self._build_extra_options)

    @property
    def tools(self) -> tuple[str, ...]:
        return tuple(sorted(set(self._tools)))

    @property
    def optional_tools(self) -> tuple[str, ...]:
        return tuple(sorted(set(self._optional_tools)))

    def registries(self) -> DockerRegistries:
        return DockerRegistries.from_dict(self._registries)
