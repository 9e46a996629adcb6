"""``migrate --interactive``: the views that can be converted, to be chosen from on the terminal."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from wsgi2asgi.model.errors import UserError

if TYPE_CHECKING:
    from questionary import Choice

    from wsgi2asgi.model.verdicts import ViewVerdict

_MISSING = "--interactive needs questionary, which is not installed"


def require_terminal() -> None:
    """Raise UserError where nobody can be asked: without a terminal, or without the extra ``interactive``."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UserError("--interactive needs a terminal", hint="name the views instead: --views shop.views.detail")
    try:
        import questionary  # noqa: F401
    except ImportError as error:
        raise UserError(_MISSING, hint='Install it: pip install "wsgi2asgi[interactive]"') from error


def choose(verdicts: Iterable[ViewVerdict], selected: Collection[str]) -> tuple[str, ...]:
    """The names of the views that a person leaves chosen; those ``selected`` are chosen at first. The list stands on
    stderr. Raises KeyboardInterrupt."""
    from prompt_toolkit.output import create_output
    from questionary import checkbox

    known = list(verdicts)
    can = [verdict for verdict in known if verdict.verdict == "convert"]
    if not can:
        print("wsgi2asgi: no view can be converted; wsgi2asgi check says why", file=sys.stderr)
        return ()
    question = checkbox(
        f"Views to make async ({len(can)} of {len(known)} can be)",
        choices=_choices(can, selected),
        instruction="space chooses, enter goes on",
        output=create_output(stdout=sys.stderr),
    )
    return tuple(question.unsafe_ask())


def _choices(verdicts: list[ViewVerdict], selected: Collection[str]) -> list[Choice]:
    from questionary import Choice

    ordered = sorted(verdicts, key=lambda verdict: (verdict.gain != "high", verdict.gain == "none", verdict.name))
    width = max(len(verdict.name) for verdict in ordered)
    return [
        Choice(
            f"{verdict.name:<{width}}  gain {verdict.gain:<4}  hops {verdict.hops.before} → {verdict.hops.after}",
            verdict.name,
            checked=verdict.name in selected,
        )
        for verdict in ordered
    ]
