"""``wsgi2asgi trace``: run the project's tests in its own interpreter and see what they do."""

from __future__ import annotations

from wsgi2asgi.discover.interpreter import locate
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.trace import Trace
from wsgi2asgi.proof.trace import trace as run_trace


def trace(options: ProjectOptions, command: tuple[str, ...], *, lines: bool = False) -> Trace:
    """Run ``command`` in the project's folder and tell what was seen. Raises UserError."""
    if not options.path.is_dir():
        raise UserError(f"no such folder: {options.path}", hint="give the project's folder")
    interpreter = locate(options.python, [options.path.resolve()])
    return run_trace(options.path, command, interpreter.value if interpreter else None, lines=lines)
