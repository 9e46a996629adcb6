"""Generators whose only work off the event loop is to fetch the rows that they go through: these become async.

``async for`` fetches them in a thread, ``aiterator()`` so many at a time, and what is made of a row is sent at once.
https://docs.djangoproject.com/en/5.2/ref/models/querysets/#iterator
"""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.collect import collect
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.engine import Stays, convert
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.needs import Need
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.unseen import unseen_uses

#: The first Django whose ``aiterator()`` takes prefetched relations along.
_AITERATOR = (5, 0)
_LOOPS = ("make_async", "iterate_async", "hand_to_thread")


def edits_of_row_generator(setting: Setting, harmless: Harmless, function: Function) -> tuple[Edit, ...]:
    """The edits that make it an async generator; none where it does something else that must not run on the loop, or
    something that is not seen, or needs nothing."""
    if any(op.kind == "yield_from" for op in function.facts.ops):
        return ()  # it cannot stand in an async generator
    if any(True for _ in unseen_uses(setting.program, function)):
        return ()
    body = Body(setting.program, function)
    found = [_over_iterator(body, setting, need) for need in collect(body, setting, harmless)]
    try:
        converted = convert(body, setting, [need for need, _ in found])
    except Stays:
        return ()
    if not converted.hops or any(edit.kind not in _LOOPS for edit in converted.edits):
        return ()
    renamed = (edit for _, edit in found if edit is not None)
    return tuple(sorted((*converted.edits, *renamed), key=lambda edit: edit.span))


def _over_iterator(body: Body, setting: Setting, need: Need) -> tuple[Need, Edit | None]:
    """``for book in books.iterator():`` as a loop over rows, and what its iterator is called then."""
    twin = setting.twin(async_api.QUERYSET, "iterator") if setting.django >= _AITERATOR else None
    for operation in body.program.operations(body.name) if twin is not None else ():
        loop = body.consumers[operation.op]
        is_iterator = operation.kind == "orm" and operation.method == "iterator" and operation.place == need.place
        if twin and is_iterator and body.ops[loop].kind == "iterate" and body.statement_of(loop).kind == "for":
            edit = Edit("name_twin", body.ops[operation.op].span, {"name": twin})
            return replace(need, op=loop, form="iterate", twin=twin), edit
    return need, None
