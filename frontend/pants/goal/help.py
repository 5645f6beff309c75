"""The goals that print help, and the one that prints the version."""

from __future__ import annotations

from pants.goal.builtin_goal import BuiltinGoal


class HelpBuiltinGoalBase(BuiltinGoal):
    pass


class ThingHelpBuiltinGoal(HelpBuiltinGoalBase):
    name = "help"
    help = "Show what there is, or explain a goal, scope, target type, field, rule or type."
    aliases = ("-h", "--help")


class ThingHelpAdvancedBuiltinGoal(HelpBuiltinGoalBase):
    name = "help-advanced"
    help = "Like `help`, with advanced and deprecated options too."
    aliases = ("--help-advanced",)


class AllHelpBuiltinGoal(HelpBuiltinGoalBase):
    name = "help-all"
    help = "Print all that is known about options, targets, rules and types, as JSON."


class VersionHelpBuiltinGoal(HelpBuiltinGoalBase):
    name = "version"
    help = "Print the version."
    aliases = ("-v", "-V", "--version")
