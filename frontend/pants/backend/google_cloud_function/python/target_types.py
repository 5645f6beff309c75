"""Google Cloud Functions, in Python."""

from __future__ import annotations

import enum

from pants.backend.python.target_types import PythonResolveField
from pants.backend.python.util_rules.faas import (
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
    InvalidTargetException,
    StringField,
    Target,
)


class PythonGoogleCloudFunctionHandlerField(PythonFaaSHandlerField):
    reexported_handler_module = "main"
    help = (
        "The function that is called: `path.to.module:func`, or `file.py:func` for a file beside "
        "the BUILD file.\n\n"
        "It is also there as `main.handler`: configure Google Cloud with `handler`."
    )


class PythonGoogleCloudFunctionRuntimes(enum.Enum):
    PYTHON_37 = "python37"
    PYTHON_38 = "python38"
    PYTHON_39 = "python39"
    PYTHON_310 = "python310"
    PYTHON_311 = "python311"
    PYTHON_312 = "python312"

    def to_interpreter_version(self) -> tuple[int, int]:
        digits = self.value.removeprefix("python")
        return int(digits[0]), int(digits[1:])


class PythonGoogleCloudFunctionRuntime(PythonFaaSRuntimeField):
    valid_choices = PythonGoogleCloudFunctionRuntimes
    help = (
        "The runtime of Google Cloud that the code is for. If not set, it follows from the "
        "interpreter constraints, where these allow a single version.\n\n"
        "Wheels are chosen for Google's machine of that runtime. Not together with "
        "`complete_platforms`."
    )

    def to_interpreter_version(self) -> tuple[int, int] | None:
        if self.value is None:
            return None
        return PythonGoogleCloudFunctionRuntimes(self.value).to_interpreter_version()

    @classmethod
    def from_interpreter_version(cls, py_major: int, py_minor: int) -> str:
        return f"python{py_major}{py_minor}"


class GoogleCloudFunctionTypes(enum.Enum):
    EVENT = "event"
    HTTP = "http"


class PythonGoogleCloudFunctionType(StringField):
    alias = "type"
    required = True
    valid_choices = GoogleCloudFunctionTypes
    help = "What the function answers: events, or HTTP requests."


class PythonGoogleCloudFunction(Target):
    alias = "python_google_cloud_function"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        OutputPathField,
        PythonFaaSDependencies,
        PythonGoogleCloudFunctionHandlerField,
        PythonGoogleCloudFunctionRuntime,
        PythonFaaSCompletePlatforms,
        PythonFaaSUvPlatforms,
        PythonGoogleCloudFunctionType,
        PythonFaaSPex3VenvCreateExtraArgsField,
        PythonFaaSPexBuildExtraArgs,
        PythonFaaSLayoutField,
        PythonResolveField,
        EnvironmentField,
    )
    help = "A function for Google Cloud: your code and its requirements, to be uploaded."

    def validate(self) -> None:
        if self[PythonGoogleCloudFunctionRuntime].value and self[PythonFaaSCompletePlatforms].value:
            raise InvalidTargetException(
                f"The `{self.alias}` target {self.address} sets both `runtime` and "
                "`complete_platforms`. Each says which machine it is for: set one of them."
            )
