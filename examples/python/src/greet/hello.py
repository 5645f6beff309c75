"""Says hello in several languages."""

import json
from importlib import resources


def greeting(language: str) -> str:
    """The greeting of a language."""
    text = resources.files("greet").joinpath("greetings.json").read_text()
    return str(json.loads(text)[language])
