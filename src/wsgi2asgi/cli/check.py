"""``wsgi2asgi check``: what stands in the way, and which views would gain."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from wsgi2asgi.cli import arguments as shared
from wsgi2asgi.cli import output
from wsgi2asgi.cli.exits import FINDINGS, OK

Format = Literal["text", "concise", "json"]
FailOn = Literal["error", "warning", "info", "never"]
_RANK = {"error": 0, "warning": 1, "info": 2, "never": -1}


def check(
    path: shared.PathArgument = Path(),
    select: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Only these rules or families.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Not these.")] = None,
    output_format: Annotated[Format | None, typer.Option("--output-format", "--format", help="How to report.")] = None,
    output_file: shared.OutputFile = None,
    fail_on: Annotated[FailOn | None, typer.Option(help="Exit 1 from this severity on.")] = None,
    settings: shared.Settings = None,
    django: shared.DjangoVersion = None,
    python: shared.Python = None,
    jobs: shared.Jobs = 0,
    no_cache: shared.NoCache = False,
) -> int:
    """Inspect a project: what stands in the way of ASGI, and which views would gain from it."""
    from wsgi2asgi.cli.configuration import configuration
    from wsgi2asgi.model.options import CheckOptions
    from wsgi2asgi.report import concise, json_check, text_check
    from wsgi2asgi.workflow.check import check as run

    output.require_writable(output_file)
    configured = configuration(path)
    options = CheckOptions(
        project=configured.project(path, settings, django, python),
        select=shared.split(select or configured.select),
        ignore=shared.split(ignore or configured.ignore),
        jobs=jobs,
        cache=not no_cache,
    )
    result = run(options, output.progress)
    renderers = {"text": text_check.render, "concise": concise.render, "json": json_check.render}
    output.deliver(renderers[output_format or "text"](result), output_file)
    limit = _RANK[fail_on or configured.fail_on]
    return FINDINGS if any(_RANK[finding.severity] <= limit for finding in result.findings) else OK
