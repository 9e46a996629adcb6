"""A proof for people: what was compared, and every difference in full."""

from __future__ import annotations

from collections import Counter

from wsgi2asgi.model.proof import Proof
from wsgi2asgi.report.terminal import Page


def render(proof: Proof) -> str:
    """The whole proof as text."""
    page = Page()
    show(page, proof)
    return str(page)


def show(page: Page, proof: Proof) -> None:
    """Write the proof on a page that may hold more."""
    page.line(f"Django {proof.django} on Python {proof.python}, {proof.seconds:.1f} s")
    counted = Counter((item.server, item.kind, item.outcome) for item in proof.observations)
    keys = sorted({(server, kind) for server, kind, _ in counted})
    page.table(
        ("server", "what", "same", "different", "failed", "skipped"),
        (
            (
                server,
                kind,
                *(str(counted[server, kind, outcome]) for outcome in ("same", "different", "failed", "skipped")),
            )
            for server, kind in keys
        ),
    )
    for item in proof.observations:
        if item.outcome in ("different", "failed"):
            page.line(f"{item.outcome}: {item.what} as {item.visitor} on {item.server}", "bold red")
            for name, text in (("WSGI", item.before), ("ASGI", item.after), ("detail", item.detail)):
                if text:
                    page.line(f"    {name}: {text}")
    skipped = sorted({(item.what, item.detail) for item in proof.observations if item.outcome == "skipped"})
    for title, lines in (
        ("not judged", [f"{what}: {why}" for what, why in skipped]),
        ("for the run", list(proof.notes)),
    ):
        if lines:
            page.line(f"{title} ({len(lines)}):", "dim")
            for line in lines:
                page.line(f"    {line}", "dim")
    if proof.not_visited:
        page.line(f"not visited ({len(proof.not_visited)}):", "dim")
        for route in proof.not_visited:
            page.line(f"    {route}", "dim")
    page.line("Behaves the same." if proof.passed else "Does not behave the same.", "bold")
