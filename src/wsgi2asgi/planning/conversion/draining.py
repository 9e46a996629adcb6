"""Values that run code only while they are consumed: where that happens."""

from __future__ import annotations

from wsgi2asgi.planning.conversion.binding import bound_name, reads_of
from wsgi2asgi.planning.conversion.body import Body

#: What consumes an iterator before it returns, by dotted name.
_EAGER = frozenset(
    {
        "list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "any", "all", "max", "min", "bytes", "bytearray",
        "next", "collections.Counter", "collections.OrderedDict", "collections.deque", "functools.reduce",
        "heapq.nlargest", "heapq.nsmallest", "math.fsum", "math.prod", "builtins.dict.fromkeys",
        "django.utils.html.format_html_join", "django.http.response.HttpResponse",
    }
)  # fmt: skip
#: What consumes whatever its context holds.
_RENDERING = ("django.shortcuts.render", "django.template.loader.render_to_string")
_EAGER_METHODS = frozenset(
    {"join", "extend", "update", "writerows", "writelines", "bulk_create", "bulk_update", "in_bulk", "fromkeys"}
)
#: Builtins that wrap an iterator in another.
_LAZY = frozenset({"enumerate", "zip", "map", "filter", "iter", "reversed"})
#: What hands a value on as it came.
_HANDS_ON = ("conditional", "boolean", "collection")
#: What looks at a value, or at what holds it, without consuming it.
_NEUTRAL = ("truth", "store_item", "expression")


def drained_by(body: Body, op: int) -> int | None:
    """The operation that consumes the iterator which ``op`` makes: a call, a star, an unpacking, a comprehension or the
    ``iterate`` of a loop; None where it outlives its statement or goes where that cannot be told."""
    end, is_held = _end(body, op)
    return end if end >= 0 and _drains(body, end, is_held) else None


def all_drains(
    body: Body, op: int, is_held: bool = False, seen: frozenset[str] = frozenset()
) -> tuple[int, ...] | None:
    """The same through variables: all operations that consume it; None where it goes where that cannot be told.
    ``is_held``: it stands in a dictionary or list."""
    end, is_held = _end(body, op, is_held)
    if end < 0:
        return None
    found = body.ops[end]
    if _drains(body, end, is_held):
        return (end,)
    if found.kind in _NEUTRAL or (is_held and found.kind == "attr" and found.name == "update"):
        return ()
    if found.kind != "store" or isinstance(found.value, int) or found.name in seen or not _is_simple(body, found.name):
        return None
    drains: list[int] = []
    for read in reads_of(body, found.name):
        inner = all_drains(body, read, is_held, seen | {found.name})
        if inner is None:
            return None
        drains += inner
    return tuple(drains)


def is_lazy_call(body: Body, call: int) -> bool:
    """Whether a call gives an iterator that works only while it is consumed."""
    if body.ops[call].kind != "call":
        return False
    name = body.program.resolve(body.name, body.ops[call].inputs[0]) or ""
    return name.startswith("itertools.") or name.removeprefix("builtins.") in _LAZY


def _is_simple(body: Body, name: str) -> bool:
    """Whether a variable is bound once, and read by nobody but the function itself."""
    if name in body.facts.free or any(parameter.name == name for parameter in body.facts.parameters):
        return False
    inner = (f"{body.function.module}.{op.name}" for op in body.ops if op.kind in ("function", "class"))
    functions = (body.program.functions.get(qualname) for qualname in inner)
    if any(function is None or name in function.facts.mentions for function in functions):
        return False
    return sum(bound_name(body, index) == name for index in range(len(body.ops))) == 1


def _end(body: Body, op: int, is_held: bool = False) -> tuple[int, bool]:
    """The first operation that does more with the value than to hand it on, alone or in another iterator; -1 where it
    becomes one of many. Then whether it stands in a dictionary or list there."""
    while (consumer := body.consumers[op]) >= 0:
        kind = body.ops[consumer].kind
        if kind == "iterate":
            made = body.consumers[consumer]
            if made < 0 or body.ops[made].kind != "comprehension":
                return consumer, is_held
            if body.ops[made].name != "generator":
                return made, is_held
            consumer = made
        elif kind == "comprehension":
            return -1, is_held
        elif kind not in _HANDS_ON and not is_lazy_call(body, consumer):
            return consumer, is_held
        is_held = is_held or kind == "collection"
        op = consumer
    return -1, is_held


def _drains(body: Body, op: int, is_held: bool) -> bool:
    found = body.ops[op]
    if found.kind == "call":
        callee = body.ops[found.inputs[0]]
        name = (body.program.resolve(body.name, found.inputs[0]) or "").removeprefix("builtins.")
        if is_held:
            return name in _RENDERING
        return name in _EAGER or name in _RENDERING or (callee.kind == "attr" and callee.name in _EAGER_METHODS)
    if is_held:
        return False
    if found.kind == "compare":
        return found.name in ("in", "not in")
    return found.kind in ("star", "unpack", "iterate", "comprehension")
