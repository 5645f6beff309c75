"""`pex_binary` and `pex_binaries`: programs in one file, with their requirements."""

from __future__ import annotations

import enum

from pants.backend.python.main_specification import ConsoleScript, EntryPoint, Executable
from pants.backend.python.pex_scie_fields import PEX_SCIE_FIELDS
from pants.backend.python.python_fields import InterpreterConstraintsField, PythonResolveField
from pants.core.environments.target_types import EnvironmentField
from pants.core.goals.package import OutputPathField
from pants.core.goals.run import RestartableField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    AsyncFieldMixin,
    BoolField,
    Dependencies,
    DictStringToStringField,
    Field,
    InvalidFieldException,
    InvalidFieldTypeException,
    InvalidTargetException,
    OverridesField,
    SpecialCasedDependencies,
    StringField,
    StringSequenceField,
    Target,
    TargetGenerator,
    TriBoolField,
)
from pants.option.option_types import BoolOption
from pants.option.subsystem import Subsystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pants.build_graph.address import Address


class PexBinaryDependenciesField(Dependencies):
    supports_transitive_excludes = True


# ---- What is run -------------------------------------------------------------------------------


class EntryPointField(AsyncFieldMixin, Field):
    alias = "entry_point"
    default = None
    help = (
        "What the program begins with: `path.to.module` or `path.to.module:func`.\n\n"
        "`main.py` or `main.py:func`, a file beside the BUILD file, means the module in it."
    )
    value: EntryPoint | None

    @classmethod
    def compute_value(cls, raw_value: str | None, address: Address) -> EntryPoint | None:
        value = super().compute_value(raw_value, address)
        if value is None:
            return None
        if not isinstance(value, str):
            raise InvalidFieldTypeException(address, cls.alias, value, expected_type="a string")
        try:
            return EntryPoint.parse(value, provenance=f"for {address}")
        except ValueError as e:
            raise InvalidFieldException(str(e)) from None


class PexEntryPointField(EntryPointField):
    pass


class PexScriptField(Field):
    alias = "script"
    default = None
    help = (
        "What the program begins with: the name of a console script that one of the requirements "
        "installs, such as `gunicorn`. Not together with `entry_point` or `executable`."
    )
    value: ConsoleScript | None

    @classmethod
    def compute_value(cls, raw_value: str | None, address: Address) -> ConsoleScript | None:
        value = super().compute_value(raw_value, address)
        if value is None:
            return None
        if not isinstance(value, str):
            raise InvalidFieldTypeException(address, cls.alias, value, expected_type="a string")
        return ConsoleScript(value)


class PexExecutableField(Field):
    alias = "executable"
    default = None
    help = (
        "What the program begins with: a Python file whose name is no module's, such as `run-it`, "
        "beside the BUILD file or below it. Not together with `entry_point` or `script`."
    )
    value: Executable | None

    @classmethod
    def compute_value(cls, raw_value: str | None, address: Address) -> Executable | None:
        value = super().compute_value(raw_value, address)
        if value is None:
            return None
        if not isinstance(value, str):
            raise InvalidFieldTypeException(address, cls.alias, value, expected_type="a string")
        return Executable.create(address, value)


class PexArgsField(StringSequenceField):
    alias = "args"
    help = "Arguments that the program always gets, before those it is called with."


class PexEnvField(DictStringToStringField):
    alias = "env"
    help = "Variables that are set when the program starts, unless they already are."


# ---- How the PEX is built and how it behaves ---------------------------------------------------


class PexExtraBuildArgsField(StringSequenceField):
    alias = "extra_build_args"
    default = ()
    help = (
        "Arguments for the call of Pex that builds the file, for what no field of this target "
        "says. They can undo what is needed to build it."
    )


class PexCheckField(StringField):
    alias = "check"
    valid_choices = ("none", "warn", "error")
    expected_type = str
    default = "warn"
    help = "What to do if the PEX is a zip file that some Pythons cannot start, such as a huge one."


class PexCompletePlatformsField(SpecialCasedDependencies):
    alias = "complete_platforms"
    help = (
        "Addresses of `file` and `resource` targets with descriptions of other platforms to build "
        "for. On such a platform `pex3 interpreter inspect --markers --tags` prints one. "
        "Requirements must have wheels for all of them."
    )


class PexCompressField(BoolField):
    alias = "compress"
    default = True
    help = "Whether files in a zipped PEX are compressed. Not doing so starts faster."


class PexInheritPathField(StringField):
    alias = "inherit_path"
    valid_choices = ("false", "fallback", "prefer")
    help = (
        "Whether the program sees what the Python that starts it has installed: not at all "
        "(`false`), after its own requirements (`fallback`), or before them (`prefer`)."
    )

    @classmethod
    def compute_value(cls, raw_value: str | bool | None, address: Address) -> str | None:
        # `False` reads naturally in a BUILD file, and means the same.
        if isinstance(raw_value, bool):
            return "prefer" if raw_value else "false"
        return super().compute_value(raw_value, address)


class PexStripEnvField(BoolField):
    alias = "strip_pex_env"
    default = True
    help = (
        "Whether variables `PEX_*` are hidden from the program and from what it starts. "
        "Turn it off if it is to configure other PEXes with them."
    )


class PexIgnoreErrorsField(BoolField):
    alias = "ignore_errors"
    default = False
    help = "Whether the program starts even if requirements of its requirements are missing."


class PexValidateEntryPointField(BoolField):
    alias = "validate_entry_point"
    default = False
    help = "Whether building fails if the entry point cannot be imported."


class PexShBootField(BoolField):
    alias = "sh_boot"
    default = False
    help = (
        "Whether the PEX starts through `/bin/sh`, which finds a fitting Python faster, and which "
        "is on every machine, while the Python in a shebang may not be."
    )


class PexShebangField(StringField):
    alias = "shebang"
    help = "The first line of the PEX, with or without `#!`, instead of the one that Pex chooses."


class PexEmitWarningsField(TriBoolField):
    alias = "emit_warnings"
    help = (
        "Whether the program shows warnings of Pex when it starts. "
        "If not set, `[pex-binary-defaults].emit_warnings` decides."
    )

    def value_or_global_default(self, pex_binary_defaults: PexBinaryDefaults) -> bool:
        return pex_binary_defaults.emit_warnings if self.value is None else self.value


class PexExecutionMode(enum.Enum):
    ZIPAPP = "zipapp"
    VENV = "venv"


class PexExecutionModeField(StringField):
    alias = "execution_mode"
    valid_choices = PexExecutionMode
    expected_type = str
    default = PexExecutionMode.ZIPAPP.value
    help = (
        "How the PEX runs: straight from itself (`zipapp`), or from a virtual environment that it "
        "makes the first time (`venv`), which starts faster after that and suits code that "
        "expects to be installed."
    )


class PexLayout(enum.Enum):
    ZIPAPP = "zipapp"
    PACKED = "packed"
    LOOSE = "loose"


class PexLayoutField(StringField):
    alias = "layout"
    valid_choices = PexLayout
    expected_type = str
    default = PexLayout.ZIPAPP.value
    help = (
        "The shape of the PEX: one file (`zipapp`), a folder with a zip for each requirement "
        "(`packed`), which suits caches and syncing, or a folder with everything unpacked "
        "(`loose`). Folders are started through the `__main__.py` in them."
    )


class PexIncludeRequirementsField(BoolField):
    alias = "include_requirements"
    default = True
    help = "Whether the third-party requirements go into the PEX. Without them it holds only code."


class PexIncludeSourcesField(BoolField):
    alias = "include_sources"
    default = True
    help = "Whether your code goes into the PEX. Without it, it holds only the requirements."


class PexIncludeToolsField(BoolField):
    alias = "include_tools"
    default = False
    help = "Whether the tools of Pex go into it, for use with `PEX_TOOLS=1`."


class PexVenvSitePackagesCopies(BoolField):
    alias = "venv_site_packages_copies"
    default = False
    help = "Whether virtual environments of this PEX get copies of its files instead of links."


class PexVenvHermeticScripts(BoolField):
    alias = "venv_hermetic_scripts"
    default = True
    help = (
        "Whether scripts in virtual environments of this PEX see only what is in it, whatever "
        "`PYTHONPATH` says."
    )


class PexBinaryDefaults(Subsystem):
    options_scope = "pex-binary-defaults"
    help = "Defaults for fields of `pex_binary` targets."

    emit_warnings = BoolOption(
        default=True,
        advanced=True,
        help="Let programs show warnings of Pex when they start. "
        "Targets go over it with `emit_warnings`.",
    )


# ---- The targets -------------------------------------------------------------------------------

_PEX_BINARY_COMMON_FIELDS = (
    EnvironmentField,
    InterpreterConstraintsField,
    PythonResolveField,
    PexBinaryDependenciesField,
    PexCheckField,
    PexCompletePlatformsField,
    PexCompressField,
    PexInheritPathField,
    PexStripEnvField,
    PexIgnoreErrorsField,
    PexValidateEntryPointField,
    PexShBootField,
    PexShebangField,
    PexEmitWarningsField,
    PexLayoutField,
    PexExecutionModeField,
    PexIncludeRequirementsField,
    PexIncludeSourcesField,
    PexIncludeToolsField,
    PexVenvSitePackagesCopies,
    PexVenvHermeticScripts,
    PexExtraBuildArgsField,
    RestartableField,
)


class PexBinary(Target):
    alias = "pex_binary"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        *_PEX_BINARY_COMMON_FIELDS,
        *PEX_SCIE_FIELDS,
        PexEntryPointField,
        PexScriptField,
        PexExecutableField,
        PexArgsField,
        PexEnvField,
        OutputPathField,
    )
    help = (
        "A program in one file, a PEX: your code and its requirements, to be run wherever there "
        "is a Python.\n\n"
        "It begins with `entry_point`, `script` or `executable`; without any of them it is a "
        "Python shell with the code at hand."
    )

    def validate(self) -> None:
        given = [
            f"`{self[field].alias}`"
            for field in (PexEntryPointField, PexScriptField, PexExecutableField)
            if self[field].value is not None
        ]
        if len(given) > 1:
            raise InvalidTargetException(
                f"The `{self.alias}` target {self.address} can begin with one thing only, but "
                f"sets {' and '.join(given)}."
            )


class PexEntryPointsField(StringSequenceField, AsyncFieldMixin):
    alias = "entry_points"
    default = None
    help = (
        "What each program begins with, written as `entry_point` of `pex_binary` is: "
        "`['app.py', 'worker.py:main']`. There is a `pex_binary` for each of them."
    )


class PexBinariesOverrideField(OverridesField):
    help = (
        "Fields of single `pex_binary` targets, by their entry points:\n\n"
        "    overrides={\n"
        '        "foo.py": {"execution_mode": "venv"},\n'
        '        ("bar.py", "baz.py:main"): {"tags": ["scripts"]},\n'
        "    }\n\n"
        "Each field of a target may be given once."
    )


class PexBinariesGeneratorTarget(TargetGenerator):
    alias = "pex_binaries"
    generated_target_cls = PexBinary
    core_fields = (
        *COMMON_TARGET_FIELDS,
        PexEntryPointsField,
        PexBinariesOverrideField,
    )
    copied_fields = COMMON_TARGET_FIELDS
    moved_fields = _PEX_BINARY_COMMON_FIELDS
    help = "Makes a `pex_binary` target for each entry point in `entry_points`."
