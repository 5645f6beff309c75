"""Declaring options and reading their values."""
