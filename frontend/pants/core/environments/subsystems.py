"""Names for environment targets."""

from __future__ import annotations

from pants.option.option_types import DictOption
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.option.global_options import GlobalOptions


class EnvironmentsSubsystem(Subsystem):
    options_scope = "environments-preview"
    help = "Where processes run: on this machine, in containers, on remote workers."

    names = DictOption[str](
        help="Names for environment targets, as `{'linux': '//:linux_docker'}`. Targets choose "
        "one with their field `environment`. Of environments for this machine the first one "
        "that fits its platform is used for everything else.",
    )

    def remote_execution_used_globally(self, global_options: GlobalOptions) -> bool:
        """Whether everything runs remotely: no environments are named, but a server is."""
        return not self.names and global_options.remote_execution
