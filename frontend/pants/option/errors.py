"""What can be wrong with the declaration or the value of an option."""

from __future__ import annotations


class OptionsError(Exception):
    """Base of the errors about options."""


class RegistrationError(OptionsError):
    """An option is declared wrongly."""

    reason: str | None = None

    def __init__(self, scope: str, option: str, **msg_format_args: object) -> None:
        text = (self.reason or (self.__doc__ or "").strip()).format(
            scope=scope, option=option, **msg_format_args
        )
        where = f"scope {scope}" if scope else "global scope"
        super().__init__(f"{text} [option {option} in {where}].")


class BooleanOptionNameWithNo(RegistrationError):
    """The name of a boolean option must not start with `--no`."""


class DefaultValueType(RegistrationError):
    """The default of type {default_type} does not fit the option's type {option_type}."""


class DefaultMemberValueType(DefaultValueType):
    """An element of the default of type {value_type} does not fit {member_type}."""


class HelpType(RegistrationError):
    """The help must be a string, not {help_type}."""


class InvalidKwarg(RegistrationError):
    """The declaration has an unknown keyword `{kwarg}`."""


class InvalidKwargNonGlobalScope(RegistrationError):
    """The keyword `{kwarg}` is for global options only."""


class InvalidMemberType(RegistrationError):
    """`{member_type}` cannot be the type of a list's elements."""


class MemberTypeNotAllowed(RegistrationError):
    """Only lists have a `member_type`, not an option of type {type_}."""


class NoOptionNames(RegistrationError):
    """The option has no name."""


class OptionAlreadyRegistered(RegistrationError):
    """An option of this name exists already."""


class OptionNameDoubleDash(RegistrationError):
    """The long name of an option must start with `--`."""


class PassthroughType(RegistrationError):
    """Only a list of shell words can take the arguments behind `--`."""


class ParseError(OptionsError):
    """A value cannot be read."""


class BooleanConversionError(ParseError):
    """A value is neither true nor false."""


class FromfileError(ParseError):
    """A file that holds a value cannot be read."""


class MutuallyExclusiveOptionError(ParseError):
    """Two options of which only one may be given were both given."""


class UnknownFlagsError(ParseError):
    """Flags that no option has."""

    def __init__(self, flags: tuple[str, ...], arg_scope: str) -> None:
        self.flags = tuple(flags)
        self.arg_scope = arg_scope
        where = f"scope {arg_scope}" if arg_scope else "global scope"
        super().__init__(f"Unknown flags {', '.join(self.flags)} on {where}")


class ConfigError(OptionsError):
    """A configuration file is wrong."""


class ConfigValidationError(ConfigError):
    """A configuration file names what does not exist."""


class InterpolationMissingOptionError(ConfigError):
    """A value refers to one that is not defined."""
