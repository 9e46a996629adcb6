"""``wsgi2asgi verify``: the project's own tests, every request through the ASGI stack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from wsgi2asgi.cli import arguments as shared
from wsgi2asgi.cli import output
from wsgi2asgi.cli.after_dashes import words
from wsgi2asgi.cli.exits import NOT_PROVEN, OK


def verify(
    context: typer.Context,
    path: shared.PathArgument = Path(),
    output_format: Annotated[
        Literal["text", "json"] | None, typer.Option("--output-format", "--format", help="How to report.")
    ] = None,
    output_file: shared.OutputFile = None,
    python: shared.Python = None,
) -> int:
    """Run CMD, the project's tests, as it is and through ASGI, and report what fails newly, by view."""
    from wsgi2asgi.cli.configuration import configuration
    from wsgi2asgi.report import json_verify, text_verify
    from wsgi2asgi.workflow.verify import verify as run

    command = words(context)
    output.require_writable(output_file)
    found = run(configuration(path).project(path, None, None, python), command, output.progress)
    render = json_verify.render if output_format == "json" else text_verify.render
    output.deliver(render(found), output_file)
    return OK if found.passed else NOT_PROVEN
