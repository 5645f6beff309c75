"""The requests to generate Python targets that are not one for each file.

They stand apart from the target types, which import much: to list targets, names are enough.
"""

from __future__ import annotations

from pants.engine.internals.target_generation import ClassByName, GenerateTargetsRequest


class _Request(GenerateTargetsRequest):
    takes_declared_generator = True


class GenerateFromPythonRequirementsRequest(_Request):
    """Asks for the targets of a `python_requirements`."""

    generate_from = ClassByName(  # type: ignore[assignment]
        "pants.backend.python.macros.python_requirements:PythonRequirementsTargetGenerator"
    )


class GenerateFromPoetryRequirementsRequest(_Request):
    """Asks for the targets of a `poetry_requirements`."""

    generate_from = ClassByName(  # type: ignore[assignment]
        "pants.backend.python.macros.poetry_requirements:PoetryRequirementsTargetGenerator"
    )


class GenerateFromPipenvRequirementsRequest(_Request):
    """Asks for the targets of a `pipenv_requirements`."""

    generate_from = ClassByName(  # type: ignore[assignment]
        "pants.backend.python.macros.pipenv_requirements:PipenvRequirementsTargetGenerator"
    )


class GenerateFromUvRequirementsRequest(_Request):
    """Asks for the targets of a `uv_requirements`."""

    generate_from = ClassByName(  # type: ignore[assignment]
        "pants.backend.python.macros.uv_requirements:UvRequirementsTargetGenerator"
    )


class GenerateTargetsFromPexBinaries(_Request):
    """Asks for the targets of a `pex_binaries`."""

    generate_from = ClassByName(  # type: ignore[assignment]
        "pants.backend.python.pex_target_types:PexBinariesGeneratorTarget"
    )
