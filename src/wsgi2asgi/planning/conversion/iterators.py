"""What makes an iterator in a hop: whatever consumes it goes with it, for it works only then.

A generator expression, ``map``, ``filter``, ``zip``, ``itertools``, a generator of the project or a function that gives
one of these back: of all only the making would be done in the thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from wsgi2asgi.analysis.program.types import Container, Plain, QuerySet, Type
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.draining import all_drains, is_lazy_call
from wsgi2asgi.planning.conversion.hulls import CannotMove, chain, common_hull
from wsgi2asgi.planning.conversion.needs import Need

#: What goes through rows once and does nothing else with them.
_OVER_ROWS = ("builtins.enumerate", "builtins.zip", "builtins.reversed", "itertools.chain", "itertools.islice")
_ITERATORS = ("generator", "iterator")
#: Needs whose hop is not where they stand, or that have none.
_MET_ELSEWHERE = ("never", "user", "sleep", "await")


def with_what_consumes(body: Body, needs: Iterable[Need]) -> Iterator[Need]:
    """The needs, and those of what consumes the iterators that they make; ``never`` where that cannot be told."""
    for need in needs:
        maker = None if need.form in _MET_ELSEWHERE else _maker(body, need)
        if maker is None:
            yield need
            continue
        drains = all_drains(body, maker)
        if drains is None:
            yield replace(need, form="never", text=f"{need.text}, an iterator consumed later")
            continue
        rows = _rows(body, need.op) if drains and all(_is_loop(body, drain) for drain in drains) else None
        if rows is not None and body.owners[drains[0]] == body.owners[maker]:
            yield replace(need, op=rows, form="list")
            continue
        here = [drain for drain in drains if body.owners[drain] == body.owners[maker]]
        yield replace(need, until=tuple(drain for drain in drains if drain not in here))
        for drain in here:
            if not _goes_along(body, need, maker, drain):
                yield replace(need, op=drain, form=_form(body, drain))


def _rows(body: Body, op: int) -> int | None:
    """Of ``enumerate(books, 1)`` the rows: the only thing there that queries."""
    name = (body.program.resolve(body.name, body.ops[op].inputs[0]) or "") if is_lazy_call(body, op) else ""
    if name not in _OVER_ROWS:
        return None
    given = {item: body.program.type_of(body.name, item) for item in body.ops[op].inputs[1:]}
    rows = [item for item, types in given.items() if all(isinstance(found, QuerySet) for found in types)]
    others = [found for item, types in given.items() if item not in rows for found in types]
    return rows[0] if len(rows) == 1 and all(isinstance(found, (Container, Plain)) for found in others) else None


def _is_loop(body: Body, drain: int) -> bool:
    return body.ops[drain].kind == "iterate"


def _maker(body: Body, need: Need) -> int | None:
    """The iterator that an operation makes or works in, if it does."""
    op = need.op
    if (
        need.makes_iterator
        or is_lazy_call(body, op)
        or (body.ops[op].kind in ("call", "attr") and _gives_iterator(body, op))
    ):
        return op
    if body.ops[op].kind == "iterate":
        made = body.consumers[op]
        if made >= 0 and body.ops[made].name == "generator":
            return made
    around = body.comprehension_around(op)
    while around is not None:
        if body.ops[around].name == "generator":
            return around
        around = body.comprehension_around(around)
    return None


def _gives_iterator(body: Body, op: int) -> bool:
    return any(_holds_iterator(item, 3) for item in body.program.type_of(body.name, op))


def _holds_iterator(item: Type, depth: int) -> bool:
    if not isinstance(item, Container) or not depth:
        return False
    inner = (*item.element, *(part for types in item.items for part in types))
    return item.name in _ITERATORS or any(_holds_iterator(part, depth - 1) for part in inner)


def _goes_along(body: Body, need: Need, maker: int, drain: int) -> bool:
    """Whether the need moves with what consumes it anyhow."""
    if need.form == "unit":
        return True  # the whole statement
    if need.op == maker:
        return False
    try:
        hull = common_hull(body, [need.op])
    except CannotMove:
        return False
    return drain in chain(body, need.op) and hull in chain(body, drain)


def _form(body: Body, drain: int) -> Literal["unit", "expression"]:
    return "unit" if body.ops[drain].kind in ("iterate", "unpack") else "expression"
