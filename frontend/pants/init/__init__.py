"""Setting a run up: backends, plugins, the engine."""
