"""Requirements as pip writes them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from packaging.requirements import Requirement


class PipRequirement:
    """A requirement: PEP 508, or a VCS or archive URL with `#egg=`."""

    __slots__ = ("_req",)

    @classmethod
    def parse(cls, line: str, description_of_origin: str = "") -> PipRequirement:
        """Read one requirement."""
        from packaging.requirements import InvalidRequirement, Requirement

        try:
            return cls(Requirement(line))
        except InvalidRequirement as e:
            rewritten = cls._from_egg_url(line)
            if rewritten is not None:
                try:
                    return cls(Requirement(rewritten))
                except InvalidRequirement:
                    pass
            origin = f" in {description_of_origin}" if description_of_origin else ""
            why = str(e).splitlines()[0].rstrip(".")
            hint = (
                " A requirement from a repository is written as "
                "`name@ git+https://host/repository@revision`."
                if "://" in line
                else ""
            )
            raise ValueError(f"Invalid requirement '{line}'{origin}: {why}.{hint}") from e

    @staticmethod
    def _from_egg_url(line: str) -> str | None:
        """`git+https://...#egg=name&subdirectory=x` as `name@ git+https://...#subdirectory=x`."""
        from urllib.parse import parse_qsl, urlsplit, urlunsplit

        text, semicolon, marker = line.partition(";")
        parts = urlsplit(text.strip())
        if not parts.scheme:
            return None
        fragment = dict(parse_qsl(parts.fragment))
        name = fragment.pop("egg", None)
        if not name:
            return None
        rest = "&".join(f"{key}={value}" for key, value in fragment.items())
        url = urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, rest))
        return f"{name}@ {url}{' ;' + marker if semicolon else ''}"

    def __init__(self, req: Requirement) -> None:
        self._req = req

    def as_pep_508(self) -> Requirement:
        """The requirement as the module `packaging` knows it."""
        return self._req

    @property
    def name(self) -> str:
        """The name of the distribution, as written."""
        return self._req.name

    @property
    def project_name(self) -> str:
        """The same as `name`."""
        return self._req.name

    @property
    def specs(self) -> list[tuple[str, str]]:
        """Operators and versions."""
        return [(spec.operator, spec.version) for spec in self._req.specifier]

    @property
    def specifier_set(self) -> object:
        """The versions that are allowed."""
        return self._req.specifier

    @property
    def url(self) -> str | None:
        """Where it comes from, if a URL says so."""
        return self._req.url

    def __hash__(self) -> int:
        return hash(self._req)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return False
        return self._req == other._req

    def __str__(self) -> str:
        return str(self._req)

    def __repr__(self) -> str:
        return f"PipRequirement('{self._req}')"
