"""The project's views: what routes lead to, and what looks like a view where no route could be followed to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wsgi2asgi.analysis.facts.values import Decorator
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.module_bodies import variable
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.put_around import bound_again, decorator_behind
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.unrouted_views import DRF_CLASS, VIEW, UnroutedViews
from wsgi2asgi.analysis.program.views import Handler, Route, View, ViewDecorator
from wsgi2asgi.model.verdicts import ViewKind

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
#: Parts of Django's (and REST framework's) machinery around the handlers that projects override.
MACHINERY = (
    "dispatch", "setup", "__init__", "as_view", "http_method_not_allowed", "get_queryset", "get_object",
    "get_context_data", "get_template_names", "render_to_response", "get_form", "get_form_class", "get_form_kwargs",
    "get_initial", "form_valid", "form_invalid", "get_success_url", "get_redirect_url", "get_ordering",
    "get_paginate_by", "paginate_queryset", "get_context_object_name", "test_func", "has_permission",
    "get_permission_required", "handle_no_permission", "get_login_url", "check_permissions", "initial",
    "get_serializer", "get_serializer_class", "get_serializer_context", "perform_create", "perform_update",
    "perform_destroy", "filter_queryset", "get_permissions", "list", "retrieve", "create", "update",
    "partial_update", "destroy", "finalize_response", "initialize_request", "items", "item_link", "location",
    "lastmod",
)  # fmt: skip
_DRF_FUNCTION = "rest_framework.decorators.api_view"
_METHOD_DECORATOR = "django.utils.decorators.method_decorator"
_PLAIN_BASES = (VIEW, "django.views.generic.base.ContextMixin", "django.views.generic.base.TemplateResponseMixin")


class ViewsReader:
    """Makes views of routes and of views modules."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.names = definitions.names

    def views(self, routes: Iterable[Route]) -> tuple[View, ...]:
        """All views in order of path and line."""
        found: dict[str, list[tuple[Route, tuple[str, ...]]]] = {}
        for route in routes:
            if route.view is not None and route.kind in ("view", "drf", "ninja"):
                name, wrapped = self._behind(route.view)
                found.setdefault(name, []).append((route, wrapped))
        for name in UnroutedViews(self.definitions).beside(found):
            found.setdefault(name, [])
        views = [view for name, reached in found.items() if (view := self._view(name, reached))]
        return tuple(sorted(views, key=lambda view: (view.path, view.place.line, view.name)))

    def _behind(self, name: str) -> tuple[str, tuple[str, ...]]:
        """The function or class behind a variable such as ``detail = login_required(_detail)``, and what wraps it."""
        wrapped: list[str] = []
        for _ in range(5):
            if name in self.definitions.functions or name in self.definitions.classes:
                break
            given = variable(self.names, name)
            inner = self._unwrapped(*given, wrapped) if given else None
            if inner is None:
                break
            name = inner
        return name, tuple(wrapped)

    def _unwrapped(self, body: Body, index: int, wrapped: list[str]) -> str | None:
        while True:
            op = body.ops[index]
            if op.kind != "call":
                return body.dotted(index)
            callee = body.ops[op.inputs[0]]
            if callee.kind == "attr" and callee.name == "as_view":
                return body.dotted(callee.inputs[0])
            if not op.positional:
                return body.dotted(op.inputs[0])
            at = callee.inputs[0] if callee.kind == "call" else op.inputs[0]
            wrapped.append(body.dotted(at) or body.text(at) or "?")
            index = op.positional[0]

    def _view(self, name: str, reached: list[tuple[Route, tuple[str, ...]]]) -> View | None:
        routes = tuple(route for route, _ in reached)
        outside = [
            ViewDecorator(decorator_behind(self.definitions, decorator), route.place, in_urls=True)
            for route, wrapped in reached
            for decorator in (*route.decorators, *wrapped)
        ]
        cls = self.definitions.classes.get(name)
        if cls is not None:
            return self._of_class(cls, routes, outside)
        function = self.definitions.functions.get(name)
        return self._of_function(function, routes, outside) if function else None

    def _of_function(self, function: Function, routes: tuple[Route, ...], outside: list[ViewDecorator]) -> View:
        written = zip(function.decorators, function.facts.decorators, strict=True)
        own = [
            *bound_again(self.definitions, function),
            *((name, place_of(function.path, item.span)) for name, item in written),
        ]
        return View(
            name=function.name,
            kind=_kind_of_function(function, routes),
            place=function.place,
            path=function.path,
            is_async=function.is_async,
            handlers=(Handler("__call__", function.name, function.is_async),),
            decorators=(
                *dict.fromkeys(outside),
                *(ViewDecorator(decorator_behind(self.definitions, name), place) for name, place in own),
            ),
            routes=routes,
        )

    def _of_class(self, cls: Class, routes: tuple[Route, ...], outside: list[ViewDecorator]) -> View:
        handlers = tuple(self._handlers(cls, METHODS))
        counted = [handler for handler in handlers if handler.method != "options"]
        call = tuple(self._handlers(cls, ("__call__",))) if not handlers else ()
        return View(
            name=cls.name,
            kind=self._kind(cls, routes),
            place=cls.place,
            path=cls.path,
            is_async=bool(counted) and all(handler.is_async for handler in counted),
            handlers=handlers or call,
            overrides=tuple(self._handlers(cls, MACHINERY)),
            bases=cls.lineage[1:],
            decorators=(*dict.fromkeys(outside), *self._class_decorators(cls)),
            routes=routes,
            has_unknown_base=cls.has_unknown_base,
        )

    def _handlers(self, cls: Class, methods: Iterable[str]) -> Iterator[Handler]:
        for method in methods:
            function = self.definitions.find_method(cls.name, method)
            if function is not None:
                yield Handler(method, function.name, function.is_async)

    def _kind(self, cls: Class, routes: tuple[Route, ...]) -> ViewKind:
        if DRF_CLASS in cls.lineage or any(route.kind == "drf" for route in routes):
            return "drf"
        if VIEW not in cls.lineage:
            return "other"
        outside = [base for base in cls.lineage if base not in self.definitions.classes]
        is_generic = any(_is_generic(base) for base in outside)
        return "generic" if is_generic else "class"

    def _class_decorators(self, cls: Class) -> Iterator[ViewDecorator]:
        """Decorators on the class and on its methods; ``method_decorator`` is looked through."""
        for base in cls.lineage:
            found = self.definitions.classes.get(base)
            facts = self.names.facts(found.module) if found else None
            if found is None or facts is None:
                continue
            outer = Body(self.names, facts, facts.by_qualname[found.facts.parent])
            for item in found.facts.decorators:
                yield from self._one(outer, item, "", base)
            inner = Body(self.names, facts, facts.by_qualname[found.facts.qualname])
            for method, dotted in found.methods.items():
                if method in METHODS or method in ("dispatch", "setup"):
                    for item in self.definitions.functions[dotted].facts.decorators:
                        yield from self._one(inner, item, method, base)

    def _one(self, body: Body, item: Decorator, target: str, owner: str) -> Iterator[ViewDecorator]:
        place = place_of(body.facts.path, item.span)
        name = self.names.resolve_text(body.facts, body.function.qualname, item.text) or item.text or "?"
        if name != _METHOD_DECORATOR:
            yield ViewDecorator(decorator_behind(self.definitions, name), place, target, owner=owner)
            return
        given = body.constant(body.argument(item.op, 1, "name"))
        target = given if isinstance(given, str) else target
        argument = body.argument(item.op, 0, "decorator")
        if argument is None:
            return
        behind = body.behind(argument)
        several = body.ops[behind].kind == "collection"
        for index in body.ops[behind].inputs if several else (argument,):
            callee = body.ops[index].inputs[0] if body.ops[index].kind == "call" else index
            name = body.dotted(callee) or body.text(callee) or "?"
            yield ViewDecorator(decorator_behind(self.definitions, name), place, target, owner=owner)


def _kind_of_function(function: Function, routes: Iterable[Route]) -> ViewKind:
    if _DRF_FUNCTION in function.decorators:
        return "drf"
    if any(route.kind == "ninja" for route in routes):
        return "ninja"
    return "function" if function.owner is None else "other"


def _is_generic(base: str) -> bool:
    if base in _PLAIN_BASES:
        return False
    if base.startswith(("django.contrib.auth.mixins.", "django.views.generic.base.View")):
        return False
    return base.startswith(("django.views.generic.", "django.contrib.auth.views.", "django.contrib.admin.")) or (
        not base.startswith("django.") and base.endswith("View")
    )
