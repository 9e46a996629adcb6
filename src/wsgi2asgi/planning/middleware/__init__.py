"""Middleware of the project: which can run async as well, and which would break."""
