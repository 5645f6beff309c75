"""The Python frontend: what plugins import and what the rules of the built-in backends are made of."""
