"""Go code from Protobuf files."""

from __future__ import annotations

from pants.backend.codegen.protobuf import target_types as protobuf_target_types
from pants.backend.codegen.protobuf.protoc import Protoc
from pants.backend.codegen.protobuf.target_types import (
    ProtobufSourcesGeneratorTarget,
    ProtobufSourceTarget,
)
from pants.backend.go.subsystems.golang import GolangSubsystem
from pants.backend.go.subsystems.gotest import GoTestSubsystem
from pants.backend.go.target_types import GoOwningGoModAddressField
from pants.backend.python.subsystems.python_native_code import PythonNativeCodeSubsystem
from pants.backend.python.subsystems.repos import PythonRepos
from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.subsystems.uv import Uv
from pants.backend.python.util_rules.pex_cli import PexCli
from pants.backend.python.util_rules.pex_environment import PexSubsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule
    from pants.engine.target import Target
    from pants.engine.unions import UnionRule

_SUBSYSTEMS = (
    GoTestSubsystem,
    GolangSubsystem,
    PexCli,
    PexSubsystem,
    Protoc,
    PythonNativeCodeSubsystem,
    PythonRepos,
    PythonSetup,
    Uv,
)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *protobuf_target_types.rules(),
        *(rule for subsystem in _SUBSYSTEMS for rule in subsystem.rules()),
        ProtobufSourceTarget.register_plugin_field(GoOwningGoModAddressField),
        ProtobufSourcesGeneratorTarget.register_plugin_field(GoOwningGoModAddressField),
    )


def target_types() -> list[type[Target]]:
    return [
        ProtobufSourcesGeneratorTarget,
        ProtobufSourceTarget,
    ]
