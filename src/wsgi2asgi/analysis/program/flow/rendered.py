"""What is handed to templates: lazy values in contexts, which the template evaluates when it shows them."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import QuerySet

_TAG = "inclusion_tag"
_METHOD = "get_context_data"
#: Calls whose keywords become items of a dictionary.
_FILLS = ("dict", "update", _METHOD)


def note(state: State) -> None:
    """Record each queryset that a function puts into the context it gives, unless it is evaluated already.

    Here it is not known which template shows them, so none of them is certain.
    """
    if not _gives_context(state, state.function):
        return
    for index in _items(state):
        for value in state.type(index):
            if isinstance(value, QuerySet) and not value.evaluated:
                effect = Effect("orm-consume", ("db",), "likely", value, detail="evaluated by the template")
                state.record(index, effect)


def _gives_context(state: State, function: Function) -> bool:
    """Whether templates get what the function gives: context processors, inclusion tags, ``get_context_data``."""
    if function.name in state.engine.context_processors:
        return True
    if any(name.rsplit(".", 1)[-1] == _TAG for name in function.decorators):
        return True
    if function.facts.name != _METHOD or function.owner is None or not state.engine.views.is_view(function.owner):
        return False
    return state.engine.pages.views.page(function.owner) is None  # else the template says which of them it shows


def _items(state: State) -> Iterator[int]:
    """The operations whose values are put into dictionaries."""
    for op in state.ops:
        if op.kind == "collection" and op.name == "dict":
            yield from _values(state, op)
        elif op.kind == "store_item":
            yield op.inputs[2]
        elif op.kind == "call" and state.ops[op.inputs[0]].name in _FILLS:
            yield from op.inputs[len(op.inputs) - len(op.keywords) :]


def _values(state: State, op: Op) -> Iterator[int]:
    inputs = iter(op.inputs)
    for item in inputs:
        yield item if state.ops[item].kind == "double_star" else next(inputs)
