"""Names that earlier releases had: plugins that import them still load."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pants.base import retired
from pants.engine.unions import UnionRule


def test_the_list() -> None:
    assert retired.is_retired("pants.engine.target", "InjectDependenciesRequest")
    assert retired.is_retired("pants.option.config", "Config")
    assert not retired.is_retired("pants.engine.target", "NeverWasThere")


def test_an_inert_class() -> None:
    cls = retired.retired_class("pants.engine.target", "InjectDependenciesRequest")
    assert cls is retired.retired_class("pants.engine.target", "InjectDependenciesRequest")

    class Child(cls):
        inject_for = int

    assert UnionRule(cls, Child).union_member is Child
    assert isinstance(cls(1, a=2), cls) and cls.anything is cls and cls[int] is cls
    assert list(cls()) == [] and isinstance(cls, type)

    @cls(option=1)
    def decorated() -> int:
        return 3

    assert decorated() == 3


def test_modules_answer() -> None:
    from pants.engine.target import InjectDependenciesRequest

    assert InjectDependenciesRequest.__name__ == "InjectDependenciesRequest"
    with pytest.raises(ImportError, match="NeverWasThere"):
        from pants.engine.target import NeverWasThere  # noqa: F401


def test_with_the_hook_all_modules_answer() -> None:
    code = """
import pants.util.strutil
from pants.base import retired
retired.install()
retired.install()
from pants.util.strutil import create_path_env_var, softwrap
from pants.core.util_rules.environments import EnvironmentField
import pants.option.config as config
from pants.backend.python.goals.setup_py import SetupKwargs
from pants.backend.python.goals import setup_py
try:
    from pants.util.osutil import never_was_there
except ImportError:
    print("refused")
try:
    import pants.never_was_there
except ModuleNotFoundError:
    print("not found")
print(softwrap("x"), config.Config.__name__, setup_py.SetupKwargs is SetupKwargs)
print(sorted(retired.used_names()))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stderr == ""
    *lines, used = ran.stdout.splitlines()
    assert lines == ["refused", "not found", "x Config True"]
    assert "pants.option.config.Config" in used and "EnvironmentField" not in used


def test_a_plugin_for_goals_that_come_later(tmp_path) -> None:
    code = """
from pants.base import retired
retired.install()
from abc import ABCMeta
from dataclasses import dataclass
from pants.engine.rules import collect_rules, rule, implicitly, concurrently
from pants.engine.internals.scheduler import Workunit
from pants.engine.streaming_workunit_handler import WorkunitsCallback
import pants.engine.streaming_workunit_handler as handler

class Callback(WorkunitsCallback, metaclass=ABCMeta):
    can_finish_async = False

@dataclass(frozen=True)
class Request(handler.WorkunitsCallbackFactoryRequest):
    name: str = "x"

@rule
async def factory(request: Request, unit: Workunit) -> handler.WorkunitsCallbackFactory:
    await handler.something(request, **implicitly())
    return handler.WorkunitsCallbackFactory(lambda: Callback())

print(Request().name, len(collect_rules()), factory.rule.awaitables)
"""
    (tmp_path / "plugin.py").write_text(code)
    command = [sys.executable, str(tmp_path / "plugin.py")]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.stderr == ""
    assert ran.stdout == "x 1 ()\n"
