"""What git says has changed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class GitError(Exception):
    """Git cannot answer."""


def _git(runtime: Any, *arguments: str) -> tuple[int, bytes, str]:
    try:
        code, output, errors = runtime.git(list(arguments))
    except LookupError:
        raise GitError(
            "`--changed-since` and `--changed-diffspec` ask git, and there is no `git` on PATH."
        ) from None
    return code, output, errors.decode("utf-8", "replace").strip()


def _names(output: bytes) -> list[str]:
    return [name.decode("utf-8", "surrogateescape") for name in output.split(b"\0") if name]


def _checked(runtime: Any, what: str, *arguments: str) -> list[str]:
    """The NUL-separated names that a command prints."""
    code, output, errors = _git(runtime, *arguments)
    if code == 0:
        return _names(output)
    inside, _, _ = _git(runtime, "rev-parse", "--is-inside-work-tree")
    if inside != 0:
        raise GitError(
            "`--changed-since` and `--changed-diffspec` work in git repositories only, and "
            f"{runtime.build_root} is in none."
        )
    raise GitError(f"Git cannot tell {what}: {errors}")


def _revision(text: str, flag: str) -> str:
    if text.startswith("-"):
        raise GitError(f"`{flag}`: `{text}` is no commit, branch or tag.")
    return text


# Both names of what was renamed: whoever used the old one is touched, too.
_DIFF = ("diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", "--relative")


def changed_since(runtime: Any, commit: str) -> list[str]:
    """Files that differ from the point where the branch left a commit; untracked ones, too.

    Paths from the build root; those outside are left out.
    """
    _revision(commit, "--changed-since")
    what = f"what changed since `{commit}`"
    if commit == "HEAD":
        changed = _checked(runtime, what, *_DIFF, "HEAD", "--")
    else:
        base = commit
        code, output, _ = _git(runtime, "merge-base", commit, "HEAD")
        if code == 0:
            base = output.decode().strip()
        changed = _checked(runtime, what, *_DIFF, base, "--")
    untracked = _checked(
        runtime, "which files it does not track", "ls-files", "--others", "--exclude-standard", "-z"
    )
    return sorted({*changed, *untracked})


def changed_within(runtime: Any, diffspec: str) -> list[str]:
    """Files that a range of commits changed, or one commit."""
    _revision(diffspec, "--changed-diffspec")
    arguments = (
        "diff-tree", "--no-commit-id", "--name-only", "--no-renames", "-r", "-z", "--relative",
        diffspec, "--",
    )  # fmt: skip
    return sorted(set(_checked(runtime, f"what changed in `{diffspec}`", *arguments)))
