"""Meet the needs of one statement by edits of its expressions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from wsgi2asgi.model.places import Place
from wsgi2asgi.planning.conversion.body import Body, Run, Statement
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.hulls import CannotMove, check, common_hull, exclusive_arms, is_part, root
from wsgi2asgi.planning.conversion.needs import ON_LOOP, Need
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.visitor import load


@dataclass(frozen=True)
class Hop:
    """One move to a thread and back. ``op`` and ``last`` are the first and last operation that go with it.
    ``on_loop``: it is awaited on the event loop and takes no hop."""

    op: int
    text: str
    place: Place
    writes: bool = False
    last: int = -1
    needs: tuple[Need, ...] = ()
    on_loop: bool = False


@dataclass(frozen=True)
class Meeting:
    """Edits that meet needs, and the hops these take."""

    edits: tuple[Edit, ...] = ()
    hops: tuple[Hop, ...] = ()


class NeedsUnit(Exception):
    """Expressions alone will not do: this run must move as a whole. ``why`` says what forces that."""

    def __init__(self, run: Run, why: str, place: Place) -> None:
        super().__init__(why)
        self.run = run
        self.why = why
        self.place = place


@dataclass
class _Collected:
    edits: list[Edit] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)


def meet(body: Body, setting: Setting, statement: Statement, needs: list[Need]) -> Meeting:
    """Edits for the needs among a statement's own operations. Raises NeedsUnit."""
    for need in needs:
        is_change = body.ops[need.op].kind in ("store_attr", "delete_attr")
        if need.form == "unit" or is_change or statement.kind in ("with", "delete", "classdef"):
            raise _unit(body, statement, need, f"{need.text} takes the whole statement")
    found = _Collected()
    for group in _by_root(body, needs):
        try:
            _meet_group(body, setting, group, found)
        except CannotMove as reason:
            raise _unit(body, statement, group[0], f"{group[0].text} cannot move alone: {reason}") from None
    return Meeting(tuple(found.edits), tuple(found.hops))


def _unit(body: Body, statement: Statement, need: Need, why: str) -> NeedsUnit:
    while body.is_elif(statement):
        statement = body.statements[statement.parent]
    return NeedsUnit(Run((statement,)), why, need.place)


def _by_root(body: Body, needs: list[Need]) -> list[list[Need]]:
    groups: dict[int, list[Need]] = {}
    for need in needs:
        groups.setdefault(root(body, need.op), []).append(need)
    return list(groups.values())


def _meet_group(body: Body, setting: Setting, group: list[Need], found: _Collected) -> None:
    need = group[0]
    if len(group) > 1:
        if any(item.form == "list" for item in group):
            raise CannotMove("it goes through rows and does more")
        if any(item.form == "sleep" for item in group):
            raise CannotMove("it sleeps in the middle of an expression")
        if any(item.form == "await" for item in group):
            _meet_around_await(body, group, found)
            return
        if any(item.form == "session-item" for item in group):
            raise CannotMove("the value that goes into the session has to be fetched, too")
        arms = exclusive_arms(body, [item.op for item in group])
        if arms and _is_in_place(body, need.op):
            for ops in arms:
                _meet_group(body, setting, [item for item in group if item.op in ops], found)
            return
        hull = common_hull(body, [item.op for item in group])
        found.edits.append(_whole(body, group, hull))
        found.hops.append(_hop(group))
        return
    if need.form == "user":
        line, need = load(body, setting, need)
        if line is not None:
            found.edits.append(line)
            found.hops.append(_hop(group))
            return
        need = _with_what_loads(body, need)
    found.edits.append(_single(body, need))
    found.hops.append(_hop([need]))


def _with_what_loads(body: Body, need: Need) -> Need:
    """A bare ``request.user`` is lazy and leaves the thread as it came: what it is given to goes with it."""
    op, consumer = body.ops[need.op], body.consumers[need.op]
    is_lazy = need.form == "expression" and op.kind == "attr" and op.name == "user"
    return replace(need, op=consumer) if is_lazy and consumer >= 0 and is_part(body, consumer) else need


def _meet_around_await(body: Body, group: list[Need], found: _Collected) -> None:
    """``render_as(view(request))``: the inner call is awaited, the one around it made in a thread with what came."""
    for need in group:
        if need.form not in ("await", "call", "function", "method"):
            raise CannotMove("something is awaited in the middle of it")
        found.edits.append(_single(body, need))
        found.hops.append(_hop([need]))


def _whole(body: Body, group: list[Need], hull: int) -> Edit:
    """One hop for an expression with several operations; where its truth is asked for, that goes with it."""
    for item in group:
        if item.form == "hand" and body.ops[item.op].inputs[0] == hull:
            if any(other is not item and other.op < item.op for other in group):
                raise CannotMove("its value is consumed and made in one condition")
            return Edit("hand_to_thread", body.ops[hull].span, {"function": item.twin})
    return Edit("evaluate_in_thread", body.ops[hull].span)


def _single(body: Body, need: Need) -> Edit:
    op = body.ops[need.op]
    in_place = _is_in_place(body, need.op)
    if need.form == "await" and not in_place:
        raise CannotMove("it stands in a comprehension or an f-string")
    if need.form == "iterate":
        return _comprehension(body, need)
    if not in_place or need.form == "expression":
        return Edit("evaluate_in_thread", body.ops[common_hull(body, [need.op])].span)
    if need.form == "session-item":
        return Edit("set_session_item", body.statement_of(need.op).span, {"name": need.twin} if need.twin else {})
    if need.form == "list":
        return Edit("hand_to_thread", op.span, {"function": "list"})
    if need.form == "hand":
        return _handed(body, need)
    if need.form in ON_LOOP:
        return Edit("await_sleep" if need.form == "sleep" else "await_call", op.span)
    check(body, need.op)
    if need.form == "method":
        kind = "await_user" if op.kind == "attr" else "await_method"
        return Edit(kind, op.span, {"name": need.twin})
    if need.form == "function":
        return Edit("await_function", op.span, {"name": need.twin, "module": need.module})
    return Edit("call_in_thread", op.span)


def _is_in_place(body: Body, op: int) -> bool:
    """Whether something can be awaited where the operation stands: neither in a comprehension nor in an f-string."""
    return body.comprehension_around(op) is None and not _in_format(body, op)


def _handed(body: Body, need: Need) -> Edit:
    value = body.ops[need.op].inputs[0]
    boolean = body.consumers[need.op]
    if need.twin == "bool" and boolean >= 0 and body.ops[boolean].kind == "boolean" and not _is_test(body, boolean):
        return Edit("evaluate_in_thread", body.ops[common_hull(body, [boolean])].span)
    if body.ops[value].kind == "iterate":
        raise CannotMove("it unpacks what a loop yields")
    return Edit("hand_to_thread", body.ops[value].span, {"function": need.twin})


def _is_test(body: Body, op: int) -> bool:
    """Whether nothing but the truth of the value is asked for."""
    readers = [other.kind for other in body.ops if op in other.inputs]
    return bool(readers) and all(kind == "truth" for kind in readers)


def _comprehension(body: Body, need: Need) -> Edit:
    """``[... async for ...]`` for the outermost clause of a list, set or dict that stands in no other comprehension."""
    made = body.consumers[need.op]
    op = body.ops[made]
    outermost = body.comprehension_around(need.op) is None and not _in_format(body, made)
    if op.kind != "comprehension" or op.name == "generator" or not outermost:
        return Edit("evaluate_in_thread", body.ops[common_hull(body, [need.op])].span)
    if need.twin:
        return Edit("comprehend_async", op.span)
    return Edit("hand_to_thread", body.ops[body.ops[need.op].inputs[0]].span, {"function": "list"})


def _in_format(body: Body, op: int) -> bool:
    at = body.consumers[op]
    while at >= 0:
        if body.ops[at].kind == "format":
            return True
        at = body.consumers[at]
    return False


def _hop(group: list[Need]) -> Hop:
    lead = next((need for need in group if need.writes), group[0])
    ops = [need.op for need in group]
    return Hop(
        min(ops), lead.text, lead.place, any(need.writes for need in group), max(ops), tuple(group),
        on_loop=lead.form in ON_LOOP,
    )  # fmt: skip
