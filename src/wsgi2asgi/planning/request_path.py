"""The middleware chain as a report shows it: in order, with how each entry runs under ASGI and what it costs."""

from __future__ import annotations

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.verdicts import MiddlewareLink


def request_path(program: Program) -> tuple[MiddlewareLink, ...]:
    """MIDDLEWARE from the outermost to the innermost entry."""
    return tuple(
        MiddlewareLink(
            name=link.middleware.name,
            position=link.middleware.position,
            mode=link.middleware.mode,
            hop=link.hops,
            path=link.middleware.defined.path if link.middleware.defined else None,
        )
        for link in program.middleware.links()
    )
