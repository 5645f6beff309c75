"""`[python-build-standalone-python-provider]`: Pythons that are built already."""

from __future__ import annotations

from pants.backend.python.providers.python_build_standalone.versions import PYTHON_VERSIONS
from pants.option.option_types import StrListOption, StrOption
from pants.option.subsystem import Subsystem


class PBSPythonProviderSubsystem(Subsystem):
    options_scope = "python-build-standalone-python-provider"
    name = "python-build-standalone"
    help = "python-build-standalone, which has Pythons for machines that have none that fits."

    known_python_versions = StrListOption(
        default=None,
        default_help_repr=f"<Metadata for versions: {', '.join(PYTHON_VERSIONS)}>",
        advanced=True,
        help="More builds that may be used, each as `version|platform|sha256|size|url`, with the "
        "release of python-build-standalone as sixth column if the URL does not show it.",
    )
    _release_constraints = StrOption(
        default=None,
        help="The releases of python-build-standalone that may be used, as a requirement on "
        "their dates: `>=20241002,<20250101`.",
    )
