"""What Django hands to methods and receivers that it calls by name: the object, the form, the queryset.

Admin: https://docs.djangoproject.com/en/stable/ref/contrib/admin/#modeladmin-methods · Feeds:
https://docs.djangoproject.com/en/stable/ref/contrib/syndication/#feed-class-reference · Generic views:
https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins/ · Signals:
https://docs.djangoproject.com/en/stable/ref/signals/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.facts.values import Parameter
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow.state import capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    Container,
    Form,
    Instance,
    ModelClass,
    Plain,
    QuerySet,
    Types,
    User,
    join,
)

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

_FEEDS = ("django.contrib.syndication.views.Feed", "django.contrib.sitemaps.Sitemap")
_MODEL_SIGNALS = "django.db.models.signals."
_AUTH_SIGNALS = "django.contrib.auth.signals."
#: The parameters of hooks of generic views and of REST framework's, by method.
_HOOKS: Mapping[str, str] = {
    "form_valid": "form", "form_invalid": "form", "get_object": "queryset", "filter_queryset": "queryset",
    "paginate_queryset": "queryset", "perform_create": "serializer", "perform_update": "serializer",
    "perform_destroy": "instance",
}  # fmt: skip
_FLAGS: Mapping[str, Types] = {name: (Plain("bool"),) for name in ("created", "raw", "change")}


def parameter(engine: Engine, function: Function, item: Parameter) -> Types | None:
    """What a parameter is given by convention; None where there is none."""
    if function.owner is None:
        return _of_receiver(engine, function, item.name)
    derives = engine.definitions.derives
    if engine.views.is_admin(function.owner):
        return _of_admin(engine, function.owner, item.name)
    if item.name == _HOOKS.get(function.facts.name) and engine.views.is_view(function.owner):
        return _HOOKED[item.name](engine, function.owner)
    return _of_feed(engine, function.owner, item.name) if derives(function.owner, *_FEEDS) else None


def _of_receiver(engine: Engine, function: Function, name: str) -> Types | None:
    received = [receiver for receiver in engine.all_receivers if receiver.function == function.name]
    if not received:
        return None
    if all(receiver.signal.startswith(_AUTH_SIGNALS) for receiver in received):
        return (User(engine.models.user, True),) if name == "user" else None
    if not all(receiver.signal.startswith(_MODEL_SIGNALS) for receiver in received):
        return None
    models = tuple(receiver.sender if receiver.sender in engine.models.all else None for receiver in received)
    if name == "instance":
        return capped(join(*((Instance(model),) for model in models)))
    if name == "sender" and all(models):
        return capped(join(*((ModelClass(model),) for model in models if model)))
    return _FLAGS.get(name)


def _of_admin(engine: Engine, cls: str, name: str) -> Types | None:
    if name in ("obj", "queryset"):
        models = engine.views.admin_models(cls)
        made: Callable[[str], Types] = _instance if name == "obj" else _rows
        return capped(join(*(made(model) for model in models))) or None
    if name == "form":
        return (Form("django.forms.models.ModelForm", True),)
    return _FLAGS.get(name)


def _of_feed(engine: Engine, cls: str, name: str) -> Types | None:
    source = {"obj": "get_object", "item": "items"}.get(name)
    function = engine.definitions.find_method(cls, source) if source else None
    if function is None or function.name in engine.running:
        return None
    found = engine.flow(function.name).returns
    return found if name == "obj" else capped(join(*(_elements(item) for item in found)))


def _elements(item: object) -> Types:
    if isinstance(item, QuerySet):
        return (Instance(item.model, item.loaded),) if item.row == "instance" else UNKNOWN
    return item.element or UNKNOWN if isinstance(item, Container) else UNKNOWN


def _instance(model: str) -> Types:
    return (Instance(model),)


def _rows(model: str) -> Types:
    return (QuerySet(model),)


def _form(engine: Engine, cls: str) -> Types | None:
    return capped(join(*(engine.instance_of(form) for form in engine.views.forms(cls)))) or None


def _queryset(engine: Engine, cls: str) -> Types | None:
    return (QuerySet(engine.views.model(cls)), Plain("NoneType"))


def _object(engine: Engine, cls: str) -> Types | None:
    model = engine.views.model(cls)
    return (Instance(model),) if model else None


_HOOKED: Mapping[str, Callable[[Engine, str], Types | None]] = {
    "form": _form,
    "serializer": _form,
    "queryset": _queryset,
    "instance": _object,
}
