"""Access checks of classes, sync methods called ``dispatch``, over async handlers: who gets past them is as before.

What such a ``dispatch`` returns is its refusal, or the coroutine of the handler. So the class gets an async one before
it, which runs it as it is and awaits what comes back if that can be awaited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

from wsgi2asgi.analysis.facts.values import FunctionFacts
from wsgi2asgi.analysis.program.access import CHECKS, HOOKS, LOGIN, before_view
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.unrouted_views import VIEW
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.analysis.program.views_reader import METHODS
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.model.places import Reason
from wsgi2asgi.planning.conversion.engine import Conversion
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.setting import Setting

#: Regions of a function that do nothing to what is returned inside them.
_PLAIN_REGIONS = ("if", "else", "match_case")
#: The answers for the classes of a program, which are asked for by all views that share a handler.
_STANDING_FIRST: WeakKeyDictionary[Program, dict[str, bool]] = WeakKeyDictionary()


def anchor(program: Program, owner: str) -> str | None:
    """The first method of a class's own body that answers requests; None where not all of them change together."""
    own = _own_handlers(program, owner) if _changes_as_one(owner, program) else ()
    return min(own, key=lambda name: program.functions[name].facts.span, default=None)


def _own_handlers(program: Program, owner: str) -> tuple[str, ...]:
    cls = program.class_(owner)
    return tuple(cls.methods[name] for name in METHODS if name in cls.methods) if cls is not None else ()


def checked_classes(view: View, program: Program) -> tuple[str, ...]:
    """The classes of a view (itself or bases) that need an async ``dispatch`` before checks of access."""
    names = (name for name in (view.name, *view.bases) if name in program.classes)
    return tuple(name for name in names if _stands_first(name, program))


def _stands_first(owner: str, program: Program) -> bool:
    """Whether a check runs before the ``dispatch`` of any base that gets an async one."""
    known = _STANDING_FIRST.setdefault(program, {})
    if owner not in known:
        known[owner] = _is_checked_first(owner, program)
    return known[owner]


def _is_checked_first(owner: str, program: Program) -> bool:
    if "dispatch" in program.classes[owner].methods or not _changes_as_one(owner, program):
        return False
    for name in before_view(program.lineage(owner))[1:]:
        if name in CHECKS or _own_dispatch(name, program) is not None:
            return True
        if name in program.classes and _stands_first(name, program):
            return False
    return False


def _changes_as_one(owner: str, program: Program) -> bool:
    """Whether it is a view, or a base of views all of which answer with its handlers."""
    if program.view(owner) is not None:
        return True
    own = _own_handlers(program, owner)
    if not own or VIEW not in program.lineage(owner):
        return False
    below = [view for cls in program.heirs(owner) if (view := program.view(cls.name)) is not None]
    return all({handler.function for handler in view.handlers}.issuperset(own) for view in below)


def _own_dispatch(name: str, program: Program) -> Function | None:
    cls = program.classes.get(name)
    found = program.function(cls.methods["dispatch"]) if cls is not None and "dispatch" in cls.methods else None
    return None if found is None or found.is_async else found


def hands_on(function: Function) -> bool:
    """Whether a ``dispatch`` does nothing with what ``super().dispatch(...)`` gives but to return it."""
    facts = function.facts
    if facts.is_async or facts.is_generator or facts.decorators:
        return False
    used = [index for index, op in enumerate(facts.ops) if op.kind == "attr" and op.name == "dispatch"]
    return bool(used) and all(_is_returned(facts, index) for index in used)


def _is_returned(facts: FunctionFacts, index: int) -> bool:
    ops = facts.ops
    maker = ops[ops[index].inputs[0]]
    if maker.kind != "call" or ops[maker.inputs[0]].name != "super":
        return False
    calls = {at for at, op in enumerate(ops) if op.kind == "call" and op.inputs[0] == index}
    given = next((at for at, op in enumerate(ops) if op.kind == "return" and calls & {*op.inputs}), None)
    return given is not None and all(region.kind in _PLAIN_REGIONS for region in facts.region_chain(given))


def runs_on_loop(owner: str, setting: Setting) -> bool:
    """Whether the checks may run on the event loop once the user is loaded: they ask whether somebody is logged in, and
    nothing else, in the class and all that derive from it."""
    program = setting.program
    if setting.twin(async_api.REQUEST, "user") is None or not setting.authentication.is_plain:
        return False
    for cls in (program.classes[owner], *program.heirs(owner)):
        line = before_view(cls.lineage)
        if any((name in CHECKS and name != LOGIN) or _own_dispatch(name, program) for name in line):
            return False
        if any(program.find_method(cls.name, hook) for hook in HOOKS):
            return False
    return True


def loads_user(owner: str, program: Program) -> bool:
    """Whether whoever gets past the checks has been looked up."""
    line = before_view(program.lineage(owner))[1:]
    return LOGIN in line and not any(_own_dispatch(name, program) for name in line)


def check_objections(view: View, program: Program) -> Iterator[Reason]:
    """Why the checks of a view cannot stand before async handlers."""
    owners = checked_classes(view, program)
    if not owners:
        return
    for hook in HOOKS:
        method = program.find_method(view.name, hook)
        if method is not None and method.is_async:
            yield Reason(f"{hook} is a coroutine function, whose result counts as true: all are let in", method.place)
    for handler in view.handlers:
        for other in program.views_of(handler.function):
            if not checked_classes(other, program):
                text = f"it shares {handler.method} with {other.name}, which gets no async dispatch"
                yield Reason(text, other.place)


def against_checks(
    view: View, conversions: Mapping[str, Conversion], program: Program, harmless: Harmless
) -> Iterator[Reason]:
    """Why what is checked and what is done then belong together."""
    if not checked_classes(view, program) or not any(hop.writes for item in conversions.values() for hop in item.hops):
        return
    own = (_own_dispatch(name, program) for name in before_view(program.lineage(view.name)))
    hooks = (program.find_method(view.name, hook) for hook in HOOKS)
    for method in (*own, *hooks):
        if method is not None and harmless.is_known_to_write(method.name):
            yield Reason(f"{method.name} and the view both write, and belong together", method.place)
