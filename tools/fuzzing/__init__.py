"""Mutated Python for ``tools/fuzz.py``."""
