"""Names for the nested functions that units and long expressions become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.needs import Need
from wsgi2asgi.planning.conversion.units import Unit

#: Methods that fill a list, set or dict.
_FILLING = ("append", "add", "extend", "insert", "setdefault", "update")
#: Calls that say what is written.
_WRITES = re.compile(
    r"(?P<instance>\w+)\.(?P<verb>save|delete)|(?P<model>[A-Z]\w*)\.objects\.(?:get_or_)?(?P<made>create)"
)
#: What the first argument of these is called.
_ARGUMENTS = {"JsonResponse": "data", "HttpResponse": "content", "redirect": "target"}


class Naming:
    """Gives out names in one function; none of them is taken by anything in the module."""

    def __init__(self, body: Body) -> None:
        module = body.program.files[body.function.path]
        self._taken = set(module.mentions) | body.facts.local | body.facts.mentions
        self._taken |= {function.name for function in module.functions}

    def take(self, wish: str) -> str:
        """The name, numbered if it is taken."""
        name, number = wish, 2
        while name in self._taken:
            name, number = f"{wish}_{number}", number + 1
        self._taken.add(name)
        return name


def unit_wish(body: Body, unit: Unit, needs: Sequence[Need]) -> str:
    """A name for a unit: by what it gives back, what it writes, or what it fills."""
    if unit.returns:
        return "respond"
    inside = [need for need in needs if unit.covers(need.op)]
    what = "_and_".join(map(_snake, unit.results)) if len(unit.results) < 3 else ""
    if any(need.saves for need in inside):
        return f"save_{what}" if what else _written(inside) or "save_changes"
    if what:
        return f"get_{what}"
    filled = list(dict.fromkeys(_filled(body, range(unit.run.statements[0].first, unit.run.statements[-1].end))))
    if filled and len(filled) < 3:
        return f"fill_{'_and_'.join(filled)}"
    if any(need.writes for need in inside):
        return _written(inside) or "apply_changes"
    if unit.shared:
        return f"update_{'_and_'.join(unit.shared[:2])}"
    return "prepare_response"


def _written(needs: Iterable[Need]) -> str:
    """``save_task`` for ``task.save()``, ``create_order`` for ``Order.objects.create()``, where it is all that is
    written."""
    found = set()
    for need in needs:
        match = _WRITES.fullmatch(need.text)
        if match:
            found.add(f"{match['verb'] or match['made']}_{_snake(match['model'] or match['instance'])}")
        elif need.writes or need.saves:
            return ""
    return found.pop() if len(found) == 1 else ""


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _filled(body: Body, ops: Iterable[int]) -> Iterable[str]:
    for index in ops:
        op = body.ops[index]
        if op.kind == "store_item":
            target = body.ops[op.inputs[0]]
        elif op.kind == "call" and body.ops[op.inputs[0]].kind == "attr" and body.ops[op.inputs[0]].name in _FILLING:
            target = body.ops[body.ops[op.inputs[0]].inputs[0]]
        else:
            continue
        while target.kind == "subscript":
            target = body.ops[target.inputs[0]]
        if target.kind == "name":
            yield target.name


def expression_wish(body: Body, op: int) -> str:
    """A name for a function that evaluates an expression: by where its value goes."""
    what = _goes_to(body, op)
    if what.isidentifier():
        return f"get_{what}"
    at: int | None = op
    while at is not None and body.ops[at].kind != "attr":
        at = next((given for given in body.ops[at].inputs if given >= 0), None)
    return f"check_{body.ops[at].name}" if at is not None else "check"


def _goes_to(body: Body, op: int) -> str:
    while (consumer := body.consumers[op]) >= 0:
        found = body.ops[consumer]
        if found.kind in ("store", "store_attr"):
            return found.name
        if found.kind == "return":
            return "response"
        if found.kind == "collection" and found.name == "dict":
            key = body.ops[found.inputs[found.inputs.index(op) - 1]]
            return str(key.value) if key.kind == "const" else ""
        if found.kind == "call":
            at = found.inputs.index(op) - len(found.inputs) + len(found.keywords)
            called = body.ops[found.inputs[0]].name
            if at >= 0 and found.keywords[at]:
                return str(found.keywords[at])
            if called in _ARGUMENTS and found.inputs.index(op) == 1:
                return _ARGUMENTS[called]
        op = consumer
    return ""
