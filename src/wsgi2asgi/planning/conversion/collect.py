"""All needs of one function, in order: of its operations, of values nobody knows, of functions made inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.classify import EXPRESSIONS, Classifier
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.iterators import with_what_consumes
from wsgi2asgi.planning.conversion.needs import Form, Need
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.unseen import unseen_uses


def collect(body: Body, setting: Setting, harmless: Harmless, plain: frozenset[str] = frozenset()) -> list[Need]:
    """Everything that must leave the event loop when this view or handler becomes async. ``plain`` are names around it
    that hold plain values."""
    classifier = Classifier(body, setting, harmless)
    found: dict[int, Need] = {}
    for operation in body.program.operations(body.name):
        need = classifier.need(operation)
        if need is not None:
            found[need.op] = _both(found[need.op], need) if need.op in found else need
    found |= {need.op: need for need in _raising_stop_iteration(body, harmless)}
    for need in (
        *_unseen(body, plain),
        *_made_inside(body, harmless),
        *_thread_bound(body, harmless),
        *_loaded_by(body, found),
    ):
        found.setdefault(need.op, need)
    consumed: dict[int, Need] = {}
    for need in with_what_consumes(body, found.values()):
        consumed[need.op] = _both(consumed[need.op], need) if need.op in consumed else need
    return _once_unpacked(body, [_with_its_match(body, consumed[op]) for op in sorted(consumed)])


def _loaded_by(body: Body, needs: Mapping[int, Need]) -> Iterator[Need]:
    """Further reads of a lazy relation that an earlier read has loaded: a reader of the converted text cannot see that,
    and in one expression they go together."""
    loads = {
        (body.ops[op].name, body.program.text(body.name, op)): need
        for op, need in sorted(needs.items(), reverse=True)
        if body.ops[op].kind == "attr" and need.form == "expression" and not need.loads_user
    }
    names = {name for name, _ in loads}
    for index, op in enumerate(body.ops):
        if op.kind == "attr" and op.name in names and index not in needs:
            need = loads.get((op.name, body.program.text(body.name, index)))
            if need is not None and index > need.op:
                yield replace(need, op=index, place=body.program.place(body.name, index))


def _both(one: Need, other: Need) -> Need:
    """Two needs of one operation: what meets both."""
    if one.form == other.form:
        return replace(
            one, writes=one.writes or other.writes, stores=one.stores or other.stores, until=(*one.until, *other.until)
        )
    lead = one if "never" in (one.form, other.form) and one.form == "never" else other
    form: Form = "never" if lead.form == "never" else "unit" if "unit" in (one.form, other.form) else "expression"
    return replace(
        lead,
        form=form,
        writes=one.writes or other.writes,
        saves=one.saves or other.saves,
        stores=one.stores or other.stores,
        loads_user=one.loads_user or other.loads_user,
        leaves_user_loaded=one.leaves_user_loaded or other.leaves_user_loaded,
        loads_session=one.loads_session or other.loads_session,
        until=(*one.until, *other.until),
    )


def _with_its_match(body: Body, need: Need) -> Need:
    """A pattern cannot hold ``await``: what it looks into moves with the whole ``match``."""
    span = body.ops[need.op].span
    patterns = (op.span for op in body.ops if op.kind == "match")
    is_in_pattern = any(pattern[:2] <= span[:2] and span[2:] <= pattern[2:] for pattern in patterns)
    return replace(need, form="unit") if is_in_pattern and need.form != "never" else need


def _once_unpacked(body: Body, needs: list[Need]) -> list[Need]:
    """``a, b = books`` unpacks once, however many targets there are."""
    seen: set[tuple[int, ...]] = set()
    kept = []
    for need in needs:
        inputs = body.ops[need.op].inputs
        if body.ops[need.op].kind == "unpack":
            if inputs in seen:
                continue
            seen.add(inputs)
        kept.append(need)
    return kept


def _unseen(body: Body, plain: frozenset[str]) -> Iterator[Need]:
    plain = plain.union(parameter.name for parameter in body.facts.parameters)
    forms: dict[str, tuple[Form, str]] = {"truth": ("hand", "bool"), "unpack": ("hand", "list"), "call": ("call", "")}
    for index in unseen_uses(body.program, body.function, plain):
        kind = body.ops[index].kind
        form, twin = forms.get(
            kind, ("expression" if kind in (*EXPRESSIONS, "format", "star", "double_star") else "unit", "")
        )
        text = f"{_short(body.program, body.name, index)} (of unknown type)"
        yield Need(index, form, text, body.program.place(body.name, index), twin)


def _short(program: Program, name: str, op: int) -> str:
    text = program.text(name, op)
    return text if len(text) <= 60 else text[:57] + "..."


def _made_inside(body: Body, harmless: Harmless) -> Iterator[Need]:
    """A nested function or lambda that is handed on and does what must not run on the loop goes where it is used."""
    for index, op in enumerate(body.ops):
        if op.kind not in ("function", "class"):
            continue
        name = f"{body.function.module}.{op.name}"
        if harmless.is_harmless(name):
            continue
        place = body.program.place(body.name, index)
        if op.kind == "class":
            yield Need(index, "unit", f"the class {op.name.rpartition('.')[2]} made inside it", place)
        elif op.inputs:
            yield Need(index, "never", f"the decorated function {op.name.rpartition('.')[2]} made inside it", place)
        else:
            yield from _uses_of_inner(body, index, name)


def _uses_of_inner(body: Body, made: int, name: str) -> Iterator[Need]:
    uses = [made] if body.ops[made].name.rpartition(".")[2].startswith("<lambda>") else []
    uses += [i for i, found in enumerate(body.program.flow(body.name).names) if found == name and i != made]
    for use in uses:
        if body.ops[use].kind not in ("name", "function"):
            continue
        consumer = body.consumers[use]
        short = name.rpartition(".")[2].partition("@")[0]
        place = body.program.place(body.name, use)
        if consumer >= 0 and body.ops[consumer].kind == "call" and body.ops[consumer].inputs[0] == use:
            continue  # listed as a call of the project
        if consumer >= 0 and body.ops[consumer].kind == "call":
            yield Need(consumer, "call", f"{_short(body.program, body.name, consumer)}", place, writes=True)
        else:
            yield Need(use, "never", f"{short}, handed on without being called,", place)


def _thread_bound(body: Body, harmless: Harmless) -> Iterator[Need]:
    """Read here what each thread has for itself: an async view runs in the loop's thread and would find it empty."""
    for index in harmless.threads.used_in(body.name):
        text = f"{_short(body.program, body.name, index)}, {harmless.threads.told(body.ops[index])},"
        yield Need(index, "never", text, body.program.place(body.name, index))


def _raising_stop_iteration(body: Body, harmless: Harmless) -> Iterator[Need]:
    """Calls of what StopIteration may leave: it leaves neither a thread nor a coroutine."""
    for index, raised in harmless.stop_iterations.calls(body.function):
        text = f"{_short(body.program, body.name, index)}, which may raise StopIteration ({raised.path}:{raised.line}),"
        yield Need(index, "never", text, body.program.place(body.name, index))
