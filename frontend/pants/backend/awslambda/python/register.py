"""Functions and layers of AWS Lambda, in Python."""

from __future__ import annotations

from pants.backend.awslambda.python.target_types import PythonAWSLambda, PythonAWSLambdaLayer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.engine.target import Target


def target_types() -> list[type[Target]]:
    return [PythonAWSLambda, PythonAWSLambdaLayer]
