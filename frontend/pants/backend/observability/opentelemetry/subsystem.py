"""`[opentelemetry]`: traces of runs."""

from __future__ import annotations

import enum

from pants.option.option_types import (
    BoolOption,
    DictOption,
    EnumOption,
    FloatOption,
    IntOption,
    StrOption,
)
from pants.option.subsystem import Subsystem


class TracingExporterId(enum.Enum):
    """Where traces go."""

    OTLP = "otlp"
    JSON_FILE = "json-file"


class OtelCompression(enum.Enum):
    """How traces are compressed on their way."""

    GZIP = "gzip"
    DEFLATE = "deflate"
    NONE = "none"


class TelemetrySubsystem(Subsystem):
    options_scope = "opentelemetry"
    help = "Traces of runs, for a server that understands OpenTelemetry."

    enabled = BoolOption(
        default=False,
        help="Write traces.",
    )
    exporter = EnumOption(
        default=TracingExporterId.OTLP,
        help="Where traces go: to a server, over HTTP (`otlp`), or into a file (`json-file`).",
    )
    finish_timeout = FloatOption(
        default=2.0,
        help="Seconds to wait at the end of the run until all was sent.",
    )
    parse_traceparent = BoolOption(
        default=True,
        help="Make the run part of the trace that the variable `TRACEPARENT` names.",
    )
    async_completion = BoolOption(
        default=False,
        help="End the run without waiting until all was sent. Only with a daemon.",
    )
    json_file = StrOption(
        default="dist/otel-json-trace.jsonl",
        help="With `json-file`, the file to write, from the build root.",
    )
    trace_link_template = StrOption(
        default=None,
        help="A URL to print at the end of the run, with `{trace_id}`, `{root_span_id}`, "
        "`{trace_start_ms}` and `{trace_end_ms}` filled in.",
    )

    # ---- The server ----------------------------------------------------------------------------

    exporter_endpoint = StrOption(
        default=None,
        help="With `otlp`, the URL of the server; `v1/traces` is added to it.",
    )
    exporter_traces_endpoint = StrOption(
        default=None,
        advanced=True,
        help="The whole URL that traces are sent to. It goes over `exporter_endpoint`.",
    )
    exporter_certificate_file = StrOption(
        default=None,
        advanced=True,
        help="A PEM file with the certificates to trust.",
    )
    exporter_client_key_file = StrOption(
        default=None,
        advanced=True,
        help="A PEM file with the key for `exporter_client_certificate_file`.",
    )
    exporter_client_certificate_file = StrOption(
        default=None,
        advanced=True,
        help="A PEM file with the certificate that identifies this client.",
    )
    exporter_headers = DictOption[str](
        advanced=True,
        help="Headers to send along.",
    )
    exporter_timeout = IntOption(
        default=None,
        advanced=True,
        help="Seconds after which sending has failed.",
    )
    exporter_compression = EnumOption(
        default=OtelCompression.NONE,
        advanced=True,
        help="How to compress what is sent.",
    )
