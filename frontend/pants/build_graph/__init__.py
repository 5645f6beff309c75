"""Addresses and the symbols that a backend adds to BUILD files."""
