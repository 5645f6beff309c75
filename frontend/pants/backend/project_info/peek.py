"""`pants peek`: all that is known of targets, as JSON."""

from __future__ import annotations

from pants.backend.project_info.peek_fields import TargetShape, json_of, member
from pants.backend.project_info.peek_goals import Goals
from pants.engine.addresses import Addresses
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem, Outputting
from pants.engine.internals.dependency_rules import dependencies_ready
from pants.engine.internals.native_engine import current_runtime
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
        self._infos: dict[Address, tuple[Any, ...]] = {}
        self._shapes: dict[str, TargetShape] = {}

    def info(self, address: Address) -> tuple[Any, ...]:
        """Type, class, values, fields, origin and generator of a target."""
        found = self._infos.get(address)
        if found is None:
            found = self._infos[address] = self.runtime.target_info(address)
        return found

    def shape(self, address: Address) -> TargetShape:
        """The fields of a target."""
        _, class_id, _, fields, _, _ = self.info(address)
        found = self._shapes.get(class_id)
        if found is None:
            found = self._shapes[class_id] = TargetShape(fields, self.runtime)
        return found

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


def _literally(path: str) -> str:
    """A path as a glob that matches just it."""
    return "".join([f"[{c}]" if c in "*?[" else c for c in path])


def _target_json(
    world: _World,
    goals: Goals,
    address: Address,
    dependencies: list[Address],
    brief: bool,
) -> str:
    """One object of the array; `brief` leaves out defaults."""
    alias, class_id, values, _, _, _ = world.info(address)
    shape = world.shape(address)
    extra = {"dependencies": member("dependencies", json_of([a.spec for a in dependencies]))}
    names = goals.of(class_id, shape.identifiers, address)
    if names:
        extra["goals"] = member("goals", json_of(names))
    if shape.has_sources:
        paths = world.files(address)
        extra["sources"] = member("sources", json_of(paths))
        fingerprint = world.runtime.fingerprint(paths, world.folders(address))
        extra["sources_fingerprint"] = member("sources_fingerprint", json_of(fingerprint))
    members = {} if brief else dict(shape.defaults)
    for name, raw in values.items():
        field = shape.by_alias.get(name)
        text = None if field is None else field.member(raw, address, brief)
        if field is not None and text is not None:
            members[field.key] = text
    members.update(extra)
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
    await dependencies_ready(addresses, transitive=False)
    lists = runtime.dependency_lists(addresses, False)
    world, goals = _World(runtime), Goals(runtime)
    brief = subsys.exclude_defaults
    objects = [
        _target_json(world, goals, address, dependencies, brief)
        for address, dependencies in zip(addresses, lists)
    ]
    with subsys.output(console) as write_stdout:
        write_stdout("[\n" + ",\n".join(objects) + "\n]\n" if objects else "[]\n")
    return Peek(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
