"""Files that lie in a package."""

from __future__ import annotations


def read_resource(package_or_module: str, resource: str) -> bytes:
    """What is in a file that lies in the package, or beside the module."""
    from importlib import import_module
    from importlib.resources import files

    module = import_module(package_or_module)
    package = package_or_module
    if not hasattr(module, "__path__"):
        package = package_or_module.rpartition(".")[0]
    return (files(package) / resource).read_bytes()


def read_sibling_resource(module: str, resource: str) -> bytes:
    """What is in a file that lies beside a module."""
    from importlib.resources import files

    return (files(module.rpartition(".")[0]) / resource).read_bytes()
