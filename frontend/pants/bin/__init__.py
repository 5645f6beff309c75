"""Where a run of the program begins."""
