"""`[python-protobuf]`: Python from Protobuf files, and the plugins that make it."""

from __future__ import annotations

from pants.backend.python.subsystems.python_tool_base import PythonToolRequirementsBase
from pants.core.goals.resolves import ExportableTool
from pants.engine.unions import UnionRule
from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from pants.engine.rules import Rule


class PythonProtobufSubsystem(Subsystem):
    options_scope = "python-protobuf"
    help = "Python that is generated from Protobuf files."

    grpcio_plugin = BoolOption(
        default=True,
        help="Generate gRPC services for grpcio, where targets say `grpc=True`.",
    )
    grpclib_plugin = BoolOption(
        default=False,
        help="Generate gRPC services for grpclib, where targets say `grpc=True`.",
    )
    generate_type_stubs = BoolOption(
        default=False,
        mutually_exclusive_group="typestubs",
        help="Generate type stubs with protoc itself.",
    )
    mypy_plugin = BoolOption(
        default=False,
        mutually_exclusive_group="typestubs",
        help="Generate type stubs with mypy-protobuf.",
    )
    infer_runtime_dependency = BoolOption(
        default=True,
        advanced=True,
        help="Let generated code depend on the `python_requirement` for `protobuf`, and for "
        "`grpcio` or `grpclib` if it needs these.",
    )


class PythonProtobufMypyPlugin(PythonToolRequirementsBase):
    options_scope = "mypy-protobuf"
    help = "mypy-protobuf, which generates type stubs."

    default_requirements = ["mypy-protobuf>=3.4.0,<4"]
    register_interpreter_constraints = True
    default_lockfile_resource = (
        "pants.backend.codegen.protobuf.python",
        "mypy_protobuf.lock",
    )


class PythonProtobufGrpclibPlugin(PythonToolRequirementsBase):
    options_scope = "python-grpclib-protobuf"
    help = "grpclib's generator of gRPC services."

    default_requirements = ["grpclib[protobuf]>=0.4,<1"]
    register_interpreter_constraints = True
    default_lockfile_resource = ("pants.backend.codegen.protobuf.python", "grpclib.lock")


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *PythonProtobufSubsystem.rules(),
        *PythonProtobufMypyPlugin.rules(),
        *PythonProtobufGrpclibPlugin.rules(),
        UnionRule(ExportableTool, PythonProtobufMypyPlugin),
        UnionRule(ExportableTool, PythonProtobufGrpclibPlugin),
    )
