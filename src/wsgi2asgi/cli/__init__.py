"""The command line: parse, one call, show, exit code. One file a command; nothing heavy is imported for --help."""

from wsgi2asgi.cli.boundary import main

__all__ = ["main"]
