"""What is inferred from Java files."""

from __future__ import annotations

from pants.option.option_types import BoolOption, DictOption
from pants.option.subsystem import Subsystem


class JavaInferSubsystem(Subsystem):
    options_scope = "java-infer"
    help = "What is inferred from Java files."

    imports = BoolOption(
        default=True,
        help="Whether a target's dependencies are inferred from its imports.",
    )
    consumed_types = BoolOption(
        default=True,
        help=(
            "Whether a target's dependencies are inferred from types it names without importing "
            "them, such as those of its own package."
        ),
    )
    third_party_import_mapping = DictOption(
        help=(
            "Packages of third-party artifacts, as `{'package.**': 'group:artifact'}`, where the "
            "built-in table does not know them. `jvm_artifact(packages=...)` is the better place "
            "for artifacts that you declare yourself."
        ),
    )
