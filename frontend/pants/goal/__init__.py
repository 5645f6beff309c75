"""Goals that every installation has: help, version, completion."""
