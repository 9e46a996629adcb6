"""``wsgi2asgi trace [PATH] -- CMD`` and its like: what stands behind the dashes belongs to another program."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand

from wsgi2asgi.model.errors import UserError

_KEY = "wsgi2asgi.after_dashes"


class AfterDashes(TyperCommand):
    """A command that leaves all words behind ``--`` as they are."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what stands before the dashes."""
        position = args.index("--") if "--" in args else len(args)
        ctx.meta[_KEY] = tuple(args[position + 1 :])
        return super().parse_args(ctx, args[:position])

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The words of the usage line."""
        return [*super().collect_usage_pieces(ctx), "-- CMD"]


def words(context: typer.Context) -> tuple[str, ...]:
    """What stood behind the dashes. Raises UserError where nothing did."""
    found: tuple[str, ...] = context.meta[_KEY]
    if not found:
        raise UserError("no command to run", hint="give it behind two dashes: -- python manage.py test")
    return found
