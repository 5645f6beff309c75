"""Targets and fields that all JVM languages share: artifacts, deploy JARs, WARs."""

from __future__ import annotations

from pants.build_graph.build_file_aliases import BuildFileAliases
from pants.core.goals.package import OutputPathField
from pants.core.goals.run import RestartableField
from pants.core.goals.test import TestExtraEnvVarsField, TestTimeoutField
from pants.core.target_types import ResolveLikeField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    BoolField,
    Dependencies,
    DictStringToStringSequenceField,
    InvalidFieldException,
    InvalidTargetException,
    OptionalSingleSourceField,
    SequenceField,
    SingleSourceField,
    SpecialCasedDependencies,
    StringField,
    StringSequenceField,
    Target,
    TargetGenerator,
)
from pants.util.frozendict import FrozenDict
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import ClassVar

    from pants.engine.addresses import Address
    from pants.engine.unions import UnionRule
    from pants.jvm.subsystems import JvmSubsystem


def _refuse(address: Address, alias: str, errors: list[str]) -> None:
    """Raises one error that lists everything wrong with a field's value."""
    if errors:
        lines = "".join(f"\n  * {error}" for error in errors)
        raise InvalidFieldException(f"{address}: the `{alias}` field has invalid values:{lines}")


class BuildValue(Record):
    """A record that shows itself the way a BUILD file writes it."""

    alias: ClassVar[str]
    help: ClassVar[str]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{self.alias}({shown})"


class JvmArtifactExclusion(BuildValue):
    """`jvm_exclude(...)`: a transitive dependency, or a whole group of them, to leave out."""

    alias = "jvm_exclude"
    help = (
        "Leaves an artifact, or with `group` alone a whole group, out of an artifact's transitive "
        "dependencies."
    )

    group: str
    artifact: str | None

    def __init__(self, group: str, artifact: str | None = None) -> None:
        self._fill(group=group, artifact=artifact)

    def validate(self, address: Address) -> set[str]:
        """What is wrong with the value, in sentences."""
        return set()

    def to_coord_str(self) -> str:
        """The exclusion as `group:artifact`, with `*` for a whole group."""
        return f"{self.group}:{self.artifact or '*'}"


def _forbidden(name: str, value: str, characters: str) -> set[str]:
    return {f"`{name}` contains a {char!r}." for char in characters if char in value}


class JvmShadingRule(BuildValue):
    """Base of the rules that rename or drop classes inside a JAR."""

    def encode(self) -> str:
        """The rule as a line for jarjar."""
        raise NotImplementedError

    def validate(self) -> set[str]:
        """What is wrong with the value, in sentences."""
        raise NotImplementedError


class JvmShadingRenameRule(JvmShadingRule):
    """`shading_rename(...)`: gives classes that match a pattern a new name."""

    alias = "shading_rename"
    help = (
        "Renames the classes that match `pattern`: `*` stands for one part of a name, `**` for "
        "several. `@1`, `@2` and so on in `replacement` are what they stood for."
    )

    pattern: str
    replacement: str

    def __init__(self, pattern: str, replacement: str) -> None:
        self._fill(pattern=pattern, replacement=replacement)

    def encode(self) -> str:
        return f"rule {self.pattern} {self.replacement}"

    def validate(self) -> set[str]:
        return _forbidden("pattern", self.pattern, "/") | _forbidden(
            "replacement", self.replacement, "/"
        )


class JvmShadingRelocateRule(JvmShadingRule):
    """`shading_relocate(...)`: moves a package with everything below it."""

    alias = "shading_relocate"
    help = (
        "Moves `package` and the packages below it into the package `into`. Without `into` a name "
        "is chosen that nothing else uses."
    )

    package: str
    into: str | None

    def __init__(self, package: str, into: str | None = None) -> None:
        self._fill(package=package, into=into)

    def encode(self) -> str:
        return f"rule {self.package}.** {self.into or '__shaded_by_pants__'}.@1"

    def validate(self) -> set[str]:
        return _forbidden("package", self.package, "/*") | _forbidden("into", self.into or "", "/*")


class JvmShadingZapRule(JvmShadingRule):
    """`shading_zap(...)`: leaves classes out of the JAR."""

    alias = "shading_zap"
    help = "Leaves the classes that match `pattern` out of the JAR."

    pattern: str

    def __init__(self, pattern: str) -> None:
        self._fill(pattern=pattern)

    def encode(self) -> str:
        return f"zap {self.pattern}"

    def validate(self) -> set[str]:
        return _forbidden("pattern", self.pattern, "/")


class JvmShadingKeepRule(JvmShadingRule):
    """`shading_keep(...)`: names classes that start the search for what is used."""

    alias = "shading_keep"
    help = (
        "Keeps the classes that match `pattern` and whatever they use; with at least one such "
        "rule all other classes are left out of the JAR."
    )

    pattern: str

    def __init__(self, pattern: str) -> None:
        self._fill(pattern=pattern)

    def encode(self) -> str:
        return f"keep {self.pattern}"

    def validate(self) -> set[str]:
        return _forbidden("pattern", self.pattern, "/")


class DeployJarDuplicateRule(BuildValue):
    """`duplicate_rule(...)`: what to do with files that several inputs of a deploy JAR have."""

    alias = "duplicate_rule"
    help = (
        "Says what happens to files of the same name, where the regular expression `pattern` "
        "matches it: `skip` keeps the first, `replace` the last, `concat` and `concat_text` join "
        "them, `throw` fails."
    )

    valid_actions: ClassVar[tuple[str, ...]] = (
        "skip",
        "replace",
        "concat",
        "concat_text",
        "throw",
    )

    pattern: str
    action: str

    def __init__(self, pattern: str, action: str) -> None:
        self._fill(pattern=pattern, action=action)

    def validate(self) -> str | None:
        """What is wrong with the value, if anything."""
        if self.action in self.valid_actions:
            return None
        return (
            f"`action` for the pattern {self.pattern!r} is {self.action!r}, but must be one of "
            f"{list(self.valid_actions)}."
        )


class JvmDependenciesField(Dependencies):
    pass


class JvmResolveField(StringField, AsyncFieldMixin, ResolveLikeField):
    alias = "resolve"
    required = False
    help = (
        "Name of the resolve, from `[jvm].resolves`, whose third-party artifacts this target is "
        "built with. Unset means `[jvm].default_resolve`. A target can only use targets of its own "
        "resolve."
    )

    def normalized_value(self, jvm_subsystem: JvmSubsystem) -> str:
        """The resolve's name, or the default one's. Raises if there is no such resolve."""
        resolve = self.value or jvm_subsystem.default_resolve
        if resolve not in jvm_subsystem.resolves:
            known = sorted(jvm_subsystem.resolves)
            raise InvalidFieldException(
                f"{self.address}: `{self.alias}` is {resolve!r}, which is not in `[jvm].resolves`: "
                f"{known}."
            )
        return resolve


class JvmJdkField(StringField):
    alias = "jdk"
    required = False
    help = (
        "The JDK this target is built and run with: a name and version as Coursier knows them, "
        "such as `temurin:1.17`, or `system` for the one of the machine. Unset means `[jvm].jdk`."
    )


class PrefixedJvmJdkField(JvmJdkField):
    alias = "jvm_jdk"
    help = (
        "The JDK that generated JVM code is built with, such as `temurin:1.17`, or `system`. Unset "
        "means `[jvm].jdk`."
    )


class PrefixedJvmResolveField(JvmResolveField):
    alias = "jvm_resolve"
    help = (
        "Name of the resolve, from `[jvm].resolves`, for generated JVM code. Unset means "
        "`[jvm].default_resolve`."
    )


class JvmMainClassNameField(StringField):
    alias = "main"
    required = False
    default = None
    help = (
        "Full name of the class whose `main` method the `run` goal starts, such as "
        "`org.example.Main`."
    )


class JvmArtifactGroupField(StringField):
    alias = "group"
    required = True
    help = "The group of the artifact's Maven coordinates, such as `com.google.guava`."


class JvmArtifactArtifactField(StringField):
    alias = "artifact"
    required = True
    help = "The name in the artifact's Maven coordinates, such as `guava`."


class JvmArtifactVersionField(StringField):
    alias = "version"
    required = True
    help = "The version in the artifact's Maven coordinates, such as `33.0.0-jre`."


class JvmArtifactUrlField(StringField):
    alias = "url"
    required = False
    help = (
        "Where to download the artifact, when the repositories of `[coursier].repos` do not have "
        "it: an `http(s)` or `file` URL."
    )


class JvmArtifactJarSourceField(OptionalSingleSourceField):
    alias = "jar"
    expected_file_extensions = (".jar",)
    help = "A JAR file of the repository to use as the artifact, instead of downloading one."

    @classmethod
    def compute_value(cls, raw_value: str | None, address: Address) -> str | None:
        value = super().compute_value(raw_value, address)
        if value and value.startswith("file:"):
            raise InvalidFieldException(
                f"{address}: `{cls.alias}` takes the path of a JAR relative to the BUILD file, "
                f"not a URL like {value!r}."
            )
        return value


class JvmArtifactPackagesField(StringSequenceField):
    alias = "packages"
    help = (
        "Java packages that the artifact provides, used to infer dependencies; `.**` at the end "
        "takes in subpackages. Unset means a built-in table, then the artifact's group."
    )


class JvmArtifactForceVersionField(BoolField):
    alias = "force_version"
    default = False
    help = (
        "If true, exactly this version is resolved, even when another artifact asks for a later "
        "one."
    )


class JvmProvidesTypesField(StringSequenceField):
    alias = "experimental_provides_types"
    help = (
        "Full names of types that this target provides beyond those found in its sources, for "
        "instance ones that an annotation processor or macro makes. Imports of them are inferred "
        "as dependencies on this target."
    )


class JvmArtifactExclusionsField(SequenceField):
    alias = "exclusions"
    supported_exclusion_types = (JvmArtifactExclusion,)
    expected_element_type = JvmArtifactExclusion
    expected_type_description = "a list of `jvm_exclude(...)`"
    help = (
        "Transitive dependencies of the artifact to leave out, as `jvm_exclude(group=..., "
        "artifact=...)`; without `artifact` the whole group is left out."
    )

    @classmethod
    def compute_value(
        cls, raw_value: Iterable[JvmArtifactExclusion] | None, address: Address
    ) -> tuple[JvmArtifactExclusion, ...] | None:
        value = super().compute_value(raw_value, address)
        _refuse(
            address, cls.alias, sorted({e for item in value or () for e in item.validate(address)})
        )
        return value


class JvmArtifactResolveField(JvmResolveField):
    help = (
        "Name of the resolve, from `[jvm].resolves`, that this artifact belongs to. Unset means "
        "`[jvm].default_resolve`. Use `parametrize` to put it into several."
    )


class JvmArtifactTarget(Target):
    alias = "jvm_artifact"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JvmArtifactGroupField,
        JvmArtifactArtifactField,
        JvmArtifactVersionField,
        JvmArtifactPackagesField,
        JvmArtifactForceVersionField,
        JvmArtifactUrlField,
        JvmArtifactJarSourceField,
        JvmArtifactResolveField,
        JvmArtifactExclusionsField,
        JvmJdkField,
        JvmMainClassNameField,
    )
    help = (
        "A third-party artifact, named by its Maven coordinates. Only artifacts that are declared "
        "can be used."
    )

    def validate(self) -> None:
        jar, url = self[JvmArtifactJarSourceField], self[JvmArtifactUrlField]
        if jar.value and url.value:
            raise InvalidTargetException(
                f"{self.address}: set `{jar.alias}` or `{url.alias}`, not both."
            )


class PomXmlSourceField(SingleSourceField):
    default = "pom.xml"
    required = False


class JvmArtifactsPackageMappingField(DictStringToStringSequenceField):
    alias = "package_mapping"
    default = FrozenDict()
    help = (
        "Java packages that artifacts provide, by `group:artifact`, such as "
        '`{"com.google.guava:guava": ["com.google.common.**"]}`. Needed where imports cannot '
        "be matched to an artifact otherwise."
    )

    @classmethod
    def compute_value(
        cls, raw_value: dict[str, Iterable[str]], address: Address
    ) -> FrozenDict[tuple[str, str], tuple[str, ...]]:
        value = super().compute_value(raw_value, address) or {}
        bad = [coordinate for coordinate in value if coordinate.count(":") != 1]
        _refuse(
            address, cls.alias, [f"{key!r} must have the form `group:artifact`." for key in bad]
        )
        return FrozenDict(
            {tuple(coordinate.split(":")): packages for coordinate, packages in value.items()}
        )


class JvmArtifactsTargetGenerator(TargetGenerator):
    alias = "jvm_artifacts"
    core_fields = (
        PomXmlSourceField,
        JvmArtifactsPackageMappingField,
        *COMMON_TARGET_FIELDS,
    )
    generated_target_cls = JvmArtifactTarget
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = (JvmArtifactResolveField,)
    help = "Declares one `jvm_artifact` for each dependency that a `pom.xml` lists."


class JunitTestSourceField(SingleSourceField):
    pass


class JunitTestTimeoutField(TestTimeoutField):
    pass


class JunitTestExtraEnvVarsField(TestExtraEnvVarsField):
    pass


class JvmRequiredMainClassNameField(JvmMainClassNameField):
    required = True
    default = None
    help = "Full name of the class whose `main` method the JAR starts, such as `org.example.Main`."


class JvmShadingRulesField(SequenceField):
    alias = "shading_rules"
    required = False
    expected_element_type = JvmShadingRule
    expected_type_description = "a list of `shading_*(...)` rules"

    @classmethod
    def compute_value(
        cls, raw_value: Iterable[JvmShadingRule] | None, address: Address
    ) -> tuple[JvmShadingRule, ...] | None:
        value = super().compute_value(raw_value, address)
        errors = [f"{rule!r}: {e}" for rule in value or () for e in sorted(rule.validate())]
        _refuse(address, cls.alias, errors)
        return value


class DeployJarDuplicatePolicyField(SequenceField):
    alias = "duplicate_policy"
    required = False
    default = (
        DeployJarDuplicateRule(pattern="^META-INF/services/", action="concat_text"),
        DeployJarDuplicateRule(pattern="^META-INF/LICENSE", action="skip"),
    )
    expected_element_type = DeployJarDuplicateRule
    expected_type_description = "a list of `duplicate_rule(...)`"
    help = (
        "What to do when several inputs contain the same file, as `duplicate_rule(pattern=..., "
        "action=...)`; the first rule whose regular expression matches decides. Unset joins "
        "service files as text and keeps the first licence file."
    )

    @classmethod
    def compute_value(
        cls, raw_value: Iterable[DeployJarDuplicateRule] | None, address: Address
    ) -> tuple[DeployJarDuplicateRule, ...] | None:
        value = super().compute_value(raw_value, address)
        errors = [error for rule in value or () if (error := rule.validate()) is not None]
        _refuse(address, cls.alias, errors)
        return value

    def value_or_default(self) -> tuple[DeployJarDuplicateRule, ...]:
        return self.default if self.value is None else self.value


class DeployJarShadingRulesField(JvmShadingRulesField):
    help = (
        "Renames packages inside the JAR so that it can live beside other versions of the same "
        "classes: `shading_rename(...)`, `shading_relocate(...)`, `shading_zap(...)` and "
        "`shading_keep(...)`, in order."
    )


class DeployJarExcludeFilesField(StringSequenceField):
    alias = "exclude_files"
    help = (
        "Regular expressions of files to leave out of the JAR. Unset means "
        "`[jvm].deploy_jar_exclude_files`."
    )


class DeployJarTarget(Target):
    alias = "deploy_jar"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        RestartableField,
        OutputPathField,
        JvmDependenciesField,
        JvmRequiredMainClassNameField,
        JvmJdkField,
        JvmResolveField,
        DeployJarDuplicatePolicyField,
        DeployJarShadingRulesField,
        DeployJarExcludeFilesField,
    )
    help = "A JAR with all dependencies in it, started with `java -jar`."


class JvmWarDependenciesField(Dependencies):
    pass


class JvmWarDescriptorAddressField(SingleSourceField):
    alias = "descriptor"
    default = "web.xml"
    help = "The deployment descriptor, copied to `WEB-INF/web.xml`."


class JvmWarContentField(SpecialCasedDependencies):
    alias = "content"
    help = "Addresses of `resource` and similar targets whose files go to the root of the WAR."


class JvmWarShadingRulesField(JvmShadingRulesField):
    help = (
        "Renames packages inside the WAR's JARs: `shading_rename(...)`, `shading_relocate(...)`, "
        "`shading_zap(...)` and `shading_keep(...)`, in order."
    )


class JvmWarTarget(Target):
    alias = "jvm_war"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        JvmResolveField,
        JvmWarContentField,
        JvmWarDependenciesField,
        JvmWarDescriptorAddressField,
        JvmWarShadingRulesField,
        OutputPathField,
    )
    help = "A WAR archive for a servlet container."


def register_prefixed_jvm_fields(*target_types: type[Target]) -> list[UnionRule]:
    """Puts `jvm_jdk` and `jvm_resolve` on targets that JVM code is generated from."""
    return [
        target_type.register_plugin_field(field)
        for target_type in target_types
        for field in (PrefixedJvmJdkField, PrefixedJvmResolveField)
    ]


def build_file_aliases() -> BuildFileAliases:
    """The values that BUILD files of every JVM language may construct."""
    values = (
        JvmArtifactExclusion,
        DeployJarDuplicateRule,
        JvmShadingRelocateRule,
        JvmShadingRenameRule,
        JvmShadingZapRule,
        JvmShadingKeepRule,
    )
    return BuildFileAliases(objects={value.alias: value for value in values})
