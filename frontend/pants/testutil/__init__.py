"""Helpers for the tests of plugins."""
