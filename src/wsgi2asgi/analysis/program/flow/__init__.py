"""Follows values through functions: what each operation's value may be, and what it does."""
