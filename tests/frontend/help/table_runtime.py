"""A run that has a small table of declarations and no engine."""

from __future__ import annotations

from typing import Any


def option(name: str, type_name: str, default: Any, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "flags": ["--" + name.replace("_", "-")],
        "type": type_name,
        "type_name": type_name,
        "member_type": None,
        "default": default,
        "default_kind": "value",
        "default_text": None,
        "choices": None,
        "help": f"About {name}.",
        "advanced": False,
        "fromfile": False,
        "passthrough": False,
        "metavar": None,
        "target_field_name": None,
        "removal_version": None,
        "removal_hint": None,
        **more,
    }


def scope(cls: str, provider: str, options: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "class": cls,
        "is_goal": False,
        "help": f"Help of {cls}.\n\nSecond paragraph.",
        "provider": provider,
        "options": {o["name"]: o for o in options},
        "deprecated_scope": None,
        "deprecated_scope_removal_version": None,
        **more,
    }


def field(alias: str, kind: str, type_text: str, **more: Any) -> dict[str, Any]:
    return {
        "alias": alias,
        "bases": [],
        "kind": kind,
        "default": None,
        "default_kind": "value",
        "required": False,
        "choices": None,
        "help": f"The {alias} of the thing.",
        "type_text": type_text,
        "custom": False,
        "removal_version": None,
        "removal_hint": None,
        **more,
    }


def target(cls: str, provider: str, fields: list[str], **more: Any) -> dict[str, Any]:
    return {
        "class": cls,
        "help": f"Help of {cls}.",
        "provider": provider,
        "fields": fields,
        "moved": [],
        "copied": [],
        "kind": "plain",
        "deprecated_alias": None,
        "removal_version": None,
        "removal_hint": None,
        **more,
    }


def rule(out: str, params: list[str], calls: list[dict[str, Any]] = [], **more: Any) -> dict:
    return {
        "out": out,
        "params": [[f"p{i}", kind] for i, kind in enumerate(params)],
        "calls": calls,
        "desc": None,
        "goal": None,
        "doc": None,
        "polymorphic": False,
        **more,
    }


def backend(help: str = "", **more: Any) -> dict[str, Any]:
    return {
        "help": help,
        "scopes": [],
        "targets": [],
        "plugin_fields": [],
        "rules": [],
        "unions": [],
        "symbols": [],
        **more,
    }


def table() -> dict[str, dict[str, Any]]:
    return {
        "backends": {
            "pants.core": backend(
                "The core.",
                scopes=["", "test", "fmt", "tester"],
                targets=["file", "_private"],
                rules=["core.run_tests", "core.find", "construct_tester"],
                unions=[["core:Request", "core:OneRequest"]],
                symbols=["env"],
            ),
            "pants.backend.extra": backend(
                "The rest.",
                scopes=["extra"],
                targets=["gadget"],
                plugin_fields=[["core:File", "extra:Skip", False]],
            ),
            "pants.backend.experimental.odd": backend("Odd things."),
        },
        "scopes": {
            "": scope(
                "core:Global",
                "pants.core",
                [
                    option(
                        "level",
                        "LogLevel",
                        "info",
                        type="enum",
                        flags=["-l", "--level"],
                        choices=["info", "warn"],
                    ),
                    option("colors", "bool", None),
                    option("pants_version", "str", None, advanced=True),
                ],
            ),
            "test": scope(
                "core:TestSubsystem",
                "pants.core",
                [
                    option("force", "bool", False),
                    option("env_vars", "list", ["A", "B"], member_type="str"),
                    option("args", "list", [], member_type="shell_str", passthrough=True),
                    option("limits", "dict", {}, advanced=True),
                    option("memory", "memory_size", "4GiB", type="custom", advanced=True),
                    option("old", "int", 1, removal_version="3.0.0", removal_hint="Use new."),
                ],
                is_goal=True,
            ),
            "fmt": scope("core:FmtSubsystem", "pants.core", [], is_goal=True),
            "tester": scope(
                "core:Tester",
                "pants.core",
                [
                    option("version", "str", "1.0"),
                    option("known_versions", "list", [], member_type="str", advanced=True),
                    option("url_template", "str", "file:///{version}", advanced=True),
                    option("paths", "list", [], member_type="str", target_field_name="t_paths"),
                ],
            ),
            "extra": scope("extra:Extra", "pants.backend.extra", []),
        },
        "targets": {
            "file": target("core:File", "pants.core", ["core:Source", "core:Mode", "core:Timeout"]),
            "_private": target("core:Private", "pants.core", ["core:Source"]),
            "gadget": target("extra:Gadget", "pants.backend.extra", ["core:Timeout"]),
        },
        "fields": {
            "core:Source": field("source", "source", "str", required=True),
            "core:Mode": field(
                "mode", "str", "str | None", choices=["text", "binary"], default="text"
            ),
            "core:Timeout": field("timeout", "int", "int | None", default=3),
            "extra:Skip": field("skip_extra", "bool", "bool", default=False),
        },
        "rules": {
            "core.run_tests": rule(
                "core:Test",
                ["core:TestSubsystem"],
                [
                    {
                        "rule": "core.find",
                        "arity": 1,
                        "out": "core:Found",
                        "inputs": ["core:Request"],
                        "polymorphic": False,
                    }
                ],
                goal="test",
                desc="Run the tests",
                doc="Runs them all.",
            ),
            "core.find": rule("core:Found", ["core:OneRequest", "core:Tester"]),
            "construct_tester": rule("core:Tester", []),
        },
        "types": {
            "core:Request": {"union": True, "doc": "What to find."},
            "core:Found": {"union": False, "doc": None},
        },
        "symbols": {
            "env": {
                "kind": "object",
                "ref": "core:env",
                "signature": "(name)",
                "doc": "A variable.",
            },
            "parametrize": {"kind": "builtin", "ref": "", "signature": None, "doc": None},
        },
    }


class TableRuntime:
    """Answers like the native one; `values` overrides options: (scope, name) to the steps."""

    def __init__(
        self, enabled: list[str] | None = None, values: dict[Any, Any] | None = None
    ) -> None:
        self.table = table()
        self.enabled = enabled or ["pants.core"]
        self.values = values or {}

    def backends(self) -> list[str]:
        return list(self.enabled)

    def scopes(self) -> list[str]:
        return [s for b in self.enabled for s in self.table["backends"][b]["scopes"]]

    def goals(self) -> dict[str, str]:
        rules = [r for b in self.enabled for r in self.table["backends"][b]["rules"]]
        declared = [self.table["rules"][r] for r in rules]
        return {r["goal"]: r["out"] for r in declared if r["goal"]}

    def declaration(self, section: str, key: str | None = None) -> Any:
        return list(self.table[section]) if key is None else self.table[section].get(key)

    def derivation(self, scope: str, name: str) -> list[tuple[Any, int, str]]:
        steps = self.values.get((scope, name), [])
        if isinstance(steps, Exception):
            raise steps
        return [(self.table["scopes"][scope]["options"][name]["default"], 1, ""), *steps]

    def option(self, scope: str, name: str) -> tuple[Any, int, str]:
        return self.derivation(scope, name)[-1]

    def env(self, name: str) -> str | None:
        return {"COLUMNS": "80"}.get(name)
