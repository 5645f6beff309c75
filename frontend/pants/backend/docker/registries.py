"""The registries that `[docker].registries` declares."""

from __future__ import annotations

from pants.util.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# The value of `registries` that stands for all registries marked as default.
ALL_DEFAULT_REGISTRIES = "<all default registries>"


class DockerRegistryError(ValueError):
    """The registries contradict each other."""


class DockerRegistryAddressCollisionError(DockerRegistryError):
    def __init__(self, first: DockerRegistryOptions, second: DockerRegistryOptions) -> None:
        super().__init__(
            f"`[docker].registries` gives `{first.address}` two names: "
            f"`{first.alias}` and `{second.alias}`."
        )


class DockerRegistryOptionsNotFoundError(DockerRegistryError):
    def __init__(self, name: str) -> None:
        super().__init__(f"`[docker].registries` has no registry with the name `{name}`.")


class DockerRegistryOptions(Record):
    """One registry."""

    address: str
    alias: str = ""
    default: bool = False
    skip_push: bool = False
    extra_image_tags: tuple[str, ...] = ()
    repository: str | None = None
    use_local_alias: bool = False

    @classmethod
    def from_dict(cls, alias: str, values: dict[str, Any]) -> DockerRegistryOptions:
        """From an entry of the option. Without a `default` it is one if called so."""
        return cls(
            address=values["address"],
            alias=alias,
            default=values.get("default", alias == "default"),
            skip_push=values.get("skip_push", False),
            extra_image_tags=tuple(values.get("extra_image_tags", ())),
            repository=values.get("repository"),
            use_local_alias=values.get("use_local_alias", False),
        )


class DockerRegistries(Record):
    """All registries."""

    default: tuple[DockerRegistryOptions, ...]
    registries: dict[str, DockerRegistryOptions]

    @classmethod
    def from_dict(cls, entries: dict[str, dict[str, Any]]) -> DockerRegistries:
        """From the whole option. Each registry is found by its name, `@name`, and address."""
        found = [DockerRegistryOptions.from_dict(name, entry) for name, entry in entries.items()]
        by_name: dict[str, DockerRegistryOptions] = {}
        for registry in found:
            other = by_name.setdefault(registry.address, registry)
            if other is not registry:
                raise DockerRegistryAddressCollisionError(other, registry)
            by_name[f"@{registry.alias}"] = registry
        return cls(tuple(registry for registry in found if registry.default), by_name)

    def get(self, *names: str) -> Iterator[DockerRegistryOptions]:
        """The registries with these names: addresses, `@aliases`, or the word for all defaults."""
        for name in names:
            if name in self.registries:
                yield self.registries[name]
            elif name == ALL_DEFAULT_REGISTRIES:
                yield from self.default
            elif name.startswith("@"):
                raise DockerRegistryOptionsNotFoundError(name[1:])
            elif name:
                yield DockerRegistryOptions(address=name)
