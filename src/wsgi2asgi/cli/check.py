"""``wsgi2asgi check``: what stands in the way, and which views would gain."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from wsgi2asgi.cli import arguments as shared
from wsgi2asgi.cli import output
from wsgi2asgi.cli.exits import FINDINGS, OK
from wsgi2asgi.cli.formats import Format, renderer
from wsgi2asgi.cli.progress import ProgressBar
from wsgi2asgi.model.errors import UserError

FailOn = Literal["error", "warning", "info", "never"]
_RANK = {"error": 0, "warning": 1, "info": 2, "never": -1}
DEFAULT_BASELINE = "wsgi2asgi-baseline.json"


def check(
    path: shared.PathArgument = Path(),
    select: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Only these rules or families.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CODES", help="Not these.")] = None,
    output_format: Annotated[Format | None, typer.Option("--output-format", "--format", help="How to report.")] = None,
    output_file: shared.OutputFile = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Only how often each rule hits.")] = False,
    fail_on: Annotated[FailOn | None, typer.Option(help="Exit 1 from this severity on.")] = None,
    baseline: Annotated[Path | None, typer.Option(metavar="F", help="Only findings that are not in this file.")] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write the baseline: what is found now is known.")
    ] = False,
    since: Annotated[
        str | None, typer.Option(metavar="REF", help="Only findings on lines changed since HEAD left REF.")
    ] = None,
    settings: shared.Settings = None,
    django: shared.DjangoVersion = None,
    python: shared.Python = None,
    probe: shared.Probe = False,
    trace: Annotated[Path | None, typer.Option(metavar="F", help="Evidence that the command trace wrote.")] = None,
    jobs: shared.Jobs = 0,
    no_cache: shared.NoCache = False,
) -> int:
    """Inspect a project: what stands in the way of ASGI, and which views would gain from it."""
    from wsgi2asgi.cli.configuration import configuration
    from wsgi2asgi.model.options import CheckOptions
    from wsgi2asgi.workflow.check import check as run

    if update_baseline and since is not None:
        raise UserError("--update-baseline and --since exclude each other", hint="a baseline is about all findings")
    output.require_writable(output_file)
    configured = configuration(path)
    render = renderer(output_format or "text", statistics)
    file = baseline or (path / configured.baseline if configured.baseline else None)
    if update_baseline:
        file = file or path / DEFAULT_BASELINE
        output.require_writable(file)
    options = CheckOptions(
        project=configured.project(path, settings, django, python, probe=probe),
        select=shared.split(select or configured.select),
        ignore=shared.split(ignore or configured.ignore),
        per_file_ignores=configured.per_file_ignores,
        jobs=jobs,
        cache=not no_cache,
        baseline=file,
        update_baseline=update_baseline,
        since=since,
        trace=trace,
    )
    with ProgressBar() as bar:
        result = run(options, bar)
    if update_baseline and result.scope is not None:
        print(f"wsgi2asgi: {result.scope.known} findings are known from now on: {file}", file=sys.stderr)
    output.deliver(render(result), output_file)
    limit = _RANK[fail_on or configured.fail_on]
    return FINDINGS if any(_RANK[finding.severity] <= limit for finding in result.findings) else OK
