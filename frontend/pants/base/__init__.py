"""What every floor above shares: the build root, specs, exit codes, deprecations."""
