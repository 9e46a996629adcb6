"""``wsgi2asgi explain CODE``: a rule's documentation."""

from __future__ import annotations

from typing import Annotated

import typer

from wsgi2asgi.cli import output


def explain(code: Annotated[str, typer.Argument(metavar="CODE", help="A rule's code or name.")]) -> None:
    """Show a rule's documentation."""
    from wsgi2asgi import rulebook
    from wsgi2asgi.report.rule_pages import page

    entry = rulebook.find(code)
    output.deliver(page(entry.rule, entry.documentation))
