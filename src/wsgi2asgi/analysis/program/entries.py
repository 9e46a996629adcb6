"""The functions that a framework calls: views, middleware, template tags, receivers, consumers, commands, tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wsgi2asgi.analysis.program.chain import Chain
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.flow.receivers import Receiver
from wsgi2asgi.analysis.program.program import EntryKind
from wsgi2asgi.analysis.program.resolvers import Resolvers
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.views import View

_CONSUMER = "channels.consumer.AsyncConsumer"
_COMMAND = "django.core.management.base.BaseCommand"
_ADMIN = ("django.contrib.admin.options.BaseModelAdmin", "django.contrib.admin.sites.AdminSite")
_NODE = "django.template.base.Node"
_TASKS = ("shared_task", "task", "periodic_task", "db_task", "job", "actor", "db_periodic_task")
_TAGS = ("filter", "simple_tag", "inclusion_tag", "simple_block_tag", "tag", "assignment_tag")

_ERROR_HANDLERS = ("handler400", "handler403", "handler404", "handler500")


def read_entries(
    definitions: Definitions, settings: Settings, views: Iterable[View], chain: Chain, receivers: Iterable[Receiver]
) -> dict[str, EntryKind]:
    """The kind of every entry, by dotted function; where a function is several, the first in this order."""
    found: dict[str, EntryKind] = {}
    groups: list[tuple[EntryKind, Iterable[str]]] = [
        ("view", _of_views(definitions, views)),
        ("middleware", _of_middleware(definitions, chain)),
        ("context-processor", _context_processors(definitions, settings)),
        ("template-tag", _template_tags(definitions)),
        ("view", _error_views(definitions, settings)),
        ("receiver", (item.function for item in receivers)),
        ("consumer", _methods_of(definitions, _CONSUMER)),
        ("admin", _methods_of(definitions, *_ADMIN)),
        ("resolver", Resolvers(definitions).functions()),
        ("command", _methods_of(definitions, _COMMAND)),
        ("task", _tasks(definitions)),
    ]
    for kind, names in groups:
        for name in names:
            found.setdefault(name, kind)
    return dict(sorted(found.items()))


def _of_views(definitions: Definitions, views: Iterable[View]) -> Iterator[str]:
    for view in views:
        for handler in (*view.handlers, *view.overrides):
            yield handler.function
        if view.kind in ("generic", "drf", "other"):
            for base in (view.name, *view.bases):
                cls = definitions.classes.get(base)
                yield from cls.methods.values() if cls else ()
        yield from _decorators(definitions, view)


def _error_views(definitions: Definitions, settings: Settings) -> Iterator[str]:
    """``handler404 = "shop.views.not_found"`` in the root of the URLs.

    https://docs.djangoproject.com/en/stable/ref/urls/#handler404
    """
    facts = definitions.names.facts(definitions.names.canonical(str(settings.likely("ROOT_URLCONF"))))
    body = Body(definitions.names, facts, facts.by_qualname[""]) if facts is not None else None
    for op in body.ops if body is not None else ():
        if body is not None and op.kind == "store" and op.name in _ERROR_HANDLERS and op.inputs:
            text = body.constant(op.inputs[0])
            dotted = definitions.names.canonical(text) if isinstance(text, str) else body.dotted(op.inputs[0])
            if dotted in definitions.functions:
                yield str(dotted)


def _decorators(definitions: Definitions, view: View) -> Iterator[str]:
    for decorator in view.decorators:
        function = definitions.functions.get(decorator.name)
        if function is not None:
            yield from definitions.inside(function)


def _of_middleware(definitions: Definitions, chain: Chain) -> Iterator[str]:
    for entry in chain.entries:
        cls = definitions.classes.get(entry.cls or "")
        function = definitions.functions.get(entry.function or "")
        if function is not None:
            yield from definitions.inside(function)
        for base in cls.lineage if cls else ():
            own = definitions.classes.get(base)
            for name, dotted in own.methods.items() if own else ():
                if name != "__init__" and (name.startswith(("process_", "__")) or name == "get_response"):
                    yield dotted


def _context_processors(definitions: Definitions, settings: Settings) -> Iterator[str]:
    for keys, value in settings.walk("TEMPLATES"):
        if not keys and isinstance(value, list):
            for engine in value:
                options = engine.get("OPTIONS") if isinstance(engine, dict) else None
                listed = options.get("context_processors") if isinstance(options, dict) else None
                for name in listed if isinstance(listed, list) else ():
                    dotted = definitions.names.canonical(name) if isinstance(name, str) else ""
                    if dotted in definitions.functions:
                        yield dotted


def _template_tags(definitions: Definitions) -> Iterator[str]:
    for function in definitions.functions.values():
        if "templatetags" in function.path.split("/") and _is_registered(definitions, function):
            yield function.name
    for cls in _classes(definitions, _NODE):
        if "render" in cls.methods:
            yield cls.methods["render"]


def _is_registered(definitions: Definitions, function: Function) -> bool:
    """By a decorator of Django's, or of the project's own that begins so, for Jinja: ``@register_filter``."""
    own = (name.rpartition(".")[2] for name in function.decorators if name in definitions.functions)
    return _has(function.decorators, _TAGS) or any(name.startswith("register") for name in own)


def _methods_of(definitions: Definitions, *bases: str) -> Iterator[str]:
    for cls in _classes(definitions, *bases):
        yield from definitions.methods_of(cls)


def _classes(definitions: Definitions, *bases: str) -> Iterator[Class]:
    for cls in definitions.classes.values():
        if definitions.names.files[cls.path].role == "source" and definitions.derives(cls.name, *bases):
            yield cls


def _tasks(definitions: Definitions) -> Iterator[str]:
    for function in definitions.functions.values():
        if _has(function.decorators, _TASKS):
            yield function.name


def _has(decorators: Iterable[str], wanted: tuple[str, ...]) -> bool:
    return any(name.rsplit(".", 1)[-1] in wanted for name in decorators)
