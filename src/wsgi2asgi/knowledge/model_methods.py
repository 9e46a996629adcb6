"""What rows of Django's own models query for when it is asked of them: ``model_methods.toml``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from wsgi2asgi.knowledge.tables import table


def queries(models: Iterable[str], name: str) -> bool:
    """Whether a method without arguments, a property or a special method of one of these models queries."""
    asks = _asks()
    return any(name in asks.get(model, ()) for model in models)


@cache
def _asks() -> dict[str, frozenset[str]]:
    return {model: frozenset(names) for model, names in table("model_methods")["asks"].items()}
