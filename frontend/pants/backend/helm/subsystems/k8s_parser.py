"""The parser that finds images in rendered manifests."""

from __future__ import annotations

from pants.backend.python.subsystems.python_tool_base import PythonToolRequirementsBase
from pants.option.option_types import DictOption


class HelmKubeParserSubsystem(PythonToolRequirementsBase):
    options_scope = "helm-k8s-parser"
    help_short = "The parser that finds images in rendered Kubernetes manifests."

    default_requirements = [
        "hikaru>=1.1.0",
        "hikaru-model-28",
        "hikaru-model-27",
        "hikaru-model-26",
        "hikaru-model-25",
        "hikaru-model-24",
        "hikaru-model-23",
    ]
    register_interpreter_constraints = True

    crd = DictOption[str](
        default={},
        help=(
            "Python classes that describe custom resources, by the path of the file that has each "
            "one: `{'path/to/crd.py': 'ClassName'}`."
        ),
    )
