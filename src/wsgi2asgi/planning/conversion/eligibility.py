"""What must hold of a view before its operations are looked at: version, kind, class, decorators, settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wsgi2asgi.analysis.program.access import MIXINS, before_view
from wsgi2asgi.analysis.program.types import Response
from wsgi2asgi.analysis.program.unrouted_views import VIEW
from wsgi2asgi.analysis.program.views import Handler, View, ViewDecorator
from wsgi2asgi.knowledge.decorators import Form, decorators
from wsgi2asgi.model.places import Reason
from wsgi2asgi.planning.conversion.access import hands_on
from wsgi2asgi.planning.conversion.own_decorators import NotUnderstood, Wrapper, parts_of
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.surroundings import is_auth_decorator, is_own
from wsgi2asgi.planning.conversion.sync_decorators import helped
from wsgi2asgi.planning.conversion.view_answers import answers_used

#: The first Django whose class views, ORM methods and middleware carry an async view through.
FIRST_DJANGO = (4, 1)
#: The first Django with an asgiref that has ``iscoroutinefunction``.
FIRST_DUAL = (4, 2)
#: Kinds of view whose handlers are looked at.
CONVERTIBLE = ("function", "class")
_NON_ATOMIC = "django.db.transaction.non_atomic_requests"
_PERMISSIONS = "django.contrib.auth.decorators.permission_required"
#: https://docs.djangoproject.com/en/5.2/releases/5.2/#decorators
_MARKED_METHODS = (5, 2)
#: https://docs.djangoproject.com/en/5.2/ref/request-response/#streaminghttpresponse-objects
_STREAMS = {
    "StreamingHttpResponse": "under ASGI Django reads a sync iterator to its end before it sends a byte (an endless one"
    " never answers); it has to become an async generator, as the step streams makes of one that waits",
    "FileResponse": "under ASGI Django reads the whole file before it sends a byte, in a sync view and in an async one",
}
_KINDS = {
    "generic": "generic views run sync methods of Django's that would have to change with it",
    "drf": "Django REST framework runs sync views only",
    "ninja": "an operation of an API framework: convert it there",
    "other": "it is not a function or a View class that could be followed",
}
#: Methods of View that an async view runs on the event loop, or whose response they would see as a coroutine.
_MACHINERY = ("__init__", "setup", "dispatch", "http_method_not_allowed", "as_view")


def objections(view: View, setting: Setting) -> Iterator[Reason]:
    """Every reason against converting the view that its operations do not decide."""
    if setting.django < FIRST_DJANGO:
        version = ".".join(map(str, setting.django))
        yield Reason(f"views are converted from Django 4.1 on, the first with async querysets; here it is {version}")
    if view.kind in _KINDS:
        yield Reason(f"{_KINDS[view.kind]}; a sync view is right under ASGI", view.place)
        return
    if not view.handlers:
        yield Reason("no handler of it could be found", view.place)
    if not view.routes:
        yield Reason("no route leads to it, so it cannot be told who calls it", view.place)
    if setting.atomic_requests and not any(item.name == _NON_ATOMIC for item in view.decorators):
        yield Reason(
            "ATOMIC_REQUESTS is on: Django refuses async views then", setting.program.settings.place("DATABASES")
        )
    yield from _class_objections(view, setting)
    by_helpers = {item.decorator for item in helped(view, setting)}
    for decorator in view.decorators:
        if decorator not in by_helpers:
            yield from _decorator_objections(decorator, view, setting)
    for handler in view.handlers:
        yield from _handler_objections(handler.function, setting)


def _class_objections(view: View, setting: Setting) -> Iterator[Reason]:
    if view.kind != "class":
        return
    if view.has_unknown_base:
        yield Reason("a base class of it cannot be seen", view.place)
    checks = set(MIXINS).intersection(before_view(view.bases))
    for base in view.bases:
        if base.startswith("django.") and base != VIEW and base not in checks:
            short = base.rpartition(".")[2]
            yield Reason(f"{short} works on sync handlers only", view.place)
    for override in view.overrides:
        if override.method in _MACHINERY and not _is_behind_gate(override, view, setting):
            yield Reason(
                f"it overrides {override.method}(), which runs around the handlers on the event loop", view.place
            )
    yield from answers_used(view, setting.program)


def _is_behind_gate(override: Handler, view: View, setting: Setting) -> bool:
    """Whether it is a ``dispatch`` of a base that an async ``dispatch`` of the view can run in a thread."""
    function = setting.program.function(override.function)
    if function is None or override.method != "dispatch" or function.owner == view.name:
        return False
    is_decorated = any(item.target == "dispatch" and item.owner == function.owner for item in view.decorators)
    return hands_on(function) and not is_decorated


def _decorator_objections(decorator: ViewDecorator, view: View, setting: Setting) -> Iterator[Reason]:
    name, short = decorator.name, decorator.name.rpartition(".")[2]
    facts = decorators().get(setting.program.canonical(name))
    if facts is None:
        yield from _own_objections(decorator, view, setting)
        return
    form = stands_on(decorator, view)
    if is_on_dispatch(decorator, view) and not facts.works("dispatch", setting.django):
        form = "gate"  # an async dispatch is put around the handlers
    if not facts.works(form, setting.django):
        since = facts.since.get(form)
        when = f"before Django {'.'.join(map(str, since))}" if since else "in any Django"
        on = {
            "function": "async views",
            "handler": "async handlers",
            "dispatch": "dispatch of a class with async handlers",
            "gate": "dispatch of a class with async handlers",
        }
        yield Reason(f"@{short} does not work on {on[form]} {when}", decorator.place)
    elif facts.loop and not (short == "cache_page" and setting.caches_in_memory):
        yield Reason(f"@{short}: {facts.loop}", decorator.place)
    elif is_auth_decorator(name):
        known = setting.authentication
        for reason in (*known.against, *(known.permissions if name == _PERMISSIONS else ())):
            yield replace(reason, text=f"{reason.text}, and @{short} on an async view asks request.auser()")


def _own_objections(decorator: ViewDecorator, view: View, setting: Setting) -> Iterator[Reason]:
    """Against a decorator of the project, whose wrapper gets an async twin; what that does is looked at elsewhere."""
    short = decorator.name.rpartition(".")[2]
    if not is_own(decorator, setting.program):
        yield Reason(f"@{short} is not known to work on async views", decorator.place)
        return
    try:
        parts = parts_of(decorator.name, setting.program)
    except NotUnderstood as why:
        yield Reason(f"@{short} is not known to work on async views: {why}", decorator.place)
        return
    for part in parts:
        if isinstance(part, str):
            yield from _decorator_objections(replace(decorator, name=part), view, setting)
    if not any(isinstance(part, Wrapper) for part in parts):
        return
    form = stands_on(decorator, view)
    if setting.django < FIRST_DUAL:
        yield Reason(f"@{short}: decorators get an async wrapper from Django 4.2 on", decorator.place)
    elif form == "handler" and setting.django < _MARKED_METHODS:
        yield Reason(f"@{short} on a handler hides before Django 5.2 that it is async", decorator.place)
    elif decorator.target == "" and form == "dispatch":
        yield Reason(f"@{short} is not known to work on a class with async handlers", decorator.place)


def stands_on(decorator: ViewDecorator, view: View) -> Form:
    """What the decorator is given: a function, a handler of a class, or its ``dispatch``."""
    if view.kind != "class" or decorator.in_urls:
        return "function"
    return "dispatch" if decorator.target in ("", "dispatch") else "handler"


def is_on_dispatch(decorator: ViewDecorator, view: View) -> bool:
    """Whether it decorates ``dispatch`` by ``method_decorator``."""
    return decorator.target == "dispatch" and stands_on(decorator, view) == "dispatch"


def _handler_objections(name: str, setting: Setting) -> Iterator[Reason]:
    program = setting.program
    function = program.function(name)
    if function is None:
        yield Reason(f"its handler {name} cannot be seen")
        return
    if function.facts.kind != "function":
        yield Reason("a lambda cannot hold await", function.place)
    elif "#" in function.facts.qualname or "<locals>" in function.facts.qualname:
        yield Reason("it is defined more than once, or inside another function", function.place)
    if function.facts.is_generator:
        yield Reason("it is a generator", function.place)
    types = program.flow(function.name).types
    for index in (index for index, op in enumerate(function.facts.ops) if op.kind == "call"):
        found = (item.cls for item in types[index] if isinstance(item, Response))
        streams = [name for name in found if name.endswith(tuple(_STREAMS))]
        if streams:
            short = streams[0].rpartition(".")[2]
            yield Reason(f"{short}: {_STREAMS[short]}", program.place(function.name, index))
