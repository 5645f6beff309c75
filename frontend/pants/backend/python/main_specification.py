"""What a Python program starts with: a function of a module, a console script, or a file."""

from __future__ import annotations

from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class MainSpecification(Record):
    """One of the ways to say what is run."""

    def iter_pex_args(self) -> Iterator[str]:
        """The arguments that tell Pex so."""
        raise NotImplementedError

    @property
    def spec(self) -> str:
        """The way that users write it."""
        raise NotImplementedError


class EntryPoint(MainSpecification):
    """A module, and maybe a function in it: `module` or `module:function`."""

    module: str
    function: str | None = None

    @classmethod
    def parse(cls, value: str, provenance: str | None = None) -> EntryPoint:
        """Read `module` or `module:function`. The provenance is for messages: whose value it is."""
        given = f"entry point {provenance}" if provenance else "entry point"
        module, colon, function = (part.strip() for part in value.strip().partition(":"))
        if not module:
            raise ValueError(f"The {given} must name a module, but is {value!r}.")
        if colon and not function:
            raise ValueError(
                f"The {given} ends with a colon, but names no function after it: {value!r}."
            )
        if ":" in function:
            raise ValueError(f"The {given} has more than one colon: {value!r}.")
        return cls(module, function or None)

    def __post_init__(self) -> None:
        if ":" in self.module:
            raise ValueError(f"A module's name has no colon: {self.module!r}.")
        if self.function is not None and ":" in self.function:
            raise ValueError(f"A function's name has no colon: {self.function!r}.")

    def iter_pex_args(self) -> Iterator[str]:
        yield "--entry-point"
        yield self.spec

    @property
    def spec(self) -> str:
        return self.module if self.function is None else f"{self.module}:{self.function}"


class ConsoleScript(MainSpecification):
    """A script that a distribution installs."""

    name: str

    def iter_pex_args(self) -> Iterator[str]:
        yield "--console-script"
        yield self.name

    @property
    def spec(self) -> str:
        return self.name


class Executable(MainSpecification):
    """A file of the repository, by its path from the source root."""

    executable: str

    @classmethod
    def create(cls, address: object, filename: str) -> Executable:
        """For a file that a target's field names, relative to its BUILD file."""
        import os

        return cls(os.path.join(address.spec_path, filename).lstrip(os.path.sep))  # type: ignore[attr-defined]

    def iter_pex_args(self) -> Iterator[str]:
        yield "--executable"
        yield self.executable

    @property
    def spec(self) -> str:
        return self.executable
