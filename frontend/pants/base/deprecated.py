"""Deprecation: warn before a release, fail from it on."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from packaging.version import Version


class DeprecationError(Exception):
    """Base of the errors about deprecations."""


class MissingSemanticVersionError(DeprecationError):
    """No version was given."""


class BadSemanticVersionError(DeprecationError):
    """A version cannot be read."""


class NonDevSemanticVersionError(DeprecationError):
    """A removal version is not a development release."""


class InvalidSemanticVersionOrderingError(DeprecationError):
    """The start version is not before the removal version."""


class CodeRemovedError(DeprecationError):
    """Something is gone."""


class BadDecoratorNestingError(DeprecationError):
    """The decorator is not on a function."""


def __getattr__(name: str) -> object:
    if name == "PANTS_SEMVER":
        from pants.version import PANTS_SEMVER

        return PANTS_SEMVER
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def current_version() -> Version:
    """The release that removals are measured by: `PANTS_SEMVER` of this module, which tests set."""
    version: Version = globals().get("PANTS_SEMVER") or __getattr__("PANTS_SEMVER")  # type: ignore[assignment]
    return version


def is_deprecation_active(start_version: str | None) -> bool:
    """Whether warnings are given in this release."""
    if start_version is None:
        return True
    from pants.version import Version

    return Version(start_version) <= current_version()


def get_deprecated_tense(removal_version: str) -> str:
    """How to speak of the removal."""
    from pants.version import Version

    return "is scheduled to be" if Version(removal_version) > current_version() else "was"


def validate_deprecation_semver(version_string: Any, version_description: str) -> Version:
    """Read a version; a removal version must be a development release, like `3.0.0.dev0`."""
    from pants.version import Version

    if version_string is None:
        raise MissingSemanticVersionError(f"The {version_description} must be provided.")
    if not isinstance(version_string, str):
        raise BadSemanticVersionError(
            f"The {version_description} must be a version string, not {version_string!r}."
        )
    try:
        version = Version(version_string)
    except ValueError as e:
        raise BadSemanticVersionError(
            f"The {version_description} {version_string} is not a version: {e}"
        ) from e
    if len(version.base_version.split(".")) != 3:
        raise BadSemanticVersionError(
            f"The {version_description} must have three parts: {version_string}"
        )
    if not version.is_prerelease:
        raise NonDevSemanticVersionError(
            f"The {version_description} must be a development release: {version_string}"
        )
    return version


def warn_or_error(
    removal_version: str,
    entity: str,
    hint: str | None,
    *,
    start_version: str | None = None,
    print_warning: bool = True,
    stacklevel: int = 0,
    context: int = 1,
) -> None:
    """Warn that something is deprecated, or raise `CodeRemovedError` once it is removed.

    The same warning is given once; `warn_or_error.clear()` forgets which were given.
    """
    now = current_version()
    removal = validate_deprecation_semver(removal_version, "removal version")
    if start_version:
        start = validate_deprecation_semver(start_version, "deprecation start version")
        if start >= removal:
            raise InvalidSemanticVersionOrderingError(
                f"The deprecation start version {start_version} must be before the removal "
                f"version {removal_version}."
            )
        if now < start:
            return
    if removal <= now:
        message = f"REMOVED: {entity} was removed in version {removal_version}."
    else:
        message = f"DEPRECATED: {entity} is scheduled to be removed in version {removal_version}."
    if stacklevel > 0:
        message += f"\n\n==> {_caller(stacklevel + 1)}"
    if hint:
        message += f"\n\n{hint}"
    if removal <= now:
        raise CodeRemovedError(message)
    if print_warning and message not in _WARNED:
        import logging

        _WARNED.add(message)
        logging.getLogger(__name__).warning(message)


_WARNED: set[str] = set()
warn_or_error.clear = _WARNED.clear  # type: ignore[attr-defined]


def _caller(depth: int) -> str:
    import linecache
    import sys

    frame = sys._getframe(depth)
    path, line = frame.f_code.co_filename, frame.f_lineno
    return f"{path}:{line}\n    {linecache.getline(path, line).strip()}"


def deprecated(
    removal_version: str,
    hint: str | None = None,
    *,
    start_version: str | None = None,
) -> Callable[[Any], Any]:
    """Warn when a function is called, or fail once it is removed."""
    validate_deprecation_semver(removal_version, "removal version")

    def decorate(func: Any) -> Any:
        import functools

        if not hasattr(func, "__code__"):
            raise BadDecoratorNestingError(
                "@deprecated decorates the function itself: put it below other decorators."
            )
        entity = f"{func.__module__}.{func.__qualname__}()"

        @functools.wraps(func)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            warn_or_error(removal_version, entity, hint, start_version=start_version, stacklevel=2)
            return func(*args, **kwargs)

        return wrapper

    return decorate


def deprecated_conditional(
    predicate: Callable[[], bool],
    removal_version: str,
    entity: str,
    hint: str | None,
    *,
    start_version: str | None = None,
) -> None:
    """Warn, or fail once it is removed, if the predicate is true."""
    validate_deprecation_semver(removal_version, "removal version")
    if predicate():
        warn_or_error(removal_version, entity, hint, start_version=start_version)


def resolve_conflicting_options(
    *,
    old_option: str,
    new_option: str,
    old_scope: str,
    new_scope: str,
    old_container: Any,
    new_container: Any,
) -> Any:
    """The value of an option that has a new name; an error if both names are used."""
    old_set = not old_container.is_default(old_option)
    new_set = not new_container.is_default(new_option)
    if old_set and new_set:

        def shown(scope: str, option: str) -> str:
            return f"`--{scope + '-' if scope else ''}{option}`".replace("_", "-")

        from pants.option.errors import OptionsError

        raise OptionsError(
            f"{shown(old_scope, old_option)} is the former name of "
            f"{shown(new_scope, new_option)}, and both are set: keep the latter."
        )
    return old_container.get(old_option) if old_set else new_container.get(new_option)
