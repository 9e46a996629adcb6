"""Follows the URL configuration: path, re_path, include, routers, decorated views; in the order Django tries them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.admin_routes import AdminRoutes
from wsgi2asgi.analysis.program.class_routes import pattern_bodies
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.ninja_routes import NinjaRoutes
from wsgi2asgi.analysis.program.route_arguments import arguments_of
from wsgi2asgi.analysis.program.routers import Routers
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.views import Route, RouteKind

PATHS = ("django.urls.conf.path", "django.urls.path")
RE_PATHS = (
    "django.urls.conf.re_path", "django.urls.re_path", "django.conf.urls.url", "django.conf.urls.defaults.url",
)  # fmt: skip
_INCLUDES = ("django.urls.conf.include", "django.urls.include", "django.conf.urls.include")
_I18N = ("django.conf.urls.i18n.i18n_patterns",)
_LISTS = ("builtins.list", "django.conf.urls.patterns", "rest_framework.urlpatterns.format_suffix_patterns")
#: Files served while developing; no routes of the project.
_STATIC = ("django.conf.urls.static.static", "django.contrib.staticfiles.urls.staticfiles_urlpatterns")


@dataclass(frozen=True, slots=True)
class _Above:
    """What stands above a list of routes."""

    pattern: str = ""
    regex: bool = False
    namespaces: tuple[str, ...] = ()
    decorators: tuple[str, ...] = ()
    i18n: bool = False
    conditional: bool = False
    visiting: tuple[str, ...] = ()


class UrlsReader:
    """Reads URL configurations by module name."""

    def __init__(self, definitions: Definitions) -> None:
        self.names = definitions.names
        self._definitions = definitions
        self._functions = definitions.functions
        self._classes = definitions.classes
        self._routers = Routers(definitions)
        self._ninja = NinjaRoutes(definitions)
        self._admin = AdminRoutes(definitions)

    def routes(self, root: str, others: Iterable[str] = ()) -> tuple[Route, ...]:
        """All routes of the root URL configuration, then those of others that some requests get instead; behind them
        those that classes of the admin add."""
        found = list(self._module(root, _Above()))
        for module in others:
            found += self._module(module, _Above(conditional=True))
        found += self._in_admin(route for route in found if route.kind == "admin")
        return (*found, *self._in_classes({route.view for route in found}))

    def _in_classes(self, routed: set[str | None]) -> Iterator[Route]:
        """What methods of classes make, of views that no other route leads to: it is not told where they are put."""
        above = _Above("?", regex=True, conditional=True)
        for body in pattern_bodies(self._definitions):
            found: list[Route] = []
            for index, op in enumerate(body.ops):
                if op.kind == "return" and op.inputs:
                    found += self._list(body, op.inputs[0], above)
                elif body.function.kind == "class" and body.callee(index) in (*PATHS, *RE_PATHS):
                    found += self._element(body, index, above)
            yield from (route for route in found if route.view is not None and route.view not in routed)

    def _in_admin(self, mounts: Iterable[Route]) -> Iterator[Route]:
        mount = next((route.pattern for route in mounts), None)
        for place, body in self._admin.bodies() if mount is not None else ():
            above = _Above(f"{mount}{place}", namespaces=("admin",))
            for index in range(len(body.ops)):
                if body.callee(index) in (*PATHS, *RE_PATHS):
                    yield from self._element(body, index, above)

    def _module(self, module: str, above: _Above) -> Iterator[Route]:
        facts = self.names.facts(module)
        if facts is None or module in above.visiting:
            return
        body = Body(self.names, facts, facts.by_qualname[""])
        above = replace(above, visiting=(*above.visiting, module))
        yield from self._variable(body, "urlpatterns", len(body.ops), above)

    def _variable(self, body: Body, name: str, before: int, above: _Above) -> Iterator[Route]:
        """All that a variable was given up to an operation: the assignment that counts and what was added to it."""
        stores = [store for store in body.stores.get(name, ()) if store < before and body.ops[store].inputs]
        fresh = [store for store in stores if not self._adds_to(body, store, name)]
        alternatives = [store for store in fresh if body.is_conditional(store)]
        first = [store for store in fresh if not body.is_conditional(store)][-1:]
        for store in sorted({*first, *alternatives, *(store for store in stores if store not in fresh)}):
            if first and store < first[0]:
                continue
            value = body.ops[store].inputs[0]
            yield from self._list(body, value, self._here(body, store, above), skip=name)
        yield from self._appended(body, name, range(first[0] if first else 0, before), above)

    def _adds_to(self, body: Body, store: int, name: str) -> bool:
        value = body.ops[body.ops[store].inputs[0]]
        return value.kind == "binary" and any(
            body.ops[index].kind == "name" and body.ops[index].name == name for index in value.inputs
        )

    def _appended(self, body: Body, name: str, between: range, above: _Above) -> Iterator[Route]:
        for index in between:
            op = body.ops[index]
            if op.kind != "call" or len(op.inputs) < 2:
                continue
            callee = body.ops[op.inputs[0]]
            if callee.kind != "attr" or callee.name not in ("append", "insert", "extend"):
                continue
            if body.text(callee.inputs[0]) == name:
                here = self._here(body, index, above)
                if callee.name == "extend":
                    yield from self._list(body, op.inputs[-1], here)
                else:
                    yield from self._element(body, op.inputs[-1], here)

    def _here(self, body: Body, index: int, above: _Above) -> _Above:
        return replace(above, conditional=True) if body.is_conditional(index) else above

    def _list(self, body: Body, index: int, above: _Above, skip: str = "") -> Iterator[Route]:
        """The routes of an expression that is a list of patterns."""
        op = body.ops[index]
        if op.kind == "collection":
            for element in op.inputs:
                yield from self._element(body, element, above)
        elif op.kind == "binary":
            for side in op.inputs:
                if not (body.ops[side].kind == "name" and body.ops[side].name == skip):
                    yield from self._list(body, side, above)
        elif op.kind == "name" and op.name in body.stores:
            yield from self._variable(body, op.name, index, above)
        elif op.kind == "call":
            yield from self._list_of_call(body, index, above)
        elif op.kind in ("name", "attr"):
            yield from self._list_elsewhere(body, index, above)

    def _list_of_call(self, body: Body, index: int, above: _Above) -> Iterator[Route]:
        callee, op = body.callee(index), body.ops[index]
        if callee in _I18N:
            for element in op.positional:
                yield from self._element(body, element, replace(above, i18n=True))
        elif callee in _LISTS:
            yield from self._handed(body, op, above)
        elif callee in _STATIC:
            return
        elif callee in self._functions and callee not in above.visiting:
            made = list(self._returned(self._functions[callee], replace(above, visiting=(*above.visiting, callee))))
            handed = list(self._handed(body, op, above))
            yield from made if any(route.kind != "unknown" for route in made) or not handed else handed
        else:
            yield self._unknown(body, index, above)

    def _handed(self, body: Body, call: Op, above: _Above) -> Iterator[Route]:
        """The routes among the arguments of a call, in lists or one by one."""
        for argument in call.positional:
            is_route = body.callee(argument) in (*PATHS, *RE_PATHS)
            yield from self._element(body, argument, above) if is_route else self._list(body, argument, above)

    def _returned(self, function: Function, above: _Above) -> Iterator[Route]:
        """The lists that a function of the project returns."""
        body = Body(self.names, self.names.files[function.path], function.facts)
        for index, op in enumerate(body.ops):
            if op.kind == "return" and op.inputs:
                yield from self._list(body, op.inputs[0], self._here(body, index, above))

    def _list_elsewhere(self, body: Body, index: int, above: _Above) -> Iterator[Route]:
        """``router.urls``, or a list of another module."""
        dotted = body.dotted(index) or ""
        op = body.ops[index]
        if op.kind == "attr" and op.name == "urls":
            owner = body.dotted(op.inputs[0]) or ""
            made = self._ninja.routes(owner) if self._ninja.is_api(owner) else self._routers.routes(owner)
            found = [self._under(route, above) for route in made]
            if found:
                yield from found
                return
        module, _, name = dotted.rpartition(".")
        facts = self.names.facts(module)
        if facts is not None and name in facts.by_qualname[""].local and dotted not in above.visiting:
            inner = Body(self.names, facts, facts.by_qualname[""])
            yield from self._variable(inner, name, len(inner.ops), replace(above, visiting=(*above.visiting, dotted)))
        else:
            yield self._unknown(body, index, above)

    # -- one element ----------------------------------------------------------------------------------------

    def _element(self, body: Body, index: int, above: _Above) -> Iterator[Route]:
        op = body.ops[index]
        callee = body.callee(index)
        if op.kind == "star":
            yield from self._list(body, op.inputs[0], above)
        elif callee in PATHS or callee in RE_PATHS:
            yield from self._path(body, index, above, regex=callee in RE_PATHS)
        elif op.kind == "name":
            behind = body.behind(index)
            if behind != index:
                yield from self._element(body, behind, above)
        elif op.kind == "collection" and len(op.inputs) >= 2:  # the tuples of Django 1.x
            yield from self._route(
                body, index, op.inputs[1], body.constant(op.inputs[0]), None, replace(above, regex=True)
            )
        elif op.kind == "call":
            yield self._unknown(body, index, above)

    def _path(self, body: Body, index: int, above: _Above, *, regex: bool) -> Iterator[Route]:
        pattern = body.constant(body.argument(index, 0, "regex" if regex else "route"))
        view = body.argument(index, 1, "view")
        name = body.constant(body.argument(index, 3, "name"))
        above = replace(above, regex=above.regex or regex)
        if view is not None:
            yield from self._route(body, index, view, pattern, name, above)

    def _route(
        self, body: Body, index: int, view: int, pattern: object, name: object, above: _Above
    ) -> Iterator[Route]:
        text = pattern if isinstance(pattern, str) else "?"
        below = replace(above, pattern=_joined(above, text))
        view = body.behind(view)
        decorators: list[str] = list(above.decorators)
        while True:
            op = body.ops[view]
            callee = body.callee(view) or ""
            if callee in _INCLUDES:
                yield from self._include(body, view, replace(below, decorators=tuple(decorators)))
                return
            wrapped = self._wrapped(body, view)
            if wrapped is None:
                break
            decorators.append(self._decorator(body, view))
            view = body.behind(wrapped)
        if op.kind == "attr" and op.name == "urls" and body.dotted(view) not in self._functions:
            if self._ninja.is_api(body.dotted(op.inputs[0]) or ""):
                yield from self._list_elsewhere(body, view, below)
            else:
                yield self._bare(body, index, view, below, "admin", name)
            return
        yield self._final(body, index, view, replace(below, decorators=tuple(decorators)), name)

    def _wrapped(self, body: Body, view: int) -> int | None:
        """The view inside ``login_required(view)`` or ``cache_page(60)(view)``; None where nothing wraps it."""
        op = body.ops[view]
        if op.kind != "call" or not op.positional or self._as_view(body, view):
            return None
        inner = op.positional[0]
        kinds = ("name", "attr", "call")
        is_factory = body.ops[op.inputs[0]].kind == "call"
        if body.ops[inner].kind in kinds and (is_factory or len(op.positional) == 1 or self._as_view(body, inner)):
            return inner
        return None

    def _decorator(self, body: Body, view: int) -> str:
        callee = body.ops[view].inputs[0]
        if body.ops[callee].kind == "call":
            callee = body.ops[callee].inputs[0]
        return body.dotted(callee) or body.text(callee) or "?"

    def _as_view(self, body: Body, view: int) -> bool:
        callee = body.ops[body.ops[view].inputs[0]] if body.ops[view].kind == "call" else None
        return callee is not None and callee.kind == "attr" and callee.name == "as_view"

    def _final(self, body: Body, index: int, view: int, above: _Above, name: object) -> Route:
        op = body.ops[view]
        initkwargs: tuple[str, ...] = ()
        dotted = self._class_asked(body, view)
        if dotted is not None:
            initkwargs = tuple(keyword for keyword in op.keywords if keyword)
        elif op.kind == "const" and isinstance(op.value, str):
            dotted = self.names.canonical(op.value)
        elif op.kind == "call" and not op.positional:
            dotted = body.dotted(op.inputs[0])  # an instance that can be called: a Feed
        elif op.kind == "function":
            dotted = f"{body.facts.module}.{op.name}"
        else:
            dotted = body.dotted(view)
        if dotted is None:
            return replace(self._bare(body, index, view, above, "unknown", name), initkwargs=initkwargs)
        kind: RouteKind = "view" if self._is_own(dotted) else "external"
        return replace(self._bare(body, index, view, above, kind, name), view=dotted, initkwargs=initkwargs)

    def _class_asked(self, body: Body, view: int) -> str | None:
        """The class in ``Detail.as_view()``, or in the call of a class method of the project's own to that end."""
        op = body.ops[view]
        if op.kind != "call" or body.ops[op.inputs[0]].kind != "attr":
            return None
        owner = body.dotted(body.ops[op.inputs[0]].inputs[0])
        return owner if self._as_view(body, view) or owner in self._classes else None

    def _is_own(self, dotted: str) -> bool:
        module = dotted
        while module:
            if self.names.facts(module) is not None:
                return True
            module = module.rpartition(".")[0]
        return False

    def _bare(self, body: Body, index: int, view: int, above: _Above, kind: RouteKind, name: object) -> Route:
        return Route(
            pattern=above.pattern,
            place=body.place(index),
            kind=kind,
            view_text=body.text(view),
            regex=above.regex,
            name=name if isinstance(name, str) else None,
            namespaces=above.namespaces,
            arguments=arguments_of(above.pattern),
            decorators=above.decorators,
            i18n=above.i18n,
            conditional=above.conditional,
        )

    def _under(self, route: Route, above: _Above) -> Route:
        pattern = _joined(above, route.pattern)
        return replace(
            route,
            pattern=pattern,
            namespaces=(*above.namespaces, *route.namespaces),
            arguments=arguments_of(pattern),
            decorators=above.decorators,
            i18n=above.i18n,
            conditional=above.conditional,
        )

    def _unknown(self, body: Body, index: int, above: _Above) -> Route:
        return replace(self._bare(body, index, index, above, "unknown", None), pattern=above.pattern + "?")

    # -- include --------------------------------------------------------------------------------------------

    def _include(self, body: Body, index: int, above: _Above) -> Iterator[Route]:
        target = body.argument(index, 0, "arg")
        if target is None:
            return
        target = self._behind(body, target)
        namespace = body.constant(body.argument(index, 1, "namespace"))
        op = body.ops[target]
        app_name: object = None
        if op.kind == "collection" and op.name == "tuple" and len(op.inputs) in (2, 3):
            app_name = body.constant(op.inputs[1])
            target = self._behind(body, op.inputs[0])
            op = body.ops[target]
        module = self._included_module(body, target)
        if module is not None and app_name is None:
            app_name = self._app_name(module)
        chosen = namespace or app_name
        inside = replace(above, namespaces=(*above.namespaces, chosen)) if isinstance(chosen, str) else above
        if module is not None:
            yield from self._module(module, inside)
        elif op.kind == "const" and isinstance(op.value, str):
            yield replace(self._unknown(body, index, inside), kind="external", view_text=op.value)
        elif op.kind == "attr" and op.name == "urls" and "admin" in (body.text(target) or ""):
            yield self._bare(body, index, target, inside, "admin", None)
        else:
            yield from self._list(body, target, inside)

    def _behind(self, body: Body, target: int) -> int:
        """What a variable holds; the variable itself where that is a list, which may have grown since."""
        behind = body.behind(target)
        op = body.ops[behind]
        return target if op.kind == "collection" and op.name == "list" else behind

    def _included_module(self, body: Body, target: int) -> str | None:
        op = body.ops[target]
        text = op.value if op.kind == "const" else body.dotted(target)
        if not isinstance(text, str):
            return None
        facts = self.names.facts(self.names.canonical(text))
        return facts.module if facts else None

    def _app_name(self, module: str) -> object:
        facts = self.names.facts(module)
        if facts is None:
            return None
        body = Body(self.names, facts, facts.by_qualname[""])
        stores = body.stores.get("app_name", ())
        return body.constant(body.ops[stores[-1]].inputs[0]) if stores and body.ops[stores[-1]].inputs else None


def _joined(above: _Above, pattern: str) -> str:
    """Patterns of includes and routes put together; the anchors of regular expressions fall away inside."""
    if above.regex and above.pattern:
        return re.sub(r"\$$", "", above.pattern) + pattern.removeprefix("^")
    return above.pattern + pattern
