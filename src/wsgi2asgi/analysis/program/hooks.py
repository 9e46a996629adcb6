"""What a framework runs of the project while it answers a request, besides views: forms, serializers, saved models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Class
from wsgi2asgi.analysis.program.flow.classes import Classes
from wsgi2asgi.analysis.program.flow.forms import FORM_BASES
from wsgi2asgi.analysis.program.module_bodies import bodies_mentioning
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.views import View

#: Modules whose classes a project derives from so that requests run its methods.
_MODULES = (
    "django.forms.", "django.contrib.admin.", "django.contrib.auth.backends.", "django.contrib.auth.forms.",
    "django.contrib.syndication.views.", "django.contrib.sitemaps.", "django_filters.",
    "rest_framework.authentication.", "rest_framework.fields.", "rest_framework.filters.", "rest_framework.metadata.",
    "rest_framework.pagination.", "rest_framework.parsers.", "rest_framework.permissions.", "rest_framework.relations.",
    "rest_framework.renderers.", "rest_framework.serializers.", "rest_framework.throttling.",
    "rest_framework.validators.",
)  # fmt: skip
_ADMIN_SITE = "django.contrib.admin"
_INLINE = "django.contrib.admin.options.InlineModelAdmin"


def hooks(engine: Classes, views: Iterable[View]) -> Iterator[str]:
    """Methods of such classes, and those of models that forms, serializers, views and the admin save or show."""
    definitions = engine.definitions
    models = {engine.views.model(view.name) for view in views if view.kind in ("generic", "drf")}
    models.update(_in_admin(definitions))
    for cls in definitions.classes.values():
        if definitions.names.files[cls.path].role == "source" and _is_run(cls):
            yield from definitions.methods_of(cls)
            if definitions.derives(cls.name, *FORM_BASES):
                yield from engine.forms.fields.handed(cls.name)
                models.add(engine.views.form_model(cls.name))
            elif definitions.derives(cls.name, _INLINE):
                models.update(engine.views.admin_models(cls.name))
    for name in sorted(model for model in models if model):
        model = engine.models.all.get(name)
        if model is not None:
            yield from (*model.overrides.values(), *engine.forms.fields.handed(name))


def _is_run(cls: Class) -> bool:
    return any(base.startswith(_MODULES) for base in cls.lineage)


def _in_admin(definitions: Definitions) -> Iterator[str]:
    """Models given to ``admin.site.register`` and to its decorator.

    https://docs.djangoproject.com/en/stable/ref/contrib/admin/#modeladmin-objects
    """
    for body in bodies_mentioning(definitions.names, "register"):
        if any(name.startswith(_ADMIN_SITE) for name in _imported(body)):
            for op in body.ops:
                if op.kind == "call" and body.ops[op.inputs[0]].name == "register" and op.positional:
                    yield from _named(body, op.positional)


def _named(body: Body, given: Iterable[int]) -> Iterator[str]:
    for index in given:
        op = body.ops[index]
        if op.kind == "collection":
            yield from _named(body, op.inputs)
        elif (name := body.dotted(index)) is not None:
            yield name


def _imported(body: Body) -> Iterator[str]:
    for item in body.facts.imports:
        yield f"{item.module}.{item.name}" if item.name else item.module
