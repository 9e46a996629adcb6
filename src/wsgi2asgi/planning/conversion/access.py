"""Access checks of classes, sync methods called ``dispatch``, over async handlers: who gets past them is as before.

What such a ``dispatch`` returns is its refusal, or the coroutine of the handler. So the class gets an async one before
it, which runs it as it is and awaits what comes back if that can be awaited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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


def anchor(program: Program, owner: str) -> str | None:
    """The first method of a class's own body that answers requests; None where not all of them change together."""
    own = _own_handlers(program, owner) if _changes_as_one(owner, program) else ()
    return min(own, key=lambda name: program.functions[name].facts.span, default=None)


def _own_handlers(program: Program, owner: str) -> tuple[str, ...]:
    cls = program.class_(owner)
    return tuple(cls.methods[name] for name in METHODS if name in cls.methods) if cls is not None else ()


class CheckedClasses:
    """Which classes need an async ``dispatch`` before checks of access, for all views of a program; remembers its
    answers."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._known: dict[str, bool] = {}

    def of(self, view: View) -> tuple[str, ...]:
        """Those of a view: itself or bases."""
        names = (name for name in (view.name, *view.bases) if name in self._program.classes)
        return tuple(name for name in names if self._stands_first(name))

    def _stands_first(self, owner: str) -> bool:
        """Whether a check runs before the ``dispatch`` of any base that gets an async one."""
        if owner not in self._known:
            self._known[owner] = self._look(owner)
        return self._known[owner]

    def _look(self, owner: str) -> bool:
        program = self._program
        if "dispatch" in program.classes[owner].methods or not _changes_as_one(owner, program):
            return False
        for name in before_view(program.lineage(owner))[1:]:
            if name in CHECKS or _own_dispatch(name, program) is not None:
                return True
            if name in program.classes and self._stands_first(name):
                return False
        return False

    def objections(self, view: View) -> Iterator[Reason]:
        """Why the checks of a view cannot stand before async handlers."""
        if not self.of(view):
            return
        for hook in HOOKS:
            method = self._program.find_method(view.name, hook)
            if method is not None and method.is_async:
                text = f"{hook} is a coroutine function, whose result counts as true: all are let in"
                yield Reason(text, method.place)
        for handler in view.handlers:
            for other in self._program.views_of(handler.function):
                if not self.of(other):
                    text = f"it shares {handler.method} with {other.name}, which gets no async dispatch"
                    yield Reason(text, other.place)


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
    twin = setting.twin(async_api.REQUEST, "user")
    if twin is None or not setting.authentication.is_plain or setting.user_read_before:
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


def against_checks(
    view: View, conversions: Mapping[str, Conversion], program: Program, harmless: Harmless
) -> Iterator[Reason]:
    """Why the checks of a view, which has some, and what is done then belong together."""
    if not any(hop.writes for item in conversions.values() for hop in item.hops):
        return
    own = (_own_dispatch(name, program) for name in before_view(program.lineage(view.name)))
    hooks = (program.find_method(view.name, hook) for hook in HOOKS)
    for method in (*own, *hooks):
        if method is not None and harmless.is_known_to_write(method.name):
            yield Reason(f"{method.name} and the view both write, and belong together", method.place)
