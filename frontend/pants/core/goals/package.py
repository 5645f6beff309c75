"""The goal `package`: build what can be handed to others."""

from __future__ import annotations

import os

from pants.engine.environment import EnvironmentName
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.target import AsyncFieldMixin, FieldSet, StringField
from pants.engine.unions import union


class OutputPathField(StringField, AsyncFieldMixin):
    DEFAULT = "${spec_path_normalized}/${target_name_normalized}${file_suffix}"
    alias = "output_path"
    default = DEFAULT
    help = (
        "Where the built file goes, relative to the dist folder.\n\n"
        "`${spec_path_normalized}` stands for the folder of the target with dots for slashes, "
        "`${target_name_normalized}` for its name, `${file_suffix}` for the usual ending of such "
        "a file, with its dot."
    )

    def parameters(self, *, file_ending: str | None) -> dict[str, str]:
        """What the placeholders stand for, for a file with this ending."""
        spec_path = self.address.spec_path.replace(os.sep, ".") or "."
        name = self.address.target_name
        if self.address.generated_name:
            name += f".{self.address.generated_name}"
        if self.address.parameters:
            values = (f"{key}={value}" for key, value in self.address.parameters.items())
            name += f"@{','.join(values)}"
        return {
            "spec_path_normalized": spec_path,
            "target_name_normalized": name.replace(os.sep, "."),
            "file_suffix": f".{file_ending}" if file_ending else "",
        }

    def value_or_default(self, *, file_ending: str | None) -> str:
        """The path with its placeholders filled in. `file_ending` has no dot."""
        if file_ending is not None and file_ending.startswith("."):
            raise ValueError(f"`file_ending` must not start with a dot: {file_ending!r}")
        path = self.value
        if path is None:
            raise ValueError(f"{self.address} has no `{self.alias}`")
        for name, value in self.parameters(file_ending=file_ending).items():
            path = path.replace("${" + name + "}", value)
        return os.path.normpath(path)


class PackageSubsystem(GoalSubsystem):
    name = "package"
    help = "Build targets into files that can be shipped, such as binaries, wheels and images."


class Package(Goal):
    subsystem_cls = PackageSubsystem
    environment_behavior = Goal.EnvironmentBehavior.USES_ENVIRONMENTS


@union(in_scope_types=[EnvironmentName])
class PackageFieldSet(FieldSet):
    """Base of the field sets of targets that can be packaged."""

    output_path: OutputPathField
