"""``wsgi2asgi smoke``: boot under WSGI and under Uvicorn, replay, compare."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from wsgi2asgi.cli import arguments as shared
from wsgi2asgi.cli import output
from wsgi2asgi.cli.exits import NOT_PROVEN, OK
from wsgi2asgi.model.options import SmokeOptions


def smoke(
    path: shared.PathArgument = Path(),
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Listen there instead of on a free port.")] = None,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds a server may take to start or a page to come.")] = 60,
    output_format: Annotated[
        Literal["text", "json"] | None, typer.Option("--output-format", "--format", help="How to report.")
    ] = None,
    settings: shared.Settings = None,
    python: shared.Python = None,
) -> int:
    """Boot the project under WSGI and under Uvicorn on throw-away copies and compare what they answer."""
    from wsgi2asgi.cli.configuration import configuration
    from wsgi2asgi.report import json_migrate, text_smoke
    from wsgi2asgi.workflow.prove import smoke as run

    project = configuration(path).project(path, settings, None, python)
    proof = run(SmokeOptions(project, port=port, timeout=timeout), output.progress)
    render = json_migrate.render_proof if output_format == "json" else text_smoke.render
    output.deliver(render(proof))
    return OK if proof.passed else NOT_PROVEN
