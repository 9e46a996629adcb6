"""The Typer application: the commands of this folder under one name."""

from __future__ import annotations

from typing import Annotated

import typer

from wsgi2asgi import __version__
from wsgi2asgi.cli import check, explain, migrate, rules, smoke, trace, undo, verify
from wsgi2asgi.cli.after_dashes import AfterDashes
from wsgi2asgi.cli.exits import USAGE

app = typer.Typer(
    name="wsgi2asgi",
    help="Move a Django project from WSGI to ASGI: check it, migrate it, prove that it behaves the same.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("check")(check.check)
app.command("migrate")(migrate.migrate)
app.command("smoke")(smoke.smoke)
app.command("trace", cls=AfterDashes)(trace.trace)
app.command("verify", cls=AfterDashes)(verify.verify)
app.command("undo")(undo.undo)
app.command("explain")(explain.explain)
app.command("rules")(rules.rules)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wsgi2asgi {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(USAGE)
