"""Options for Java code made by Apache Thrift."""

from __future__ import annotations

from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem


class ApacheThriftJavaSubsystem(Subsystem):
    options_scope = "java-thrift"
    help = "Java code made by the Apache Thrift compiler."

    gen_options = StrListOption(
        "--options",
        help=(
            "Options of the Java generator, such as `reuse-objects`. They go into the compiler's "
            "`--gen java:...`."
        ),
    )
