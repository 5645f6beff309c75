"""`pants peek`: all that is known of targets, as JSON."""

from __future__ import annotations

from pants.backend.project_info.fingerprint import Fingerprints
from pants.backend.project_info.peek_fields import TargetShape, json_of, member
from pants.backend.project_info.peek_goals import Goals
from pants.base.glob_match_error_behavior import GlobMatchErrorBehavior
from pants.base.specs import DirGlobSpec, RawSpecs, Specs
from pants.engine.addresses import Addresses, ResolveError
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem, Outputting
from pants.engine.internals.native_engine import AddressInput, current_runtime
from pants.engine.internals.spec_resolution import resolve_addresses_from_specs
from pants.engine.rules import collect_rules, goal_rule
from pants.option.option_types import BoolOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pants.engine.addresses import Address


class PeekSubsystem(Outputting, GoalSubsystem):
    """Options of `peek`."""

    name = "peek"
    help = "Print the fields of targets, as JSON."

    exclude_defaults = BoolOption(
        default=False,
        help="Leave out fields that have their default.",
    )
    include_dep_rules = BoolOption(
        default=False,
        help="Print also which rules about dependencies apply, and to what effect.",
    )
    include_additional_info = BoolOption(
        default=False,
        help="Print also what plugins know about targets.",
    )


class Peek(Goal):
    """The goal `peek`."""

    subsystem_cls = PeekSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


class _World:
    """What the engine tells about targets, asked once for each."""

    def __init__(self, runtime: Any) -> None:
        self.runtime = runtime
        self.generated: dict[Address, dict[Address, None]] = {}
        self._parametrized: dict[str, dict[Address, None]] = {}
        self._infos: dict[Address, tuple[Any, ...]] = {}
        self._shapes: dict[str, TargetShape] = {}
        self._listed: dict[Address, list[Address]] = {}

    def info(self, address: Address) -> tuple[Any, ...]:
        """Type, class, values, fields, origin and generator of a target."""
        found = self._infos.get(address)
        if found is None:
            found = self._infos[address] = self.runtime.target_info(address)
        return found

    def is_known(self, address: Address) -> bool:
        """Whether there is such a target, as far as BUILD files have been read."""
        try:
            self.info(address)
        except LookupError:
            return False
        return True

    def shape(self, address: Address) -> TargetShape:
        """The fields of a target."""
        alias, class_id, _, fields, _, _ = self.info(address)
        found = self._shapes.get(class_id)
        if found is None:
            declared = self.runtime.declaration("targets", alias)
            found = self._shapes[class_id] = TargetShape(fields, self.runtime, declared)
        return found

    def learn(self, addresses: Iterable[Address]) -> None:
        """Remember which generators these targets come from."""
        for address in addresses:
            generator = self.info(address)[5]
            if generator is not None:
                self.generated.setdefault(generator, {})[address] = None
            if address.is_parametrized:
                plain = address.spec.partition("@")[0]
                self._parametrized.setdefault(plain, {})[address] = None

    def listed(self, address: Address) -> list[Address]:
        """The dependencies that a target's BUILD file lists, without those to leave out."""
        found = self._listed.get(address)
        if found is None:
            values = self.info(address)[2]
            found = self._listed[address] = [
                self._address(text, address)
                for alias in self.shape(address).dependencies
                for text in values.get(alias) or ()
                if not text.startswith("!")
            ]
        return found

    def _address(self, text: str, owner: Address) -> Address:
        """The address that a text in a BUILD file means."""
        import os

        parsed = AddressInput.parse(
            text,
            relative_to=owner.spec_path,
            description_of_origin=f"the `dependencies` field of the target {owner}",
        )
        if os.path.isfile(f"{self.runtime.build_root}/{parsed.path_component}"):
            return parsed.file_to_address()
        return parsed.dir_to_address()

    def dependencies(self, address: Address) -> list[str]:
        """What a target depends on; generators are replaced by what they generate."""
        direct = list(self.generated.get(address, ()))
        for dependency in self.listed(address):
            direct += self._existing(dependency, address)
        found = {a.spec for d in direct for a in self.generated.get(d, (d,))}
        return sorted(found)

    def _existing(self, address: Address, owner: Address) -> list[Address]:
        """The target of a dependency; if it is parametrized, those that agree with the owner."""
        if self.is_known(address):
            return [address]
        candidates = list(self._parametrized.get(address.spec, ()))
        wanted = owner.parameters
        same = [
            candidate
            for candidate in candidates
            if all(wanted.get(k, v) == v for k, v in candidate.parameters.items())
        ]
        if not candidates:
            raise ResolveError(
                f"The target {owner} lists {address} in its `dependencies`, but there is no such "
                "target."
            )
        return same or candidates

    def files(self, address: Address) -> list[str]:
        """The files of a target, folder by folder."""
        paths = self.runtime.target_files([address], False, False)
        return sorted(paths, key=lambda path: path.split("/")) if len(paths) > 1 else paths

    def folders(self, address: Address) -> list[str]:
        """The folders that the globs of a target's sources match: they are part of its digest."""
        field = self.shape(address).globs
        if field is None:
            return []
        value = self.info(address)[2].get(field.alias)
        globs = field.default if value is None else value
        folder = f"{_literally(address.spec_path)}/" if address.spec_path else ""
        patterns = [
            f"!{folder}{glob[1:]}" if glob.startswith("!") else f"{folder}{glob}"
            for glob in globs or ()
        ]
        return self.runtime.globs(patterns, False, True) if patterns else []

    def folders_with_generated(self, address: Address) -> Iterable[str]:
        """The folders in which what a generator generates lives."""
        yield address.spec_path
        if self.shape(address).has_sources:
            for path in self.runtime.target_files([address], False, False):
                yield path.rpartition("/")[0]


def _literally(path: str) -> str:
    """A path as a glob that matches just it."""
    return "".join([f"[{c}]" if c in "*?[" else c for c in path])


async def _read_folders(world: _World, folders: Iterable[str]) -> None:
    """Have the targets of folders declared and generated."""
    wanted = dict.fromkeys(folders)
    if not wanted:
        return
    raw = RawSpecs.create(
        [DirGlobSpec(folder) for folder in wanted],
        description_of_origin="the dependencies of the targets",
        unmatched_glob_behavior=GlobMatchErrorBehavior.ignore,
    )
    nothing = RawSpecs(description_of_origin=raw.description_of_origin)
    world.learn(await resolve_addresses_from_specs(Specs(raw, nothing)))


def _target_json(
    world: _World, fingerprints: Fingerprints, goals: Goals, address: Address, brief: bool
) -> str:
    """One object of the array; `brief` leaves out defaults."""
    alias, class_id, values, _, _, _ = world.info(address)
    shape = world.shape(address)
    extra = {"dependencies": member("dependencies", json_of(world.dependencies(address)))}
    names = goals.of(class_id, shape.identifiers, address)
    if names:
        extra["goals"] = member("goals", json_of(names))
    if shape.has_sources:
        paths = world.files(address)
        extra["sources"] = member("sources", json_of(paths))
        fingerprint = fingerprints.of(paths, world.folders(address))
        extra["sources_fingerprint"] = member("sources_fingerprint", json_of(fingerprint))
    members = dict(extra)
    for field in shape.fields:
        text = field.member(values.get(field.alias), address, brief)
        if text is not None:
            members.setdefault(field.key, text)
    head = [member("address", json_of(address.spec)), member("target_type", json_of(alias))]
    body = ",\n".join(head + [members[key] for key in sorted(members)])
    return "  {\n" + body + "\n  }"


@goal_rule
async def peek(console: Console, subsys: PeekSubsystem, addresses: Addresses) -> Peek:
    """Print an array with an object for each target."""
    runtime = current_runtime()
    for option, given in (
        ("include-dep-rules", subsys.include_dep_rules),
        ("include-additional-info", subsys.include_additional_info),
    ):
        if given:
            raise ValueError(f"`peek --{option}` is not there yet; the other fields are.")
    world = _World(runtime)
    world.learn(addresses)
    listed = [dependency for address in addresses for dependency in world.listed(address)]
    await _read_folders(world, [a.spec_path for a in listed if not world.is_known(a)])
    generators = [
        address
        for address in dict.fromkeys([*addresses, *listed])
        if world.is_known(address) and world.shape(address).is_generator
    ]
    await _read_folders(world, [f for a in generators for f in world.folders_with_generated(a)])
    fingerprints, goals = Fingerprints(runtime), Goals(runtime)
    brief = subsys.exclude_defaults
    objects = [_target_json(world, fingerprints, goals, a, brief) for a in addresses]
    with subsys.output(console) as write_stdout:
        write_stdout("[\n" + ",\n".join(objects) + "\n]\n" if objects else "[]\n")
    return Peek(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
