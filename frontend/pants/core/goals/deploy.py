"""The goal `experimental-deploy`: bring packages to where they run."""

from __future__ import annotations

from pants.engine.goal import Goal, GoalSubsystem
from pants.option.option_types import BoolOption


class DeploySubsystem(GoalSubsystem):
    name = "experimental-deploy"
    help = "Deploy targets, such as Helm and Terraform deployments, to their environment."

    dry_run = BoolOption(
        default=False,
        help="Only show what a deployment would do.",
    )
    publish_dependencies = BoolOption(
        default=True,
        help="Publish what a deployment needs before it starts.",
    )


class Deploy(Goal):
    subsystem_cls = DeploySubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY
