"""Names of options, as the parser has them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.option.option_types import OptionInfo


def parse_dest(option_info: OptionInfo) -> str:
    """The name of an option's value: `--other-name` sets `other_name`."""
    from pants.option.registration import Registration

    return Registration("", option_info.args, option_info.kwargs).dest
