"""Variables of the environment that most processes see."""

from __future__ import annotations

from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem


class SubprocessEnvironment(Subsystem):
    options_scope = "subprocess-environment"
    help = "Variables of the environment that processes of tools see."

    class EnvironmentAware(Subsystem.EnvironmentAware):
        _env_vars = StrListOption(
            default=["LANG", "LC_CTYPE", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR"],
            advanced=True,
            help="Variables that processes see, as `NAME=value`, or `NAME` for its value in your "
            "own environment. Add what your network needs, such as proxies.",
        )

        @property
        def env_vars_to_pass_to_subprocesses(self) -> tuple[str, ...]:
            return tuple(sorted(set(self._env_vars)))
