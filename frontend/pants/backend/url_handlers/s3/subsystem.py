"""`[s3-url-handler]`: downloads from S3."""

from __future__ import annotations

import enum

from pants.option.option_types import EnumOption
from pants.option.subsystem import Subsystem


class S3AuthSigning(enum.Enum):
    """How requests are signed; the second is the older one."""

    SIGV4 = "sigv4"
    HMACV1 = "hmacv1"


class S3Subsystem(Subsystem):
    options_scope = "s3-url-handler"
    help = "Downloads from S3, with your AWS credentials."

    auth_signing = EnumOption(
        default=S3AuthSigning.SIGV4,
        help="How requests are signed. Some stores only know the older `hmacv1`.",
    )
