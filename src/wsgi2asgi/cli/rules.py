"""``wsgi2asgi rules``: the table of rules."""

from __future__ import annotations

from wsgi2asgi.cli import output


def rules() -> None:
    """List all rules."""
    from wsgi2asgi import rulebook
    from wsgi2asgi.report.rule_pages import listing

    output.deliver(listing([entry.rule for entry in rulebook.load().values()]))
