"""Targets for the lockfiles of `[python].resolves`, which no BUILD file declares."""

from __future__ import annotations

import os

from pants.backend.python.macros.common_requirements_rule import synthetic_lockfile_target_name
from pants.backend.python.subsystems.setup import PythonSetup
from pants.engine.internals.native_engine import TargetAdaptor
from pants.engine.internals.synthetic_targets import SyntheticAddressMaps, SyntheticTargetsRequest
from pants.engine.rules import collect_rules, rule
from pants.engine.unions import UnionRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pants.engine.rules import Rule

#: The file that these targets are said to be declared in.
PSEUDO_FILE = "BUILD.python-lockfiles"


class PythonSyntheticLockfileTargetsRequest(SyntheticTargetsRequest):
    """Asks for the targets of all lockfiles."""

    path: str = SyntheticTargetsRequest.SINGLE_REQUEST_FOR_ALL_TARGETS


@rule
async def python_lockfile_synthetic_targets(
    request: PythonSyntheticLockfileTargetsRequest, python_setup: PythonSetup
) -> SyntheticAddressMaps:
    """A `_lockfiles` target for each resolve, in the folder of its lockfile."""
    resolves = python_setup.checked_resolves() if python_setup.enable_synthetic_lockfiles else {}
    return SyntheticAddressMaps.for_targets_request(
        request,
        [
            (
                os.path.join(folder, PSEUDO_FILE),
                [
                    TargetAdaptor(
                        "_lockfiles",
                        synthetic_lockfile_target_name(resolve),
                        f"the resolve `{resolve}` of `[python].resolves`",
                        sources=(lockfile,),
                    )
                    for resolve, lockfile in lockfiles
                ],
            )
            for folder, lockfiles in _by_folder(resolves)
        ],
    )


def _by_folder(resolves: Mapping[str, str]) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """(folder, [(resolve, name of the lockfile)])"""
    found: dict[str, list[tuple[str, str]]] = {}
    for resolve, lockfile in sorted(resolves.items()):
        folder, name = os.path.split(os.path.normpath(lockfile))
        found.setdefault(folder, []).append((resolve, name))
    return found.items()


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *collect_rules(),
        *PythonSetup.rules(),
        UnionRule(SyntheticTargetsRequest, PythonSyntheticLockfileTargetsRequest),
    )
