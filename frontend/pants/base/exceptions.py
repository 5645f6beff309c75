"""Errors that several floors know."""

from __future__ import annotations


class TargetDefinitionException(Exception):
    """A target is declared wrongly."""

    def __init__(self, target: object, msg: str) -> None:
        address = getattr(target, "address", target)
        super().__init__(f"Invalid target {address}: {msg}")


class BuildConfigurationError(Exception):
    """The backends do not go together."""


class BackendConfigurationError(BuildConfigurationError):
    """A backend cannot be loaded."""


class MappingError(Exception):
    """BUILD files cannot be turned into targets."""


class RuleTypeError(TypeError):
    """The type of something that a rule uses cannot be found out from its source."""


class NativeEngineFailure(Exception):
    """The engine met an error that it does not expect."""

    def __init__(self, msg: str, failure: object = None) -> None:
        super().__init__(msg)
        self.failure = failure


def __getattr__(name: str) -> object:
    if name == "EngineError":
        from pants.engine.internals.native_engine import EngineError

        return EngineError
    if name.startswith("__"):
        raise AttributeError(name)
    from pants.base.retired import module_getattr

    return module_getattr(__name__, name)
