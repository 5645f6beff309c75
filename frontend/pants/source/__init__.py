"""Source roots and file specs."""
