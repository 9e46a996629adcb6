"""What is pickled with a value: a cache in memory keeps a copy, and fetches for it what is not there yet.

https://docs.djangoproject.com/en/5.2/ref/models/querysets/#pickling-querysets
"""

from __future__ import annotations

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Container, Instance, Plain, QuerySet, Response, Type, User
from wsgi2asgi.planning.conversion.harmless import Harmless

#: How an object may say what is kept of it (https://docs.python.org/3/library/pickle.html#pickling-class-instances).
_OWN = ("__getstate__", "__reduce__", "__reduce_ex__", "__getnewargs__", "__getnewargs_ex__")
_DEPTH = 3


class Pickling:
    """Answers for a program."""

    def __init__(self, program: Program, harmless: Harmless) -> None:
        own = (program.find_method(model, name) for model in program.models for name in _OWN)
        self._rows_ask = any(method is not None and not harmless.is_harmless(method.name) for method in own)

    def may_query(self, item: Type, depth: int = _DEPTH) -> bool:
        """Whether a value may be, or hold, rows that were not fetched or say themselves what is kept of them, the lazy
        user or what is not known."""
        if isinstance(item, Container):
            named = (part for _, types in item.named or () for part in types)
            held = (*item.element, *(part for types in item.items for part in types), *named)
            return not depth or any(self.may_query(part, depth - 1) for part in held)
        if isinstance(item, QuerySet):
            return self._rows_ask or not item.evaluated
        if isinstance(item, User):
            return self._rows_ask or not item.loaded
        if isinstance(item, Instance):
            return self._rows_ask
        return not isinstance(item, (Plain, Response))
