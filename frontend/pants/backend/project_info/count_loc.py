"""`pants count-loc`: how much code there is, by language."""

# ruff: noqa: E501 (a known build is one line)

from __future__ import annotations

from pants.base.specs import RawSpecs, Specs
from pants.core.util_rules.external_tool import TemplatedExternalTool
from pants.engine.console import Console
from pants.engine.goal import Goal, GoalSubsystem
from pants.engine.internals.native_engine import current_runtime
from pants.engine.internals.spec_resolution import resolve_addresses_from_specs
from pants.engine.rules import collect_rules, goal_rule
from pants.option.option_types import ArgsListOption

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from pants.backend.project_info.line_counter import Counts
    from pants.engine.platform import Platform


class SuccinctCodeCounter(TemplatedExternalTool):
    """Options under the name that they had when another program counted."""

    options_scope = "scc"
    name = "SCC"
    help = (
        "Kept for old configurations: `count-loc` counts by itself, without a download. "
        "Of the arguments it heeds those that it knows."
    )

    default_version = "3.0.0"
    default_known_versions = [
        "3.0.0|linux_arm64 |04f9e797b70a678833e49df5e744f95080dfb7f963c0cd34f5b5d4712d290f33|1768037",
        "3.0.0|linux_x86_64|13ca47ce00b5bd032f97f3af7aa8eb3c717b8972b404b155a378b09110e4aa0c|1948341",
        "3.0.0|macos_arm64 |846cb1b25025a0794d455719bc17cfb3f588576a58af1d95036f6c654e294f98|2006145",
        "3.0.0|macos_x86_64|9c3064e477ab36e16204ad34f649372034bca4df669615eff5de4aa05b2ddf1a|2048134",
    ]
    default_url_template = (
        "https://github.com/boyter/scc/releases/download/v{version}/scc-{version}-{platform}.zip"
    )
    default_url_platform_mapping = {
        "linux_arm64": "arm64-unknown-linux",
        "linux_x86_64": "x86_64-unknown-linux",
        "macos_arm64": "arm64-apple-darwin",
        "macos_x86_64": "x86_64-apple-darwin",
    }

    args = ArgsListOption(
        example="--format json",
        passthrough=True,
    )

    def generate_exe(self, plat: Platform) -> str:
        """The program in what would be downloaded."""
        return "./scc"


class CountLinesOfCodeSubsystem(GoalSubsystem):
    """Options of `count-loc`."""

    name = "count-loc"
    help = "Count lines: files, code, comments and blanks, by language."


class CountLinesOfCode(Goal):
    """The goal `count-loc`."""

    subsystem_cls = CountLinesOfCodeSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


# -- arguments ------------------------------------------------------------------------------------

_SORTS = ("code", "lines", "comments", "blanks", "files", "name")
_FORMATS = ("tabular", "json")
#: Arguments that leave out what is never printed here.
_WITHOUT_EFFECT = ("--no-cocomo", "--no-complexity", "-c", "--no-size", "--no-min-gen", "--ci")


class Request:
    """What the arguments behind `--` ask for."""

    __slots__ = ("format", "sort", "by_file")

    def __init__(self, args: Sequence[str]) -> None:
        self.format = _FORMATS[0]
        self.sort = _SORTS[0]
        self.by_file = False
        rest = list(args)
        while rest:
            flag, equals, value = rest.pop(0).partition("=")
            if flag in ("--format", "-f", "--sort", "-s"):
                if not equals:
                    value = rest.pop(0) if rest else ""
                choices = _FORMATS if flag in ("--format", "-f") else _SORTS
                if value not in choices:
                    raise ValueError(
                        f"`count-loc` was given `{flag} {value}`; it can be {', '.join(choices)}."
                    )
                setattr(self, "format" if choices is _FORMATS else "sort", value)
            elif flag == "--by-file" and not equals:
                self.by_file = True
            elif flag not in _WITHOUT_EFFECT or equals:
                raise ValueError(
                    f"`count-loc` does not know the argument `{flag}`. It takes `--format` "
                    f"({', '.join(_FORMATS)}), `--sort` ({', '.join(_SORTS)}) and `--by-file`."
                )


# -- counting -------------------------------------------------------------------------------------


class Counted:
    """The counts of a language, and of its files."""

    __slots__ = ("name", "total", "files")

    def __init__(self, name: str) -> None:
        from pants.backend.project_info.line_counter import Counts

        self.name = name
        self.total = Counts()
        self.files: list[tuple[str, Counts]] = []

    def add(self, path: str, counts: Counts) -> None:
        """Add a file."""
        self.total.add(counts)
        self.files.append((path, counts))


def count(contents: Iterable[tuple[str, bytes | None]]) -> list[Counted]:
    """The counts by language. Files of unknown languages and binary ones are left out."""
    from pants.backend.project_info.languages import Languages

    known = Languages()
    found: dict[str, Counted] = {}
    for path, content in contents:
        if content is None or b"\0" in content[:8192]:
            continue
        language = known.of(path, content)
        if language is None:
            continue
        if language.name not in found:
            found[language.name] = Counted(language.name)
        found[language.name].add(path, language.counter().count(content))
    return list(found.values())


# -- output ---------------------------------------------------------------------------------------


def _sorted(languages: list[Counted], key: str) -> list[Counted]:
    by_name = sorted(languages, key=lambda language: language.name)
    if key == "name":
        return by_name
    return sorted(by_name, key=lambda language: -getattr(language.total, key))


def _row(name: str, counts: Counts, width: int, files: object) -> str:
    cells = (files, counts.lines, counts.blanks, counts.comments, counts.code)
    return name.ljust(width) + "".join([str(cell).rjust(11) for cell in cells])


def as_table(languages: list[Counted], request: Request) -> str:
    """The counts as a table with a row for each language and one for all."""
    from pants.backend.project_info.line_counter import Counts

    names = [language.name for language in languages]
    if request.by_file:
        names += [path for language in languages for path, _ in language.files]
    width = max([20, *[len(name) + 2 for name in names]])
    titles = "".join([t.rjust(11) for t in ("Files", "Lines", "Blanks", "Comments", "Code")])
    rule = "-" * (width + len(titles))
    lines = [rule, "Language".ljust(width) + titles, rule]
    total = Counts()
    for language in _sorted(languages, request.sort):
        total.add(language.total)
        lines.append(_row(language.name, language.total, width, language.total.files))
        if request.by_file:
            lines += [_row(path, counts, width, "") for path, counts in language.files]
            lines.append(rule)
    if not request.by_file:
        lines.append(rule)
    return "\n".join([*lines, _row("Total", total, width, total.files), rule, ""])


def as_json(languages: list[Counted], request: Request) -> str:
    """The counts as a JSON array with an object for each language."""
    from pants.util.json_text import dumps

    def numbers(counts: Counts) -> dict[str, int]:
        return {
            "Lines": counts.lines,
            "Code": counts.code,
            "Comment": counts.comments,
            "Blank": counts.blanks,
        }

    answer = []
    for language in _sorted(languages, request.sort):
        entry: dict[str, Any] = {"Name": language.name, "Count": language.total.files}
        entry.update(numbers(language.total))
        if request.by_file:
            entry["Files"] = [
                {"Location": path, **numbers(counts)} for path, counts in language.files
            ]
        answer.append(entry)
    return dumps(answer) + "\n"


# -- the goal -------------------------------------------------------------------------------------


def _only_addresses(raw: RawSpecs) -> RawSpecs:
    return RawSpecs(
        description_of_origin=raw.description_of_origin,
        address_literals=raw.address_literals,
        unmatched_glob_behavior=raw.unmatched_glob_behavior,
        filter_by_global_options=raw.filter_by_global_options,
    )


def _globs(raw: RawSpecs) -> list[str]:
    """Globs for the files that the specs mean without looking at targets."""
    kinds = (
        raw.file_literals,
        raw.file_globs,
        raw.dir_literals,
        raw.dir_globs,
        raw.recursive_globs,
    )
    return [spec.to_glob() for kind in kinds for spec in kind]


@goal_rule
async def count_loc(
    console: Console,
    scc: SuccinctCodeCounter,
    specs: Specs,
) -> CountLinesOfCode:
    """Count the lines of files, and of the sources of targets, that the command line means."""
    request = Request(scc.args)
    runtime = current_runtime()
    ignored = [f"!/{glob}" for glob in _globs(specs.ignores)]
    globs = _globs(specs.includes)
    paths = set(runtime.globs(globs + ignored, True, False)) if globs else set()
    if specs.includes.address_literals:
        nothing = RawSpecs(description_of_origin=specs.ignores.description_of_origin)
        literals = Specs(_only_addresses(specs.includes), nothing)
        addresses = await resolve_addresses_from_specs(literals)
        paths.update(runtime.target_files(addresses, False, False))
    languages = count([(path, runtime.read_file(path)) for path in sorted(paths)])
    if languages:
        write = as_json if request.format == "json" else as_table
        console.write_stdout(write(languages, request))
    return CountLinesOfCode(exit_code=0)


def rules() -> Iterable[Any]:
    """The rules of this module."""
    return collect_rules()
