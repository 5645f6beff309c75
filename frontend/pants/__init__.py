"""The Python frontend: what plugins import and what rules of built-in backends are made of."""
