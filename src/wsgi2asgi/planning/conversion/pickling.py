"""What is pickled with a value: a cache in memory keeps a copy, and fetches for it what is not there yet.

https://docs.djangoproject.com/en/5.2/ref/models/querysets/#pickling-querysets
"""

from __future__ import annotations

from wsgi2asgi.analysis.program.types import Container, Instance, Plain, QuerySet, Response, Type, User

_DEPTH = 3


def may_query_when_pickled(item: Type, depth: int = _DEPTH) -> bool:
    """Whether a value may be, or hold, rows that were not fetched, the lazy user or what is not known."""
    if isinstance(item, Container):
        named = (part for _, types in item.named or () for part in types)
        held = (*item.element, *(part for types in item.items for part in types), *named)
        return not depth or any(may_query_when_pickled(part, depth - 1) for part in held)
    if isinstance(item, QuerySet):
        return not item.evaluated
    if isinstance(item, User):
        return not item.loaded
    return not isinstance(item, (Plain, Instance, Response))
