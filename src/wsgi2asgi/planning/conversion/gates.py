"""Decorators on ``dispatch``: an async ``dispatch`` that hands on to Django's own lets them see a coroutine function.

``method_decorator(..., name="dispatch")`` gives View's own ``dispatch``, a plain function, to the decorator, which then
takes the class for a sync view although its handlers are async.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View, ViewDecorator
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.knowledge.decorators import decorators
from wsgi2asgi.model.places import Reason
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.eligibility import is_on_dispatch
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.surroundings import is_auth_decorator, is_own


def gated_classes(view: View, setting: Setting) -> tuple[str, ...]:
    """The classes of a view (itself or bases) that need an async ``dispatch`` for what decorates theirs."""
    owners = (item.owner for item in view.decorators if _needs_gate(item, view, setting))
    return tuple(dict.fromkeys(owners))


def _needs_gate(decorator: ViewDecorator, view: View, setting: Setting) -> bool:
    facts = decorators().get(setting.program.canonical(decorator.name))
    if is_own(decorator, setting.program):
        return is_on_dispatch(decorator, view)
    if facts is None or not is_on_dispatch(decorator, view) or facts.works("dispatch", setting.django):
        return False
    return facts.works("gate", setting.django)


def gate_objections(view: View, setting: Setting) -> Iterator[Reason]:
    """Why a class that needs a gate cannot have one."""
    program = setting.program
    for owner in gated_classes(view, setting):
        if _anchor(program, owner) is None:
            yield Reason(f"its dispatch is decorated, and {owner} has no handler to put an async dispatch before")
        for cls in _heirs(program, owner):
            if program.view(cls.name) is None:
                yield Reason(f"{cls.name} derives from it and is not known to be a view", cls.place)


def gates(view: View, setting: Setting) -> Mapping[str, Edit]:
    """{the function that it goes before: the edit that adds an async ``dispatch``}, by class that needs one.

    An auth decorator has awaited ``request.auser()`` when it lets the visitor in; the cache of ``request.user`` is
    another one, so that is filled here, without a query, for handlers and templates.
    """
    found = {}
    for owner in gated_classes(view, setting):
        anchor = _anchor(setting.program, owner)
        if anchor is not None:
            options = {"user": "auser"} if _loads_user(view, owner, setting) else {}
            found[anchor] = Edit("add_dispatch", setting.program.functions[anchor].facts.span, dict(options))
    return found


def user_is_loaded(view: View, function: Function, setting: Setting) -> bool:
    """Whether a gate has filled ``request.user`` whatever view the handler answers for."""
    lineage = setting.program.lineage(function.owner or "")
    return any(_loads_user(view, owner, setting) for owner in gated_classes(view, setting) if owner in lineage)


def _loads_user(view: View, owner: str, setting: Setting) -> bool:
    """Whether the async ``dispatch`` of a class finds the user looked up by a decorator."""
    twin = async_api.twin_of(async_api.REQUEST, "user", setting.django)
    return twin is not None and any(
        item.owner == owner and is_auth_decorator(item.name) and _needs_gate(item, view, setting)
        for item in view.decorators
    )


def _anchor(program: Program, owner: str) -> str | None:
    """The first method of a class's own body that answers requests."""
    cls = program.class_(owner)
    view = program.view(owner)
    if cls is None or view is None:
        return None
    own = [item.function for item in view.handlers if item.function in cls.methods.values()]
    return min(own, key=lambda name: program.functions[name].facts.span, default=None)


def _heirs(program: Program, owner: str) -> Iterator[Class]:
    return (cls for cls in program.classes.values() if owner in cls.lineage[1:])
