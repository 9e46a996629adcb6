"""The wrapper inside a decorator of the project as one more function that becomes async: beside itself, not instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.places import Reason
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.collect import collect
from wsgi2asgi.planning.conversion.decorator_arguments import plain_arguments
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.engine import Conversion, convert
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.needs import Need
from wsgi2asgi.planning.conversion.own_decorators import Wrapper, calls_of
from wsgi2asgi.planning.conversion.paths import may_follow
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.surroundings import auth_decorators
from wsgi2asgi.planning.conversion.visitor import alters_user

#: The first Django whose auth decorators await ``request.auser()``.
FIRST_ASYNC_USER = (5, 1)
#: What of a response is in memory. (django.http.HttpResponseBase)
_OF_RESPONSES = frozenset(
    {
        "status_code", "headers", "cookies", "charset", "reason_phrase", "closed", "set_cookie", "set_signed_cookie",
        "delete_cookie", "has_header", "setdefault", "get", "items", "update",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Around:
    """A wrapper as it will be: its edits, none where it has its async twin already. ``loads_user``: it may have read
    ``request.user`` in a thread, whose cache is not that of ``request.auser()``, or have changed that object.
    ``writes``: it is seen to change what outlives the request."""

    function: Function
    conversion: Conversion
    loads_user: bool
    writes: bool


def around(wrapper: Wrapper, setting: Setting, harmless: Harmless) -> Around:
    """The async twin of a wrapper. Raises Stays."""
    body = Body(setting.program, wrapper.function)
    calls = tuple(calls_of(wrapper.function, wrapper.decorated))
    given = _given_by(body, calls)
    plain = plain_arguments(wrapper.function, setting.program)
    needs = collect(body, setting, harmless, plain)
    found = {need.op: need for need in needs if not _is_of_response(body, need.op, given)}
    for index in calls:
        text, place = body.program.text(body.name, index), body.program.place(body.name, index)
        found[index] = Need(index, "await", text, place)
    converted = convert(body, setting, [found[index] for index in sorted(found)])
    make = Edit("make_dual", wrapper.function.facts.span, {"decorated": wrapper.decorated})
    rest = tuple(edit for edit in converted.edits if edit.kind != "make_async")
    own = (hop for hop in converted.hops if hop.op not in calls)
    before = (hop for hop in own if any(may_follow(body, hop.op, call) for call in calls))
    loads = any(_may_load_user(body, hop.needs) for hop in before) and not _assigns_user(rest)
    loads = loads or alters_user(body, setting)
    edits = () if wrapper.is_dual else (make, *rest)
    writes = any(harmless.is_known_write(operation) for operation in setting.program.operations(body.name))
    return Around(wrapper.function, replace(converted, edits=edits), loads, writes)


def against_wrappers(
    view: View, wrappers: Iterable[Around], conversions: Mapping[str, Conversion], setting: Setting
) -> Iterator[Reason]:
    """Why the wrappers, each convertible by itself, cannot stand around this view as an async one."""
    writing = any(hop.writes for item in conversions.values() for hop in item.hops)
    asked = next(iter(auth_decorators(view, setting.program)), None)
    for item in wrappers:
        short = item.function.facts.qualname.partition(".")[0]
        if item.writes and writing:
            yield Reason(f"@{short} and the view both write, and belong together", item.function.place)
        if item.loads_user and asked is not None and setting.django >= FIRST_ASYNC_USER:
            auth = asked.name.rpartition(".")[2]
            yield Reason(f"@{short} would look the user up again, whom @{auth} has looked up", item.function.place)


def _given_by(body: Body, calls: tuple[int, ...]) -> frozenset[int]:
    """The operations whose value is what the decorated function gave, or its headers and cookies."""
    found = set(calls)
    stores: dict[str, set[int]] = {}
    for op in body.ops:
        if op.kind == "store":
            stores.setdefault(op.name, set()).add(op.inputs[0] if op.inputs else -1)
    names = {name for name, values in stores.items() if values <= found}
    for index, op in enumerate(body.ops):
        if (op.kind == "name" and op.name in names) or (op.kind == "attr" and _reads(op, found)):
            found.add(index)
    return frozenset(found)


def _reads(op: Op, found: set[int]) -> bool:
    return op.inputs[0] in found and op.name in _OF_RESPONSES


def _is_of_response(body: Body, index: int, given: frozenset[int]) -> bool:
    """Whether the operation only touches what a response has in memory."""
    op = body.ops[index]
    if op.kind == "attr":
        return index in given
    if op.kind in ("compare", "truth", "unary"):
        return all(item in given or body.ops[item].kind == "const" for item in op.inputs)
    if op.kind == "call":
        return op.inputs[0] in given and body.ops[op.inputs[0]].kind == "attr"
    return op.kind in ("store_item", "delete_item", "subscript", "store_attr") and op.inputs[0] in given


def _may_load_user(body: Body, needs: tuple[Need, ...]) -> bool:
    """Whether a hop reads the user, or hands the request to code that may."""
    requests = {parameter.name for parameter in body.facts.parameters}
    return any(need.loads_user or any(name in requests for name in _names_in(body, need.op)) for need in needs)


def _names_in(body: Body, index: int) -> Iterator[str]:
    parts = (body.ops[part] for part in body.facts.made_of(index))
    return (op.name for op in parts if op.kind == "name")


def _assigns_user(edits: tuple[Edit, ...]) -> bool:
    return any(edit.kind == "load_user" for edit in edits)
