"""Environment targets, and the field with which other targets choose one.

Options declared in a subsystem's `EnvironmentAware` class may differ between environments. For each
of them every environment target gets a field `<scope>_<option>`, which goes over the option.
"""

from __future__ import annotations

from pants.engine.platform import Platform
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    NO_VALUE,
    BoolField,
    StringField,
    StringSequenceField,
    Target,
)
from pants.option.custom_types import shell_str
from pants.option.option_types import collect_options_info
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, ClassVar

    from pants.build_graph.address import Address
    from pants.engine.process import ProcessCacheScope
    from pants.engine.target import Field
    from pants.engine.unions import UnionRule
    from pants.option.option_types import OptionInfo
    from pants.option.subsystem import Subsystem

# Values of `environment` that name no environment but say which one to look for.
LOCAL_ENVIRONMENT_MATCHER = "__local__"
LOCAL_WORKSPACE_ENVIRONMENT_MATCHER = "__local_workspace__"


class EnvironmentField(StringField):
    alias = "environment"
    default = LOCAL_ENVIRONMENT_MATCHER
    value: str
    help = (
        "The environment to run this target's processes in: a name from "
        "`[environments-preview].names`.\n\n"
        f"`{LOCAL_ENVIRONMENT_MATCHER}` means the local environment for this machine's platform, "
        f"`{LOCAL_WORKSPACE_ENVIRONMENT_MATCHER}` the one that runs in the repository itself. "
        "If there is none, processes run on this machine as usual."
    )


class FallbackEnvironmentField(StringField):
    alias = "fallback_environment"
    default = None


_FALLBACK_NAMES = "It is a name from `[environments-preview].names`, and must not lead in a circle."


class CompatiblePlatformsField(StringSequenceField):
    alias = "compatible_platforms"
    default = tuple(platform.value for platform in Platform)
    valid_choices = Platform
    value: tuple[str, ...]
    help = "The platforms on which this environment can be used."


# ---- On this machine ---------------------------------------------------------------------------


class LocalCompatiblePlatformsField(CompatiblePlatformsField):
    help = (
        "The platforms on which this environment can be used. Have one target for each platform "
        "to set options by platform."
    )


class LocalFallbackEnvironmentField(FallbackEnvironmentField):
    help = f"The environment to use if this machine has another platform. {_FALLBACK_NAMES}"


class LocalEnvironmentTarget(Target):
    alias = "local_environment"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        LocalCompatiblePlatformsField,
        LocalFallbackEnvironmentField,
    )
    help = (
        "Processes that run on this machine, and the options that hold for them.\n\n"
        "Only needed where options depend on the platform or on the environment."
    )


class LocalWorkspaceCompatiblePlatformsField(CompatiblePlatformsField):
    help = (
        "The platforms on which this environment can be used. Have one target for each platform "
        "to set options by platform."
    )


class LocalWorkspaceEnvironmentTarget(Target):
    alias = "experimental_workspace_environment"
    core_fields = (*COMMON_TARGET_FIELDS, LocalWorkspaceCompatiblePlatformsField)
    help = (
        "Processes that run in the repository itself instead of a sandbox.\n\n"
        "They see and can change every file, so that caching is only as right as "
        "`workspace_invalidation_sources` says. For tools that cannot do otherwise."
    )


# ---- In containers -----------------------------------------------------------------------------


class DockerImageField(StringField):
    alias = "image"
    required = True
    value: str
    help = (
        "The image to run in, as Docker names it, such as `debian:12@sha256:abcd`. "
        "Without a digest two machines may run in different images."
    )


class DockerPlatformField(StringField):
    alias = "platform"
    default = None
    valid_choices = Platform
    help = "The platform of the image. If not set, that of this machine, with Linux."

    @property
    def normalized_value(self) -> Platform:
        if self.value is not None:
            return Platform(self.value)
        return Platform.linux_arm64 if _is_arm64() else Platform.linux_x86_64


def _is_arm64() -> bool:
    import os

    return os.uname().machine in ("aarch64", "arm64")


class DockerFallbackEnvironmentField(FallbackEnvironmentField):
    help = (
        "The environment to use if `[GLOBAL].docker_execution` is off or the platform does not "
        f"fit this machine. {_FALLBACK_NAMES}"
    )


class DockerEnvironmentTarget(Target):
    alias = "docker_environment"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        DockerImageField,
        DockerPlatformField,
        DockerFallbackEnvironmentField,
    )
    help = "Processes that run in a container, and the options that hold for them."


# ---- On remote workers -------------------------------------------------------------------------


class RemotePlatformField(StringField):
    alias = "platform"
    default = Platform.linux_x86_64.value
    valid_choices = Platform
    help = "The platform of the workers."


class RemoteExtraPlatformPropertiesField(StringSequenceField):
    alias = "extra_platform_properties"
    default = ()
    value: tuple[str, ...]
    help = (
        "What workers must offer, as `name=value`. The server chooses workers by it: see its "
        "manual for what it knows, such as `container-image`."
    )


class RemoteFallbackEnvironmentField(FallbackEnvironmentField):
    help = f"The environment to use if `[GLOBAL].remote_execution` is off. {_FALLBACK_NAMES}"


class RemoteEnvironmentCacheBinaryDiscovery(BoolField):
    alias = "cache_binary_discovery"
    default = False
    help = (
        "Whether to remember which programs workers have. Only safe if all workers that the "
        "properties allow are alike."
    )


class RemoteEnvironmentTarget(Target):
    alias = "remote_environment"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        RemotePlatformField,
        RemoteExtraPlatformPropertiesField,
        RemoteFallbackEnvironmentField,
        RemoteEnvironmentCacheBinaryDiscovery,
    )
    help = (
        "Processes that run on remote workers, and the options that hold for them.\n\n"
        "Needs a server at `[GLOBAL].remote_execution_address`."
    )


# ---- The environment that processes run in -----------------------------------------------------


class EnvironmentTarget(Record):
    """The environment of some processes; `val` is None where no environments are declared."""

    name: str | None
    val: Target | None

    def _has(self, field: type[Field]) -> bool:
        return self.val is not None and self.val.has_field(field)

    @property
    def _is_workspace(self) -> bool:
        return self._has(LocalWorkspaceCompatiblePlatformsField)

    @property
    def _programs_stay_the_same(self) -> bool:
        """An image never changes; of remote workers the user says whether they do."""
        if self._has(RemoteEnvironmentCacheBinaryDiscovery):
            return bool(self.val[RemoteEnvironmentCacheBinaryDiscovery].value)
        return self._has(DockerImageField)

    def executable_search_path_cache_scope(
        self, *, cache_failures: bool = False
    ) -> ProcessCacheScope:
        """How long to trust what was found (or also not found) on a search path.

        Where programs may come and go, once for each daemon is a compromise with looking anew in
        each run.
        """
        from pants.engine.process import ProcessCacheScope as Scope

        if self._programs_stay_the_same:
            return Scope.ALWAYS if cache_failures else Scope.SUCCESSFUL
        return Scope.PER_RESTART_ALWAYS if cache_failures else Scope.PER_RESTART_SUCCESSFUL

    @property
    def default_cache_scope(self) -> ProcessCacheScope:
        """How long results are kept of processes that do not say so themselves."""
        from pants.engine.process import ProcessCacheScope as Scope

        return Scope.PER_SESSION if self._is_workspace else Scope.SUCCESSFUL

    @property
    def use_working_directory_as_base_for_output_captures(self) -> bool:
        """Whether outputs are named from the folder that the process runs in."""
        return not self._is_workspace

    def sandbox_base_path(self) -> str:
        """What to put in front of paths in the sandbox; the workspace is not the sandbox."""
        return "{chroot}" if self._is_workspace else ""

    @property
    def can_access_local_system_paths(self) -> bool:
        """Whether processes see files of this machine outside of the repository."""
        return self.val is None or self._is_workspace or self._has(LocalCompatiblePlatformsField)


# ---- Fields that stand for options -------------------------------------------------------------


ENVIRONMENT_TARGET_TYPES = (
    LocalEnvironmentTarget,
    LocalWorkspaceEnvironmentTarget,
    DockerEnvironmentTarget,
    RemoteEnvironmentTarget,
)


class EnvironmentOptionMixin:
    """What a field of an environment target knows of the option that it stands for."""

    subsystem: ClassVar[type[Subsystem.EnvironmentAware]]
    option_name: ClassVar[str]


class StringOptionField(StringField, EnvironmentOptionMixin):
    """Stands for an option that is a string."""


class StringListOptionField(StringSequenceField, EnvironmentOptionMixin):
    """Stands for an option that is a list of strings: no value is not the same as no strings."""

    none_is_valid_value = True

    @classmethod
    def compute_value(cls, raw_value: Any | None, address: Address) -> Any | None:
        if raw_value is NO_VALUE:
            return None
        return super().compute_value(raw_value, address)


class ShellListOptionField(StringListOptionField):
    """Stands for an option whose strings are split as a shell splits them."""

    @classmethod
    def compute_value(cls, raw_value: Any | None, address: Address) -> Any | None:
        value = super().compute_value(raw_value, address)
        if value is None:
            return None
        import shlex

        return tuple(word for entry in value for word in shlex.split(entry))


_FIELDS_BY_TYPE: dict[object, type[Field]] = {str: StringOptionField}
_FIELDS_BY_MEMBER_TYPE: dict[object, type[Field]] = {
    str: StringListOptionField,
    shell_str: ShellListOptionField,
}


def option_field_name_for(flag_names: Sequence[str]) -> str:
    """The name of an option within its scope, as configuration spells it."""
    return flag_names[0][2:].replace("-", "_")


def _base_field_for(scope: str, name: str, option: OptionInfo) -> type[Field]:
    type_ = option.kwargs["type"]
    try:
        if type_ is list:
            return _FIELDS_BY_MEMBER_TYPE[option.kwargs["member_type"]]
        return _FIELDS_BY_TYPE[type_]
    except KeyError:
        raise TypeError(
            f"The option `[{scope}].{name}` depends on the environment, but environment targets "
            "can only stand for strings and lists of strings."
        ) from None


def _option_field(env_aware: type[Subsystem.EnvironmentAware], option: OptionInfo) -> type[Field]:
    """The field's class: an attribute of the options' class, so that it is found by its name."""
    scope = env_aware.subsystem.options_scope
    name = option_field_name_for(option.args)
    class_name = f"{name}_field"
    field = type(
        class_name,
        (_base_field_for(scope, name, option),),
        {
            "__module__": env_aware.__module__,
            "__qualname__": f"{env_aware.__qualname__}.{class_name}",
            "alias": f"{scope}_{name}".replace("-", "_"),
            "required": False,
            "help": f"Goes over the option `[{scope}].{name}` while this environment is used.",
            "subsystem": env_aware,
            "option_name": name,
        },
    )
    setattr(env_aware, class_name, field)
    return field


def add_option_fields_for(env_aware: type[Subsystem.EnvironmentAware]) -> Iterable[UnionRule]:
    """Register fields for the options of this class with all environment targets."""
    made = env_aware.__dict__.get("_option_field_rules")
    if made is None:
        options = tuple(collect_options_info(env_aware))
        fields = [_option_field(env_aware, option) for option in options]
        made = tuple(
            target_type.register_plugin_field(field)
            for field in fields
            for target_type in ENVIRONMENT_TARGET_TYPES
        )
        env_aware._option_field_rules = made  # type: ignore[attr-defined]
    return made
