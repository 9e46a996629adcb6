"""Classes that get an async ``dispatch``, which hands on to that of their bases.

``method_decorator(..., name="dispatch")`` gives View's own ``dispatch``, a plain function, to the decorator, which then
takes the class for a sync view although its handlers are async. What else is sync there, as the checks of Django's
access mixins, must run before the handlers and not on the event loop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.views import View, ViewDecorator
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.knowledge.decorators import decorators
from wsgi2asgi.model.places import Reason
from wsgi2asgi.model.plan import Json
from wsgi2asgi.planning.conversion.access import CheckedClasses, anchor, loads_user, runs_on_loop
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.eligibility import is_on_dispatch
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.surroundings import is_auth_decorator, is_own, of_django


class Gates:
    """Which classes of views need an async ``dispatch``, and the edits that add it."""

    def __init__(self, setting: Setting, checked: CheckedClasses) -> None:
        self._setting = setting
        self._program = setting.program
        self._checked = checked

    def classes(self, view: View) -> tuple[str, ...]:
        """The classes of a view (itself or bases) that need one."""
        owners = (item.owner for item in view.decorators if _needs_gate(item, view, self._setting))
        return tuple(dict.fromkeys((*owners, *self._checked.of(view))))

    def objections(self, view: View) -> Iterator[Reason]:
        """Why a class that needs one cannot have it."""
        program, checked = self._program, self._checked.of(view)
        for owner in self.classes(view):
            if anchor(program, owner) is None:
                why = "access to it is checked" if owner in checked else "its dispatch is decorated"
                yield Reason(f"{why}, and {owner} has no handler to put an async dispatch before", view.place)
            for cls in program.heirs(owner):
                if not any(program.view(item.name) for item in (cls, *program.heirs(cls.name))):
                    yield Reason(f"{cls.name} derives from it and is not known to be a view", cls.place)
        asking = next((item for item in of_django(view, program) if is_auth_decorator(item.name)), None)
        if checked and asking is not None:
            short = asking.name.rpartition(".")[2]
            yield Reason(f"@{short} would look the user up again, whom its dispatch looks up", asking.place)
        yield from self._checked.objections(view)

    def edits(self, view: View) -> Mapping[str, Edit]:
        """{the function that it goes before: the edit that adds an async ``dispatch``}, by class that needs one.

        An auth decorator has awaited ``request.auser()`` when it lets the visitor in; the cache of ``request.user`` is
        another one, so that is filled here, without a query, for handlers and templates.
        """
        found = {}
        checked = self._checked.of(view)
        for owner in self.classes(view):
            first = anchor(self._program, owner)
            if first is not None:
                options: dict[str, Json] = {}
                on_loop = owner in checked and runs_on_loop(owner, self._setting)
                if owner in checked:
                    options["checks"] = "loop" if on_loop else "thread"
                if on_loop or _decorator_loads_user(view, owner, self._setting):
                    options["user"] = "auser"
                found[first] = Edit("add_dispatch", self._program.functions[first].facts.span, options)
        return found

    def load_user(self, view: View, function: Function) -> bool:
        """Whether they fill ``request.user`` whatever view the handler answers for."""
        lineage = self._program.lineage(function.owner or "")
        checked = self._checked.of(view)
        return any(
            _decorator_loads_user(view, owner, self._setting) or (owner in checked and loads_user(owner, self._program))
            for owner in self.classes(view)
            if owner in lineage
        )


def _needs_gate(decorator: ViewDecorator, view: View, setting: Setting) -> bool:
    facts = decorators().get(setting.program.canonical(decorator.name))
    if is_own(decorator, setting.program):
        return is_on_dispatch(decorator, view)
    if facts is None or not is_on_dispatch(decorator, view) or facts.works("dispatch", setting.django):
        return False
    return facts.works("gate", setting.django)


def _decorator_loads_user(view: View, owner: str, setting: Setting) -> bool:
    """Whether the async ``dispatch`` of a class finds the user looked up by a decorator."""
    twin = async_api.twin_of(async_api.REQUEST, "user", setting.django)
    return twin is not None and any(
        item.owner == owner and is_auth_decorator(item.name) and _needs_gate(item, view, setting)
        for item in view.decorators
    )
