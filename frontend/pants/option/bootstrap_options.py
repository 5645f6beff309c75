"""Options of scope GLOBAL that are read before any backend is loaded.

They say where things are, which backends and plugins to load, and how the engine is to be set up.
`GlobalOptions` in `global_options.py` adds those that are only needed once backends are known.

Defaults that depend on the machine are functions, so that the table of declarations can be made on
one machine and used on another. Their `default_help_repr` is what help prints.
"""

from __future__ import annotations

from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior
from pants.option.machine_defaults import (
    default_config_files,
    default_distdir,
    default_execution_root_dir,
    default_local_parallelism,
    default_local_store_dir,
    default_named_caches_dir,
    default_pants_version,
    default_rule_threads_core,
    default_subprocessdir,
    default_workdir,
)
from pants.option.option_types import (
    BoolOption,
    DictOption,
    DirOption,
    EnumOption,
    FloatOption,
    IntOption,
    MemorySizeOption,
    StrListOption,
    StrOption,
)
from pants.util.logging import LogLevel
from pants.util.plain_enum import PlainEnum
from pants.util.record import Record

GIB = 1024 * 1024 * 1024
MIB = 1024 * 1024


class RemoteProvider(PlainEnum):
    """The kind of service behind `remote_store_address`."""

    reapi = "reapi"
    experimental_file = "experimental-file"
    experimental_github_actions_cache = "experimental-github-actions-cache"


class RemoteCacheWarningsBehavior(PlainEnum):
    """How often trouble with the remote cache is told."""

    ignore = "ignore"
    first_only = "first_only"
    backoff = "backoff"
    always = "always"


class CacheContentBehavior(PlainEnum):
    """What a cache hit promises about the files it names."""

    fetch = "fetch"
    validate = "validate"
    defer = "defer"


class UnmatchedBuildFileGlobs(Record):
    """The value of `[GLOBAL].unmatched_build_file_globs`, as rules receive it."""

    error_behavior: GlobMatchErrorBehavior

    @classmethod
    def ignore(cls) -> UnmatchedBuildFileGlobs:
        """Say nothing."""
        return cls(GlobMatchErrorBehavior.ignore)

    @classmethod
    def warn(cls) -> UnmatchedBuildFileGlobs:
        """Warn."""
        return cls(GlobMatchErrorBehavior.warn)

    @classmethod
    def error(cls) -> UnmatchedBuildFileGlobs:
        """Fail."""
        return cls(GlobMatchErrorBehavior.error)


class BootstrapOptions:
    """The options themselves, grouped by what they are about."""

    # ---- What to load --------------------------------------------------------------------------

    backend_packages = StrListOption(
        advanced=True,
        help="Backends to turn on, built in ones and those of your own plugins. "
        "Each is the dotted name of a package with a `register.py`.",
    )
    plugins = StrListOption(
        advanced=True,
        help="Distributions with plugins to install and load, as PEP 508 requirements.",
    )
    plugins_force_resolve = BoolOption(
        advanced=True,
        default=False,
        help="Resolve the requirements in `plugins` anew, even if an earlier answer is cached.",
    )
    pythonpath = StrListOption(
        advanced=True,
        help="Folders to import plugins from, usually `%(buildroot)s/pants-plugins`.",
    )
    pants_version = StrOption(
        advanced=True,
        default=default_pants_version,
        default_help_repr="<pants_version>",
        daemon=True,
        help="The release that this repository expects. "
        "Another one runs too, and says once that it is another.",
    )
    pants_free_threaded = BoolOption(
        advanced=True,
        default=True,
        help="Let a launcher choose a free threaded interpreter where there is one. "
        "The interpreter is built in here, so that it changes nothing.",
    )
    pants_bin_name = StrOption(
        advanced=True,
        default="pants",
        help="The command as your users type it, for help and messages. "
        "Set it if they call a script of yours.",
    )

    # ---- Logging -------------------------------------------------------------------------------

    level = EnumOption(
        "-l",
        "--level",
        default=LogLevel.INFO,
        daemon=True,
        help="The least important messages to show.",
    )
    show_log_target = BoolOption(
        default=False,
        daemon=True,
        advanced=True,
        help="Write the name of the logger into each line. Useful before `log_levels_by_target`.",
    )
    log_levels_by_target = DictOption[str](
        advanced=True,
        daemon=True,
        help="Levels for single loggers, as `{'workunit_store': 'debug'}`; "
        "`level` holds for all others.",
    )
    log_show_rust_3rdparty = BoolOption(
        default=False,
        daemon=True,
        advanced=True,
        help="Also show messages of the libraries that the engine is made with.",
    )
    ignore_warnings = StrListOption(
        daemon=True,
        advanced=True,
        help="Warnings to hide: the text that they start with, or `$regex$` and a pattern.",
    )
    logdir = StrOption(
        advanced=True,
        default=None,
        metavar="<dir>",
        daemon=True,
        help="Also write the log to files in this folder.",
    )
    print_stacktrace = BoolOption(
        advanced=True,
        default=False,
        help="Show the whole trace when a rule fails, not only its message.",
    )

    # ---- Configuration and specs ---------------------------------------------------------------

    pants_config_files = StrListOption(
        advanced=True,
        fingerprint=False,
        default=default_config_files,
        default_help_repr="['<buildroot>/pants.toml']",
        help="Config files to read, the later ones over the earlier ones. "
        "Only flags and the environment can set this.",
    )
    pantsrc = BoolOption(
        advanced=True,
        default=True,
        fingerprint=False,
        help="Read the personal config files in `pantsrc_files`.",
    )
    pantsrc_files = StrListOption(
        advanced=True,
        metavar="<path>",
        fingerprint=False,
        default=["/etc/pantsrc", "~/.pants.rc", ".pants.rc"],
        help="Personal config files, read after those of the repository. Missing ones are fine.",
    )
    spec_files = StrListOption(
        fingerprint=False,
        help="Files with one spec a line, added to those on the command line.",
    )
    verify_config = BoolOption(
        default=True,
        advanced=True,
        help="Fail if a config file names a scope or an option that does not exist.",
    )
    stats_record_option_scopes = StrListOption(
        advanced=True,
        default=["*"],
        help="Scopes whose options are kept in the record of a run; `*` means all.",
    )

    # ---- Folders and files ---------------------------------------------------------------------

    pants_workdir = StrOption(
        advanced=True,
        metavar="<dir>",
        default=default_workdir,
        default_help_repr="<buildroot>/.pants.d/workdir",
        daemon=True,
        help="The folder for working files of this repository.",
    )
    pants_physical_workdir_base = StrOption(
        advanced=True,
        metavar="<dir>",
        default=None,
        daemon=True,
        help="Keep working files below this folder and make `pants_workdir` a link to it. "
        "For repositories on a slow or remote file system.",
    )
    pants_distdir = StrOption(
        advanced=True,
        metavar="<dir>",
        default=default_distdir,
        default_help_repr="<buildroot>/dist",
        help="The folder that packages, reports and exports are written to.",
    )
    pants_subprocessdir = StrOption(
        advanced=True,
        default=default_subprocessdir,
        default_help_repr="<buildroot>/.pants.d/pids",
        daemon=True,
        help="The folder where processes in the background note that they run.",
    )
    pants_ignore = StrListOption(
        advanced=True,
        default=[".*/", "/dist/", "__pycache__", "!.semgrep/", "!.github/"],
        help="Paths that no spec and no glob sees, in the syntax of `.gitignore`. "
        "`!` takes a path back in.",
    )
    pants_ignore_use_gitignore = BoolOption(
        advanced=True,
        default=True,
        help="Also ignore what the repository's `.gitignore` and git's exclude files name.",
    )

    # ---- The daemon ----------------------------------------------------------------------------

    pantsd = BoolOption(
        default=True,
        daemon=True,
        help="Keep a process in the background that remembers what earlier runs computed.",
    )
    enable_stack_trampoline = StrOption(
        default=None,
        daemon=True,
        help="Let Python mark its frames for a profiler: the name of the backend, "
        "such as `perf`, that `sys.activate_stack_trampoline` takes.",
    )
    sandboxer = BoolOption(
        default=False,
        daemon=False,
        help="Fill sandboxes from a separate process. "
        "Not needed here: executables are never open for writing where processes start.",
    )
    concurrent = BoolOption(
        default=False,
        help="Let this run share the machine with other runs in the same repository "
        "instead of waiting for them.",
    )
    pantsd_timeout_when_multiple_invocations = FloatOption(
        advanced=True,
        default=60.0,
        help="Seconds to wait for another run to end before giving up; negative waits forever.",
    )
    pantsd_max_memory_usage = MemorySizeOption(
        advanced=True,
        default=4 * GIB,
        default_help_repr="4GiB",
        help="Restart the daemon when it holds more memory than this.",
    )
    pantsd_nailgun_port = IntOption(
        "--pantsd-pailgun-port",
        advanced=True,
        default=0,
        daemon=True,
        help="A port for the daemon. Kept for old configurations: it listens on a private "
        "socket in a folder, never on a port.",
    )
    pantsd_invalidation_globs = StrListOption(
        advanced=True,
        daemon=True,
        help="Files that restart the daemon when they change, besides config files and plugins.",
    )
    watch_filesystem = BoolOption(
        default=True,
        advanced=True,
        help="Learn of changed files from the operating system. "
        "Without it every run looks at all files again.",
    )

    # ---- The engine ----------------------------------------------------------------------------

    engine_visualize_to = DirOption(
        advanced=True,
        default=None,
        help="Write the graph of rules and nodes to this folder, in the format of graphviz.",
    )
    rule_threads_core = IntOption(
        default=default_rule_threads_core,
        default_help_repr="max(2, #cores/2)",
        advanced=True,
        help="How many threads to use for reading and hashing files.",
    )
    rule_threads_max = IntOption(
        default=None,
        advanced=True,
        help="The most threads for work that waits for the disk; unset, it is chosen for you.",
    )
    session_end_tasks_timeout = FloatOption(
        default=3.0,
        help="Seconds to wait at the end of a run for work in the background, "
        "such as writes to a remote cache.",
    )
    pants_ng = BoolOption(
        default=False,
        advanced=True,
        help="Switch to the next generation of the command line that upstream tries out. "
        "Nobody should need it yet.",
    )
    allow_deprecated_macos_versions = StrListOption(
        default=[],
        advanced=True,
        help="Versions of macOS, such as `13`, to run on without a warning that they are old.",
    )

    # ---- Local caches --------------------------------------------------------------------------

    local_cache = BoolOption(
        default=True,
        help="Use results of earlier processes from the cache on this machine.",
    )
    cache_content_behavior = EnumOption(
        advanced=True,
        default=CacheContentBehavior.fetch,
        help="What to do with the files of a cached result: `fetch` gets them at once, "
        "`validate` only checks that they exist, `defer` trusts the cache until they are needed.",
    )
    local_store_dir = StrOption(
        advanced=True,
        default=default_local_store_dir,
        default_help_repr="<cache>/pants/lmdb_store",
        help="The folder of the cache for file content and results of processes. "
        "It may be deleted when nothing runs.",
    )
    local_store_shard_count = IntOption(
        advanced=True,
        default=16,
        help="Into how many files the store is split. More allow more writers at once.",
    )
    local_store_processes_max_size_bytes = IntOption(
        advanced=True,
        default=16_000_000_000,
        help="The most space that the records of processes may take.",
    )
    local_store_files_max_size_bytes = IntOption(
        advanced=True,
        default=256_000_000_000,
        help="The most space that content of files may take.",
    )
    local_store_directories_max_size_bytes = IntOption(
        advanced=True,
        default=16_000_000_000,
        help="The most space that the records of folders may take.",
    )
    _named_caches_dir = StrOption(
        advanced=True,
        default=default_named_caches_dir,
        default_help_repr="<cache>/pants/named_caches",
        help="The folder of caches that tools keep for themselves, such as those of pip.",
    )
    local_execution_root_dir = StrOption(
        advanced=True,
        default=default_execution_root_dir,
        default_help_repr="<tmp_dir>",
        help="The folder in which sandboxes are made.",
    )

    # ---- Local processes -----------------------------------------------------------------------

    process_total_child_memory_usage = MemorySizeOption(
        advanced=True,
        default=None,
        help="The memory that all pooled JVM processes may use together; unset, no limit.",
    )
    process_per_child_memory_usage = MemorySizeOption(
        advanced=True,
        default=512 * MIB,
        default_help_repr="512MiB",
        help="The memory that one pooled JVM process is given.",
    )
    process_execution_local_parallelism = IntOption(
        default=default_local_parallelism,
        default_help_repr="#cores",
        advanced=True,
        help="How many processes may run at once on this machine.",
    )
    process_execution_remote_parallelism = IntOption(
        default=128,
        advanced=True,
        help="How many processes may run at once on remote workers.",
    )
    process_execution_cache_namespace = StrOption(
        advanced=True,
        default=None,
        help="A word that is part of every process's cache key. Change it to forget all results.",
    )
    process_execution_local_enable_nailgun = BoolOption(
        default=True,
        advanced=True,
        help="Keep JVM tools running between calls, which makes them start much faster.",
    )
    process_execution_graceful_shutdown_timeout = IntOption(
        default=3,
        advanced=True,
        help="Seconds that a process has to end after Ctrl-C before it is killed.",
    )

    # ---- Remote caching and execution ----------------------------------------------------------

    remote_provider = EnumOption(
        default=RemoteProvider.reapi,
        help="The kind of remote store: `reapi` is a server of the Remote Execution API, "
        "`experimental-file` a folder, `experimental-github-actions-cache` the cache of that CI.",
    )
    remote_execution = BoolOption(
        default=False,
        help="Run processes on the workers behind `remote_execution_address`.",
    )
    remote_cache_read = BoolOption(
        default=False,
        help="Use results that others put into the remote cache.",
    )
    remote_cache_write = BoolOption(
        default=False,
        help="Put results of this machine into the remote cache. Often only done in CI.",
    )
    remote_instance_name = StrOption(
        default=None,
        advanced=True,
        help="The name of the instance to use on a server that has several.",
    )
    remote_ca_certs_path = StrOption(
        default=None,
        advanced=True,
        help="A PEM file with the certificates to trust for remote servers; "
        "unset, those of the system.",
    )
    remote_client_certs_path = StrOption(
        default=None,
        advanced=True,
        help="A PEM file with the certificate that identifies this client to the server.",
    )
    remote_client_key_path = StrOption(
        default=None,
        advanced=True,
        help="A PEM file with the key for the certificate in `remote_client_certs_path`.",
    )
    remote_oauth_bearer_token = StrOption(
        default=None,
        advanced=True,
        help="A token to send to remote servers. "
        "Write `@path/to/file` to keep it out of configuration.",
    )
    remote_store_address = StrOption(
        advanced=True,
        default=None,
        help="Where the remote store is, such as `grpc://host:port` or `grpcs://host:port`.",
    )
    remote_store_headers = DictOption(
        advanced=True,
        default={},
        default_help_repr="{}",
        help="Headers to send with each call to the store.",
    )
    remote_store_chunk_bytes = IntOption(
        advanced=True,
        default=1024 * 1024,
        help="The size of the pieces in which large files are sent.",
    )
    remote_store_rpc_retries = IntOption(
        advanced=True,
        default=2,
        help="How often to try again when a call to the store fails.",
    )
    remote_store_rpc_concurrency = IntOption(
        advanced=True,
        default=128,
        help="How many calls to the store may be under way at once.",
    )
    remote_store_rpc_timeout_millis = IntOption(
        advanced=True,
        default=30000,
        help="Milliseconds after which a call to the store has failed.",
    )
    remote_store_batch_api_size_limit = IntOption(
        advanced=True,
        default=4194304,
        help="Files up to this many bytes together are sent in one call.",
    )
    remote_store_batch_load_enabled = BoolOption(
        default=False,
        advanced=True,
        help="Also read small files many at a time.",
    )
    remote_cache_warnings = EnumOption(
        default=RemoteCacheWarningsBehavior.backoff,
        advanced=True,
        help="How often to tell of errors of the remote cache. "
        "`backoff` tells of the 1st, 2nd, 4th, 8th and so on.",
    )
    remote_cache_rpc_concurrency = IntOption(
        advanced=True,
        default=128,
        help="How many questions to the remote cache may be under way at once.",
    )
    remote_cache_rpc_timeout_millis = IntOption(
        advanced=True,
        default=1500,
        help="Milliseconds after which a question to the cache is a miss.",
    )
    remote_execution_address = StrOption(
        advanced=True,
        default=None,
        help="Where the server for remote execution is, such as `grpcs://host:port`.",
    )
    remote_execution_headers = DictOption(
        advanced=True,
        default={},
        default_help_repr="{}",
        help="Headers to send with each call to the execution server.",
    )
    remote_execution_overall_deadline_secs = IntOption(
        default=3600,
        advanced=True,
        help="Seconds after which a remote process has failed, waiting included.",
    )
    remote_execution_rpc_concurrency = IntOption(
        advanced=True,
        default=128,
        help="How many calls to the execution server may be under way at once.",
    )
    remote_execution_append_only_caches_base_path = StrOption(
        default=None,
        advanced=True,
        help="The folder for named caches on remote workers; unset, they have none.",
    )

    # ---- Downloads -----------------------------------------------------------------------------

    ca_certs_path = StrOption(
        advanced=True,
        default=None,
        help="A PEM file with the certificates to trust for downloads and package indexes.",
    )
    _file_downloads_retry_delay = FloatOption(
        default=0.2,
        advanced=True,
        help="Seconds to wait before a failed download is tried again; each wait is longer.",
    )
    _file_downloads_max_attempts = IntOption(
        default=4,
        advanced=True,
        help="How often to try a download before it has failed.",
    )

    @property
    def file_downloads_retry_delay(self) -> float:
        """The delay in seconds, never negative."""
        value = self._file_downloads_retry_delay
        if value < 0:
            raise ValueError(f"`[GLOBAL].file_downloads_retry_delay` must not be negative: {value}")
        return value

    @property
    def file_downloads_max_attempts(self) -> int:
        """The number of attempts, at least one."""
        value = self._file_downloads_max_attempts
        if value < 1:
            raise ValueError(f"`[GLOBAL].file_downloads_max_attempts` must be at least 1: {value}")
        return value
