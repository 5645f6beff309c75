"""Functions and layers of AWS Lambda, in Python."""

from __future__ import annotations

import enum

from pants.backend.python.target_types import PythonResolveField
from pants.backend.python.util_rules.faas import (
    FaaSArchitecture,
    PythonFaaSCompletePlatforms,
    PythonFaaSDependencies,
    PythonFaaSHandlerField,
    PythonFaaSLayoutField,
    PythonFaaSPex3VenvCreateExtraArgsField,
    PythonFaaSPexBuildExtraArgs,
    PythonFaaSRuntimeField,
    PythonFaaSUvPlatforms,
)
from pants.core.environments.target_types import EnvironmentField
from pants.core.goals.package import OutputPathField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    BoolField,
    InvalidTargetException,
    StringField,
    Target,
)


class PythonAwsLambdaHandlerField(PythonFaaSHandlerField):
    reexported_handler_module = "lambda_function"
    help = (
        "The function that is called: `path.to.module:func`, or `file.py:func` for a file beside "
        "the BUILD file.\n\n"
        "It is also there as `lambda_function.handler`: configure AWS with that."
    )


class PythonAwsLambdaIncludeRequirements(BoolField):
    alias = "include_requirements"
    default = True
    help = "Whether the third-party requirements go in. Not needed if a layer has them."


class PythonAwsLambdaIncludeSources(BoolField):
    alias = "include_sources"
    default = True
    help = "Whether your code goes in. A layer may hold just the requirements."


class PythonAwsLambdaFunctionRuntimes(enum.Enum):
    PYTHON_36 = "python3.6"
    PYTHON_37 = "python3.7"
    PYTHON_38 = "python3.8"
    PYTHON_39 = "python3.9"
    PYTHON_310 = "python3.10"
    PYTHON_311 = "python3.11"
    PYTHON_312 = "python3.12"
    PYTHON_313 = "python3.13"
    PYTHON_314 = "python3.14"

    def to_interpreter_version(self) -> tuple[int, int]:
        major, _, minor = self.value.removeprefix("python").partition(".")
        return int(major), int(minor)


class PythonAwsLambdaRuntime(PythonFaaSRuntimeField):
    valid_choices = PythonAwsLambdaFunctionRuntimes
    help = (
        "The runtime of AWS that the code is for. If not set, it follows from the interpreter "
        "constraints, where these allow a single version.\n\n"
        "Wheels are chosen for AWS's machine of that runtime. Not together with "
        "`complete_platforms`."
    )

    def to_interpreter_version(self) -> tuple[int, int] | None:
        if self.value is None:
            return None
        return PythonAwsLambdaFunctionRuntimes(self.value).to_interpreter_version()

    @classmethod
    def from_interpreter_version(cls, py_major: int, py_minor: int) -> str:
        return f"python{py_major}.{py_minor}"


class AWSLambdaArchitectureField(StringField):
    alias = "architecture"
    valid_choices = FaaSArchitecture
    expected_type = str
    default = FaaSArchitecture.X86_64.value
    help = "The processor that the code is for."


class PythonAwsLambdaLayerDependenciesField(PythonFaaSDependencies):
    required = True


class _AWSLambdaBaseTarget(Target):
    core_fields = (
        *COMMON_TARGET_FIELDS,
        OutputPathField,
        PythonAwsLambdaIncludeRequirements,
        PythonAwsLambdaRuntime,
        PythonFaaSCompletePlatforms,
        PythonFaaSUvPlatforms,
        PythonFaaSPex3VenvCreateExtraArgsField,
        PythonFaaSPexBuildExtraArgs,
        PythonFaaSLayoutField,
        PythonResolveField,
        EnvironmentField,
    )

    def validate(self) -> None:
        if self[PythonAwsLambdaRuntime].value and self[PythonFaaSCompletePlatforms].value:
            raise InvalidTargetException(
                f"The `{self.alias}` target {self.address} sets both `runtime` and "
                "`complete_platforms`. Each says which machine it is for: set one of them."
            )


class PythonAWSLambda(_AWSLambdaBaseTarget):
    alias = "python_aws_lambda_function"
    core_fields = (
        *_AWSLambdaBaseTarget.core_fields,
        PythonFaaSDependencies,
        PythonAwsLambdaHandlerField,
        AWSLambdaArchitectureField,
    )
    help = "A function for AWS Lambda: your code and its requirements, to be uploaded."


class PythonAWSLambdaLayer(_AWSLambdaBaseTarget):
    alias = "python_aws_lambda_layer"
    core_fields = (
        *_AWSLambdaBaseTarget.core_fields,
        PythonAwsLambdaIncludeSources,
        PythonAwsLambdaLayerDependenciesField,
        AWSLambdaArchitectureField,
    )
    help = (
        "A layer for AWS Lambda: code or requirements that several functions share, to be uploaded."
    )
