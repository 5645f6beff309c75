"""Declaring options: class attributes of a subsystem.

::

    class Formatter(Subsystem):
        options_scope = "formatter"
        line_length = IntOption(default=100, help="Columns in a line.")
        args = ArgsListOption(example="--fast")

Read through the class, such an attribute is an `OptionInfo` (or None if `register_if` says no);
read through an instance, it is the value. A default or a help that depends on the subclass is a
function of the class.
"""

from __future__ import annotations

from pants.option.custom_types import (
    dict_with_files_option,
    dir_option,
    file_option,
    memory_size,
    shell_str,
    target_option,
    workspace_path,
)
from pants.util.plain_enum import is_enum_class
from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


class OptionInfo(Record):
    """The names of an option and what else is known of it, as one registers it."""

    args: tuple[str, ...]
    kwargs: dict[str, Any]

    def __hash__(self) -> int:
        return hash(self.args)


_UNSET: Any = object()

#: Keywords that every option takes, beyond the default, the help and `register_if`.
_COMMON_KEYWORDS = frozenset(
    {
        "advanced",
        "daemon",
        "default_help_repr",
        "fingerprint",
        "fromfile",
        "metavar",
        "mutually_exclusive_group",
        "passthrough",
        "removal_hint",
        "removal_version",
        "silent_default",
        "target_field_name",
    }
)


def _dynamic(value: Any, owner: type) -> Any:
    """The value itself, or what a function of the class says."""
    if callable(value) and not isinstance(value, type):
        code = getattr(value, "__code__", None)
        return value(owner) if code is not None and code.co_argcount else value()
    return value


class _OptionBase:
    """An option of one value."""

    #: What `type` says in the registration; subclasses say.
    option_type: Any = None

    if not TYPE_CHECKING:

        def __class_getitem__(cls, item: object) -> type:
            return cls

    def __init__(
        self,
        *flag_names: str,
        default: Any = _UNSET,
        help: Any = "",
        register_if: Callable[[Any], bool] | None = None,
        **extra: Any,
    ) -> None:
        for keyword in extra:
            if keyword not in _COMMON_KEYWORDS:
                raise TypeError(f"{type(self).__name__} does not take the keyword `{keyword}`.")
        self._flag_names: tuple[str, ...] | None = flag_names or None
        self._default = default
        self._help = help
        self._register_if = register_if
        self._extra = extra

    def __set_name__(self, owner: type, name: str) -> None:
        if self._flag_names is None:
            self._flag_names = ("--" + name.strip("_").replace("_", "-"),)

    @property
    def flag_names(self) -> tuple[str, ...]:
        """The flags, the long one first or only."""
        assert self._flag_names is not None, "an option must be an attribute of a class"
        return self._flag_names

    @property
    def dest(self) -> str:
        """The name of the value."""
        long = next((f for f in self.flag_names if f.startswith("--")), self.flag_names[-1])
        return long.lstrip("-").replace("-", "_")

    def is_registered(self, owner: type) -> bool:
        """Whether the class has the option."""
        return self._register_if is None or bool(self._register_if(owner))

    def get_option_type(self, owner: type) -> dict[str, Any]:
        """The part of the registration that says which type it is."""
        return {"type": self.option_type}

    def get_default(self, owner: type) -> Any:
        """The default, evaluated for the class."""
        return None if self._default is _UNSET else _dynamic(self._default, owner)

    def get_help(self, owner: type) -> str:
        """The help, evaluated for the class."""
        return str(_dynamic(self._help, owner))

    def get_option_info(self, owner: type) -> OptionInfo:
        """The registration for the class."""
        extra = {
            name: _dynamic(value, owner) if name == "removal_hint" else value
            for name, value in self._extra.items()
            if value is not None
        }
        return OptionInfo(
            self.flag_names,
            {
                "default": self.get_default(owner),
                "help": self.get_help(owner),
                **self.get_option_type(owner),
                **extra,
            },
        )

    def convert(self, value: Any) -> Any:
        """The value as the attribute's reader sees it."""
        return value

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            assert owner is not None
            return self.get_option_info(owner) if self.is_registered(owner) else None
        value = getattr(instance.options, self.dest)
        return None if value is None else self.convert(value)


class _ListOptionBase(_OptionBase):
    """An option whose value is a tuple; it is empty if nobody says otherwise."""

    option_type = list
    member_type: Any = str

    def get_option_type(self, owner: type) -> dict[str, Any]:
        return {"type": list, "member_type": self.member_type}

    def get_default(self, owner: type) -> Any:
        default = super().get_default(owner)
        return [] if default is None else default

    def convert(self, value: Any) -> tuple[Any, ...]:
        return tuple(value)


class StrOption(_OptionBase):
    """A string."""

    option_type = str


class StrListOption(_ListOptionBase):
    """Strings."""


class TargetOption(_OptionBase):
    """The address of a target."""

    option_type = staticmethod(target_option)


class TargetListOption(_ListOptionBase):
    """Addresses of targets."""

    member_type = staticmethod(target_option)


class IntOption(_OptionBase):
    """A whole number."""

    option_type = int


class IntListOption(_ListOptionBase):
    """Whole numbers."""

    member_type = int


class FloatOption(_OptionBase):
    """A number."""

    option_type = float


class FloatListOption(_ListOptionBase):
    """Numbers."""

    member_type = float


class BoolOption(_OptionBase):
    """True or false; its flag `--x` has a twin `--no-x`."""

    option_type = bool


class BoolListOption(_ListOptionBase):
    """True or false, several times."""

    member_type = bool


class DirOption(_OptionBase):
    """The path of a folder."""

    option_type = staticmethod(dir_option)


class DirListOption(_ListOptionBase):
    """Paths of folders."""

    member_type = staticmethod(dir_option)


class FileOption(_OptionBase):
    """The path of a file."""

    option_type = staticmethod(file_option)


class FileListOption(_ListOptionBase):
    """Paths of files."""

    member_type = staticmethod(file_option)


class WorkspacePathOption(_OptionBase):
    """A path from the root of the repository."""

    option_type = staticmethod(workspace_path)


class WorkspacePathListOption(_ListOptionBase):
    """Paths from the root of the repository."""

    member_type = staticmethod(workspace_path)


class ShellStrOption(_OptionBase):
    """A string that a shell would split into words."""

    option_type = staticmethod(shell_str)


class ShellStrListOption(_ListOptionBase):
    """Words; each element is split as a shell splits it."""

    member_type = staticmethod(shell_str)


class MemorySizeOption(_OptionBase):
    """A number of bytes, written like `2GiB`."""

    option_type = staticmethod(memory_size)


class MemorySizeListOption(_ListOptionBase):
    """Numbers of bytes."""

    member_type = staticmethod(memory_size)


def _enum_type_of(default: Any, what: str) -> type:
    if is_enum_class(type(default)):
        return type(default)
    raise ValueError(f"An `{what}` needs an `enum_type`, or a default that shows it.")


class EnumOption(_OptionBase):
    """One member of an enumeration, written as its value."""

    def __init__(self, *flag_names: str, enum_type: Any = None, **keywords: Any) -> None:
        super().__init__(*flag_names, **keywords)
        self._enum_type = enum_type

    def enum_type(self, owner: type) -> Any:
        """The enumeration."""
        if self._enum_type is None:
            self._enum_type = _enum_type_of(self.get_default(owner), "EnumOption")
        return self._enum_type

    def get_option_type(self, owner: type) -> dict[str, Any]:
        return {"type": self.enum_type(owner)}

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        value = super().__get__(instance, owner)
        if instance is not None and isinstance(value, str):
            return self.enum_type(type(instance))(value)
        return value


class EnumListOption(_ListOptionBase):
    """Members of an enumeration."""

    def __init__(self, *flag_names: str, enum_type: Any = None, **keywords: Any) -> None:
        super().__init__(*flag_names, **keywords)
        self._enum_type = enum_type

    def enum_type(self, owner: type) -> Any:
        """The enumeration."""
        if self._enum_type is None:
            default = self.get_default(owner)
            self._enum_type = _enum_type_of(default[0] if default else None, "EnumListOption")
        return self._enum_type

    def get_option_type(self, owner: type) -> dict[str, Any]:
        return {"type": list, "member_type": self.enum_type(owner)}

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        value = super().__get__(instance, owner)
        if instance is not None and value and any(isinstance(v, str) for v in value):
            kind = self.enum_type(type(instance))
            return tuple([kind(v) if isinstance(v, str) else v for v in value])
        return value


class DictOption(_OptionBase):
    """A dict; it is empty if nobody says otherwise."""

    option_type = dict

    def get_default(self, owner: type) -> Any:
        default = super().get_default(owner)
        return {} if default is None else default

    def convert(self, value: Any) -> dict[Any, Any]:
        return dict(value)


class DictWithFilesOption(DictOption):
    """A dict whose values may be read from files."""

    option_type = staticmethod(dict_with_files_option)


class SkipOption(BoolOption):
    """`--skip`, or however the attribute is called: leaves a tool out of some goals."""

    def __init__(self, goal: str, *other_goals: str, help: Any = None, **keywords: Any) -> None:
        keywords.setdefault("default", False)
        self._goals = (goal, *other_goals)
        super().__init__(help=help, **keywords)

    def get_help(self, owner: type) -> str:
        if self._help is not None:
            return super().get_help(owner)
        from pants.util.docutil import bin_name
        from pants.util.strutil import comma_separated_list

        goals = comma_separated_list(f"`{bin_name()} {goal}`" for goal in self._goals)
        return f"Leave {_tool_name(owner)} out of {goals}."


class ArgsListOption(ShellStrListOption):
    """`--args`, or however the attribute is called: arguments for a tool."""

    def __init__(
        self,
        *,
        example: str,
        extra_help: str = "",
        tool_name: str | None = None,
        flag_name: str | None = None,
        **keywords: Any,
    ) -> None:
        self._example = example
        self._extra_help = extra_help
        self._tool_name = tool_name
        super().__init__(*([flag_name] if flag_name else ()), help=None, **keywords)

    def get_help(self, owner: type) -> str:
        tool = self._tool_name or _tool_name(owner)
        flag = f"--{getattr(owner, 'options_scope', '')}-{self.flag_names[0].lstrip('-')}"
        text = f"Arguments handed to {tool} as they are, for example `{flag}='{self._example}'`."
        if self._extra_help:
            text += "\n\n" + str(_dynamic(self._extra_help, owner))
        return text


def _tool_name(owner: type) -> str:
    return getattr(owner, "name", None) or getattr(owner, "options_scope", "the tool")


def declared_options(cls: type) -> Iterator[tuple[str, _OptionBase]]:
    """The option attributes of a class by name, those of its bases first."""
    seen = set()
    for base in reversed(cls.__mro__):
        for name, value in base.__dict__.items():
            if isinstance(value, _OptionBase) and name not in seen:
                seen.add(name)
                effective = _lookup(cls, name)
                if isinstance(effective, _OptionBase):
                    yield name, effective


def _lookup(cls: type, name: str) -> Any:
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return None


def collect_options_info(cls: type) -> Iterator[OptionInfo]:
    """The registrations of all options of a class, those of its bases first."""
    for _, option in declared_options(cls):
        if option.is_registered(cls):
            yield option.get_option_info(cls)
