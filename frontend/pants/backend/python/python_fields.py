"""Fields that Python targets of all kinds share: sources, dependencies, interpreters, resolve."""

from __future__ import annotations

from pants.core.target_types import ResolveLikeField
from pants.engine.target import (
    AsyncFieldMixin,
    Dependencies,
    InvalidFieldException,
    MultipleSourcesField,
    SingleSourceField,
    StringField,
    StringSequenceField,
    TriBoolField,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.backend.python.subsystems.setup import PythonSetup


class PythonSourceField(SingleSourceField):
    # Scripts often have no extension.
    expected_file_extensions = ("", ".py", ".pyi")


class PythonDependenciesField(Dependencies):
    pass


class PythonGeneratingSourcesBase(MultipleSourcesField):
    expected_file_extensions = ("", ".py", ".pyi")


class InterpreterConstraintsField(StringSequenceField, AsyncFieldMixin):
    alias = "interpreter_constraints"
    help = (
        "The Pythons that this code is for, as requirements: `['CPython>=3.11,<3.14']`. Several "
        "are alternatives.\n\n"
        "If not set, those of `[python].interpreter_constraints` hold, or those of the resolve "
        "where `[python].default_to_resolve_interpreter_constraints` says so. Pythons that an "
        "importing target is for must be among those of what it imports."
    )

    def value_or_configured_default(
        self, python_setup: PythonSetup, resolve: PythonResolveField | None
    ) -> tuple[str, ...]:
        """The constraints that hold for a target with this field and that resolve."""
        name = (
            resolve.normalized_value(python_setup)
            if resolve is not None and python_setup.enable_resolves
            else None
        )
        return python_setup.compatibility_or_constraints(self.value, name)


class PythonResolveField(StringField, AsyncFieldMixin, ResolveLikeField):
    alias = "resolve"
    required = False
    help = (
        "The resolve that this target's requirements come from: a name in `[python].resolves`.\n\n"
        "If not set, it is `[python].default_resolve`. All that a target depends on must be of "
        "the same resolve; code for several is declared with `parametrize`. Without "
        "`[python].enable_resolves` the field changes nothing."
    )

    def normalized_value(self, python_setup: PythonSetup) -> str:
        """The resolve's name, the default filled in. It is an error if there is no such resolve."""
        resolve = self.value or python_setup.default_resolve
        if not python_setup.enable_resolves:
            return resolve
        if resolve not in python_setup.resolves:
            raise InvalidFieldException(
                f"The '{self.alias}' field of the target {self.address} names the resolve "
                f"`{resolve}`, which `[python].resolves` has not. "
                f"It has: {sorted(python_setup.resolves)}"
            )
        return resolve


class PrefixedPythonResolveField(PythonResolveField):
    alias = "python_resolve"


class PythonRunGoalUseSandboxField(TriBoolField):
    alias = "run_goal_use_sandbox"
    help = (
        "Whether `run` starts this code in a sandbox with just what it depends on. Without one it "
        "runs in the repository: it sees all of it, and what it writes stays.\n\n"
        "If not set, `[python].default_run_goal_use_sandbox` decides."
    )
