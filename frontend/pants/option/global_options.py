"""Options of scope GLOBAL that are read once the backends are known, and the whole scope."""

from __future__ import annotations

from pants.engine.fs import GlobMatchErrorBehavior
from pants.option.bootstrap_options import (
    BootstrapOptions,
    CacheContentBehavior,
    RemoteCacheWarningsBehavior,
    RemoteProvider,
    UnmatchedBuildFileGlobs,
)
from pants.option.machine_defaults import (
    default_colors,
    default_complete_async,
    default_dynamic_ui,
)
from pants.option.option_types import (
    BoolOption,
    EnumOption,
    FloatOption,
    IntOption,
    StrListOption,
)
from pants.option.scope import GLOBAL_SCOPE
from pants.option.subsystem import Subsystem
from pants.util.logging import LogLevel
from pants.util.plain_enum import PlainEnum
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import PurePath

    from pants.engine.fs import FileContent

__all__ = [
    "BootstrapOptions",
    "CacheContentBehavior",
    "DynamicUIRenderer",
    "GlobalOptions",
    "KeepSandboxes",
    "NamedCachesDirOption",
    "RemoteCacheWarningsBehavior",
    "RemoteProvider",
    "UnmatchedBuildFileGlobs",
    "ca_certs_path_to_file_content",
]


class DynamicUIRenderer(PlainEnum):
    """The look of progress on a terminal."""

    indicatif_spinner = "indicatif-spinner"
    experimental_prodash = "experimental-prodash"


class KeepSandboxes(PlainEnum):
    """Whose sandboxes stay after the process ended."""

    always = "always"
    on_failure = "on_failure"
    never = "never"


class NamedCachesDirOption(Record):
    """The value of `[GLOBAL].named_caches_dir`, as rules receive it."""

    val: PurePath


class GlobalOptions(BootstrapOptions, Subsystem):
    options_scope = GLOBAL_SCOPE
    help = "Options that hold for every goal and every backend."

    # ---- What is shown -------------------------------------------------------------------------

    colors = BoolOption(
        default=default_colors,
        help="Colour what goals print. Tools are told too, where they can be.",
    )
    dynamic_ui = BoolOption(
        default=default_dynamic_ui,
        help="Show at the bottom of the terminal what is being worked on.",
    )
    dynamic_ui_renderer = EnumOption(
        default=DynamicUIRenderer.indicatif_spinner,
        help="How the progress at the bottom of the terminal looks.",
    )

    # ---- Which targets -------------------------------------------------------------------------

    tag = StrListOption(
        metavar="[+-]tag1,tag2,...",
        help="Only use targets with one of these tags; `-tag` leaves out those that have it.",
    )
    unmatched_build_file_globs = EnumOption(
        default=GlobMatchErrorBehavior.warn,
        advanced=True,
        help="What to do when the `source` or `sources` of a target match no file.",
    )
    unmatched_cli_globs = EnumOption(
        default=GlobMatchErrorBehavior.error,
        advanced=True,
        help="What to do when a path or glob on the command line matches nothing.",
    )

    # ---- BUILD files ---------------------------------------------------------------------------

    build_patterns = StrListOption(
        default=["BUILD", "BUILD.*"],
        advanced=True,
        help="Names of BUILD files, as globs without a folder.",
    )
    build_ignore = StrListOption(
        advanced=True,
        help="BUILD files and folders to leave unread, in the syntax of `.gitignore`.",
    )
    build_file_prelude_globs = StrListOption(
        advanced=True,
        help="Python files whose functions and constants every BUILD file may use.",
    )
    subproject_roots = StrListOption(
        advanced=True,
        help="Folders whose BUILD files are written as if the folder were the build root.",
    )
    enable_target_origin_sources_blocks = BoolOption(
        default=False,
        advanced=True,
        help="Remember for each target which lines of its source it stands for.",
    )

    # ---- The run -------------------------------------------------------------------------------

    loop = BoolOption(
        default=False,
        help="Run the goals again whenever a file that they looked at changes.",
    )
    loop_max = IntOption(
        default=2**32,
        advanced=True,
        help="How many times `--loop` runs at most.",
    )
    streaming_workunits_report_interval = FloatOption(
        default=1.0,
        advanced=True,
        help="Seconds between two reports to plugins that follow the work.",
    )
    streaming_workunits_level = EnumOption(
        default=LogLevel.DEBUG,
        advanced=True,
        help="The least important steps of the work to report to plugins. "
        "Never less than what is logged.",
    )
    streaming_workunits_complete_async = BoolOption(
        default=default_complete_async,
        advanced=True,
        help="End the run without waiting for the last report to plugins.",
    )

    # ---- Processes -----------------------------------------------------------------------------

    process_cleanup = BoolOption(
        default=True,
        removal_version="3.0.0.dev0",
        removal_hint="Use `keep_sandboxes` instead.",
        help="Delete the sandbox of a process when it ends.",
    )
    keep_sandboxes = EnumOption(
        default=KeepSandboxes.never,
        help="Whose sandboxes to keep for a look inside. Their paths are logged.",
    )
    docker_execution = BoolOption(
        default=True,
        advanced=True,
        help="Let `docker_environment` targets start containers. "
        "Turned off, such environments are left out.",
    )
    remote_execution_extra_platform_properties = StrListOption(
        advanced=True,
        default=[],
        help="Properties, as `name=value`, that remote workers must have. "
        "Ignored where a `remote_environment` target gives its own.",
    )

    @property
    def named_caches_dir(self) -> str:
        """The folder of the named caches, `~` expanded and absolute."""
        import os

        return os.path.abspath(os.path.expanduser(self._named_caches_dir))


def ca_certs_path_to_file_content(path: str) -> FileContent:
    """The certificates of `[GLOBAL].ca_certs_path` as a `FileContent` for a sandbox."""
    import os

    from pants.engine.fs import FileContent

    with open(path, "rb") as f:
        return FileContent(os.path.basename(path), f.read())
