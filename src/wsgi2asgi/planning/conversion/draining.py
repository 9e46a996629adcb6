"""Values that run code only while they are consumed: where in the same statement that happens."""

from __future__ import annotations

from wsgi2asgi.planning.conversion.body import Body

#: Builtins that consume an iterator before they return.
_EAGER = frozenset(
    {"list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "any", "all", "max", "min", "bytes", "bytearray"}
)
#: Builtins that wrap an iterator in another.
_LAZY = frozenset({"enumerate", "zip", "map", "filter", "iter"})


def drained_by(body: Body, op: int) -> int | None:
    """The operation that consumes the iterator which ``op`` makes: a call, a star, an unpacking, a comprehension or the
    ``iterate`` of a loop; None where it outlives its statement or goes where that cannot be told."""
    while (consumer := body.consumers[op]) >= 0:
        kind = body.ops[consumer].kind
        if kind in ("star", "unpack"):
            return consumer
        if kind == "iterate":
            made = body.consumers[consumer]
            if made < 0:
                return consumer
            if body.ops[made].name != "generator":
                return made
            consumer = made
        elif kind != "call" or not _wraps(body, consumer):
            return consumer if kind == "call" and _drains(body, consumer) else None
        op = consumer
    return None


def _wraps(body: Body, call: int) -> bool:
    name = body.program.resolve(body.name, body.ops[call].inputs[0]) or ""
    return name.startswith("itertools.") or name.removeprefix("builtins.") in _LAZY


def _drains(body: Body, call: int) -> bool:
    callee = body.ops[body.ops[call].inputs[0]]
    if callee.kind == "attr":
        return callee.name in ("join", "extend", "update")
    name = (body.program.resolve(body.name, body.ops[call].inputs[0]) or "").removeprefix("builtins.")
    return name in _EAGER or name == "next"
