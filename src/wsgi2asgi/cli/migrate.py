"""``wsgi2asgi migrate``: the smallest correct diff; ``--apply`` proves and writes it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wsgi2asgi.cli import arguments as shared
from wsgi2asgi.cli import output
from wsgi2asgi.cli.exits import FINDINGS, INTERNAL_ERROR, NOT_PROVEN, OK
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import ALL_STEPS, ApplyOptions, MigrateOptions, SmokeOptions
from wsgi2asgi.model.plan import StepId

if TYPE_CHECKING:
    from wsgi2asgi.model.migrate import MigrateResult


def migrate(
    path: shared.PathArgument = Path(),
    apply: Annotated[bool, typer.Option("--apply", help="Write the changes, once they are proven.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit 1 if there is anything to change.")] = False,
    views: Annotated[
        list[str] | None, typer.Option(metavar="auto|all|none|SELECTOR", help="Which views to convert.")
    ] = None,
    interactive: Annotated[bool, typer.Option("--interactive", help="Choose the views on the terminal.")] = False,
    steps: Annotated[
        list[str] | None, typer.Option(metavar="a,b,c", help=f"Only these of {','.join(ALL_STEPS)}.")
    ] = None,
    channels: Annotated[bool, typer.Option("--channels", help="Add a Channels router for WebSockets.")] = False,
    orm: Annotated[Literal["native", "wrap"] | None, typer.Option(help="Native a-methods, or always wrap.")] = None,
    smoke: Annotated[bool, typer.Option("--smoke/--no-smoke", help="Prove under Uvicorn before writing.")] = True,
    keep: Annotated[bool, typer.Option("--keep", help="Write although the proof failed.")] = False,
    allow_dirty: Annotated[bool, typer.Option("--allow-dirty", help="Write into an uncommitted work tree.")] = False,
    commit_per_step: Annotated[bool, typer.Option("--commit-per-step", help="One git commit a step.")] = False,
    verify_with: Annotated[
        str | None, typer.Option(metavar="CMD", help="Prove by the project's own tests; put back views that fail.")
    ] = None,
    patch: Annotated[Path | None, typer.Option(metavar="F", help="Also write the diff to a file.")] = None,
    output_format: Annotated[
        Literal["text", "json"] | None, typer.Option("--output-format", "--format", help="How to report.")
    ] = None,
    settings: shared.Settings = None,
    django: shared.DjangoVersion = None,
    python: shared.Python = None,
    probe: shared.Probe = False,
    jobs: shared.Jobs = 0,
    no_cache: shared.NoCache = False,
) -> int:
    """Show the smallest correct diff that moves the project to ASGI; with --apply, prove it and write it."""
    from wsgi2asgi.cli.choosing import choose, require_terminal
    from wsgi2asgi.cli.configuration import configuration
    from wsgi2asgi.model.migrate import MigrateResult
    from wsgi2asgi.report import diff, json_migrate, text_migrate
    from wsgi2asgi.workflow.migrate import plan
    from wsgi2asgi.workflow.prove import apply as run_apply

    if apply and check:
        raise UserError("--apply and --check exclude each other", hint="--check only asks whether there is a change")
    if interactive:
        require_terminal()
    suite = _words(verify_with)
    if suite and not apply:
        raise UserError("--verify-with needs --apply", hint="a dry run changes nothing that tests could judge")
    wanted = _steps(steps)
    if steps and "channels" in wanted and not channels:
        raise UserError("the step channels needs --channels", hint="add it, or leave the step out")
    output.require_writable(patch)
    configured = configuration(path)
    project = configured.project(path, settings, django, python, probe=probe)
    migration = plan(
        MigrateOptions(
            project=project,
            views=shared.split(views or configured.views) or ("auto",),
            steps=wanted,
            channels=channels,
            orm=orm or configured.orm,
            jobs=jobs,
            cache=not no_cache,
        ),
        output.progress,
        choose if interactive else None,
    )
    result = MigrateResult(migration.changes)
    if apply:
        how = ApplyOptions(smoke, keep, allow_dirty, suite, commit_per_step)
        result = run_apply(migration, how, SmokeOptions(project), output.progress)
    if patch is not None:
        output.save(diff.patch_file(result.changes), patch)
    render = json_migrate.render if output_format == "json" else text_migrate.render
    output.deliver(render(result))
    return _exit_code(result, check)


def _words(command: str | None) -> tuple[str, ...]:
    try:
        words = tuple(shlex.split(command)) if command is not None else ()
    except ValueError as error:
        raise UserError(f"--verify-with is no command: {str(error).lower()}", hint="quote it as in a shell") from None
    if command is not None and not words:
        raise UserError("--verify-with names no command", hint='such as --verify-with "python manage.py test"')
    return words


def _steps(given: list[str] | None) -> tuple[StepId, ...]:
    wanted = shared.split(given) if given else ALL_STEPS
    unknown = [step for step in wanted if step not in ALL_STEPS]
    if unknown or not wanted:
        what = f"unknown step: {', '.join(unknown)}" if unknown else "--steps names no step"
        raise UserError(what, hint=f"the steps are {', '.join(ALL_STEPS)}")
    return tuple(step for step in ALL_STEPS if step in wanted)


def _exit_code(result: MigrateResult, check: bool) -> int:
    if result.proven is False:
        return NOT_PROVEN
    if result.changes.bugs:
        return INTERNAL_ERROR
    return FINDINGS if check and not result.changes.is_empty else OK
