"""``wsgi2asgi trace``: what really touches the database or blocks, by function."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wsgi2asgi.cli import arguments as shared
from wsgi2asgi.cli import output
from wsgi2asgi.cli.after_dashes import words
from wsgi2asgi.cli.exits import OK


def trace(
    context: typer.Context,
    path: shared.PathArgument = Path(),
    lines: Annotated[bool, typer.Option("--lines", help="Record too which lines ran at all.")] = False,
    output_file: shared.OutputFile = None,
    python: shared.Python = None,
) -> int:
    """Run CMD, the project's tests, and record as JSON what touches the database or blocks, by function."""
    import json

    from wsgi2asgi.cli.configuration import configuration
    from wsgi2asgi.model.trace import to_json
    from wsgi2asgi.workflow.trace import trace as run

    command = words(context)
    output.require_writable(output_file)
    found = run(configuration(path).project(path, None, None, python), command, lines=lines)
    output.deliver(json.dumps(to_json(found), indent=1, ensure_ascii=False), output_file)
    if found.exit_code:
        print(f"wsgi2asgi: the command ended with exit code {found.exit_code}; the trace is kept", file=sys.stderr)
    return OK
