"""The gRPC plugin of protoc for Java."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase


class JavaProtobufGrpcSubsystem(JvmToolBase):
    options_scope = "protobuf-java-grpc"
    help = "The plugin of protoc that generates gRPC services for Java."

    default_version = "1.48.0"
    default_artifacts = (
        "io.grpc:protoc-gen-grpc-java:exe:linux-aarch_64:{version}",
        "io.grpc:protoc-gen-grpc-java:exe:linux-x86_64:{version}",
        "io.grpc:protoc-gen-grpc-java:exe:osx-aarch_64:{version}",
        "io.grpc:protoc-gen-grpc-java:exe:osx-x86_64:{version}",
    )
