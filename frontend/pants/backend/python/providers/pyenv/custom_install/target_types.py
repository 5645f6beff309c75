"""A target that installs a Python, for `run`."""

from __future__ import annotations

from pants.engine.target import Field, Target


class PyenvInstallSentinelField(Field):
    # Only tells such a target from others.
    none_is_valid_value = True
    alias = "_sentinel"
    help = "Only set by rules."
    default = False


class PyenvInstall(Target):
    alias = "_pyenv_install"
    core_fields = (PyenvInstallSentinelField,)
    help = "Installs a Python with pyenv. Made by rules, never written in a BUILD file."
