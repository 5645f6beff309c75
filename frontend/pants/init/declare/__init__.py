"""Turning what backends register into the table that the engine works from.

The built-in backends are declared once, when the executable is built; a plugin is declared when it
is loaded. Either way the table has the same shape (see `table.py`).
"""
