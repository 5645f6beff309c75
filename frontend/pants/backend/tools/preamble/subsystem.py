"""`[preamble]`: what files begin with."""

from __future__ import annotations

from pants.option.option_types import DictOption, SkipOption
from pants.option.subsystem import Subsystem


class PreambleSubsystem(Subsystem):
    options_scope = "preamble"
    name = "preamble"
    help = "Text that files must begin with, such as a licence."

    skip = SkipOption("fmt")
    _template_by_globs = DictOption[str](
        fromfile=True,
        help="The text, by globs of the files that begin with it, separated by colons: "
        "`{'*.py:!__init__.py': '# Copyright $year Me'}`. `$year` stands for the current year; "
        "a file that has another one keeps it.",
    )

    @property
    def template_by_globs(self) -> dict[tuple[str, ...], str]:
        return {
            tuple(globs.split(":")): template for globs, template in self._template_by_globs.items()
        }
