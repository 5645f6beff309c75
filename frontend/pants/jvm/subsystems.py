"""Options for everything that runs on the JVM: JDKs, resolves, Nailgun."""

from __future__ import annotations

from pants.option.option_types import BoolOption, DictOption, IntOption, StrListOption, StrOption
from pants.option.subsystem import Subsystem


class JvmSubsystem(Subsystem):
    options_scope = "jvm"
    help = "JDKs, third-party resolves and how JVM processes are run."

    class EnvironmentAware(Subsystem.EnvironmentAware):
        global_options = StrListOption(
            help=(
                "Options for every JVM that is started, such as `-Xmx2g`. They come before those "
                "of single tools."
            ),
            advanced=True,
        )

    tool_jdk = StrOption(
        default="temurin:1.11",
        help=(
            "The JDK that compilers, formatters and other tools run on: a name and version as "
            "Coursier knows them, or `system` for the one of the machine. It does not matter to "
            "the code that is built."
        ),
        advanced=True,
    )
    jdk = StrOption(
        default="temurin:1.11",
        help=(
            "The JDK that code is built and run with, where a target's `jdk` field does not name "
            "one: a name and version as Coursier knows them, or `system` for the one of the "
            "machine."
        ),
        advanced=True,
    )
    resolves = DictOption[str](
        default={"jvm-default": "3rdparty/jvm/default.lock"},
        help=(
            "Names of resolves with the path of each one's lockfile. A resolve is a set of "
            "third-party artifacts that fit together; use several where parts of the repository "
            "need different versions."
        ),
    )
    default_resolve = StrOption(
        default="jvm-default",
        help="The resolve of targets that do not name one.",
    )
    debug_args = StrListOption(
        help=(
            "Options for the JVM when a test or a program is started with `--debug`, for instance "
            "`-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=5005`."
        ),
    )
    reproducible_jars = BoolOption(
        default=False,
        help=(
            "If true, times are removed from all JARs, so that equal inputs give equal bytes. Turn "
            "it on when a compiler plugin or annotation processor makes JARs differ."
        ),
        advanced=True,
    )
    deploy_jar_exclude_files = StrListOption(
        default=[
            r"^META-INF/[^/]+\.SF$",
            r"^META-INF/[^/]+\.DSA$",
            r"^META-INF/[^/]+\.RSA$",
            r"META-INF/INDEX.LIST$",
        ],
        help=(
            "Regular expressions of files that deploy JARs leave out, where the target does not "
            "say. The default drops signatures, which are wrong after merging."
        ),
    )
    nailgun_remote_cache_speculation_delay = IntOption(
        default=1000,
        help="Milliseconds to wait for the remote cache before a Nailgun process is also run here.",
        advanced=True,
    )
    intermediate_jars_remote_cache = BoolOption(
        default=False,
        help=(
            "If true, the remote cache also holds the JARs of single targets. They are cheap to "
            "make again, so it only pays with a fast cache."
        ),
        advanced=True,
    )
    intermediate_jars_remote_cache_speculation_delay = IntOption(
        default=100,
        help=(
            "Milliseconds to wait for the remote cache before the JAR of a single target is also "
            "made here."
        ),
        advanced=True,
    )
    _nailgun_server = StrOption(
        default="com.martiansoftware:nailgun-server:0.9.1#com.martiansoftware.nailgun.NGServer",
        help=(
            "The Nailgun server that keeps JVMs warm, as Maven coordinates, `#` and its main class."
        ),
        advanced=True,
    )
    nailgun_jar_digest = StrOption(
        default="4518faa6bf4bd26fccdc4d85e1625dc679381a08d56872d8ad12151dda9cef25:32927",
        help=(
            "SHA-256 and size of the Nailgun server's JAR, joined by a colon. Change it together "
            "with the server."
        ),
        advanced=True,
    )
    nailgun_enable_agent = BoolOption(
        default=False,
        help=(
            "If true, an agent loaded into the Nailgun server keeps `System.exit` of a tool from "
            "ending it. Needed on JDK 18 and later."
        ),
        advanced=True,
    )
