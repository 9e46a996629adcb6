"""Route WebSockets beside HTTP in asgi.py, with Channels.

The application that Django makes is made first, because that loads the apps; what imports models comes below it,
marked so that formatters leave it there. https://channels.readthedocs.io/en/stable/installation.html
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.reading.application import Applications
from wsgi2asgi_codemods.reading.entry_point import bound_inside, factory_calls
from wsgi2asgi_codemods.reading.names import Imports
from wsgi2asgi_codemods.reading.routers import Router, find_router
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.adding_imports import taken_names
from wsgi2asgi_codemods.writing.elements import insert
from wsgi2asgi_codemods.writing.indent import indent_of
from wsgi2asgi_codemods.writing.late_imports import late_imports

_ROUTER = """\
application = ProtocolTypeRouter(
    {
        "http": %(http)s,
        "websocket": %(websocket)s,
    }
)
"""
_PLAIN = "AllowedHostsOriginValidator(URLRouter(websocket_urlpatterns))"
_WITH_USER = """\
AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter(websocket_urlpatterns))
        )"""
_FREE = ("django_asgi_app", "django_application", "http_application")


class RouteWebsockets(CodemodCommand):
    """Puts a ``ProtocolTypeRouter`` in front of Django, unless asgi.py routes WebSockets already."""

    DESCRIPTION = "Route WebSockets beside HTTP in asgi.py."

    def __init__(self, context: CodemodContext, routing: str, authenticated: bool = True) -> None:
        """``routing``: the module with ``websocket_urlpatterns``. ``authenticated``: give consumers the user."""
        super().__init__(context)
        self._routing = routing
        self._authenticated = authenticated

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Raises Refused where the application is made in a way that cannot be followed."""
        imports = Imports.of(tree)
        router = find_router(tree, imports)
        if router is not None:
            return tree if router.routes("websocket") else self._extend(tree, imports, router)
        for statement in tree.body:
            if isinstance(statement, (cst.FunctionDef, cst.ClassDef)) and statement.name.value == "application":
                raise Refused("application is a function of the project's own here; route WebSockets in it by hand")
        binding = [statement for statement in tree.body if bound_inside(statement, "application")]
        if not binding:
            raise Refused("no application is assigned here")
        if len(binding) == 1 and isinstance(binding[0], cst.SimpleStatementLine):
            return self._replace(tree, imports, binding[0])
        return self._below(tree, binding[-1])

    # -- the three ways -------------------------------------------------------------------------------------

    def _replace(self, tree: cst.Module, imports: Imports, line: cst.SimpleStatementLine) -> cst.Module:
        """``application = get_asgi_application()`` becomes ``django_asgi_app = ...``, the imports and the router."""
        assign = line.body[0]
        if len(line.body) != 1 or not isinstance(assign, (cst.Assign, cst.AnnAssign)) or assign.value is None:
            raise Refused("the application is assigned in a way that is not understood")
        if isinstance(assign.value, cst.Name):
            return self._put(tree, line, [], assign, line.leading_lines, assign.value.value)
        if Applications(imports).unwrap(assign.value) is None and not factory_calls(assign.value, imports):
            raise Refused("the application is not made by get_asgi_application() here")
        name = _free_name(tree)
        own, moved = _comments(line.leading_lines)
        django = cst.SimpleStatementLine(
            [cst.Assign([cst.AssignTarget(cst.Name(name))], assign.value)],
            leading_lines=own,
            trailing_whitespace=line.trailing_whitespace,
        )
        return self._put(tree, line, [django], assign, moved, name)

    def _below(self, tree: cst.Module, last: cst.BaseStatement) -> cst.Module:
        """The router takes over below the last statement that assigns the application."""
        name = _free_name(tree)
        django = cst.ensure_type(cst.parse_statement(f"{name} = application"), cst.SimpleStatementLine)
        django = django.with_changes(leading_lines=[cst.EmptyLine(indent=False)])
        block = [last, django, *self._block(tree, self._router(tree, name, ()), self._groups())]
        return _replaced(tree, last, block)

    def _extend(self, tree: cst.Module, imports: Imports, router: Router) -> cst.Module:
        """An HTTP-only router gets the WebSocket entry, and Django's application is made before the imports."""
        line, http = router.line, router.value("http")
        if line is None or http is None:
            raise Refused("the ProtocolTypeRouter is built in a way that is not understood")
        made: list[cst.BaseStatement] = []
        changed = router.mapping
        if factory_calls(http, imports):
            name = _free_name(tree)
            assign = cst.Assign([cst.AssignTarget(cst.Name(name))], http)
            made.append(cst.SimpleStatementLine([assign], leading_lines=[cst.EmptyLine(indent=False)]))
            changed = cst.ensure_type(changed.deep_replace(http, cst.Name(name)), cst.Dict)
        websocket = cst.DictElement(cst.SimpleString('"websocket"'), cst.parse_expression(self._websocket(tree)))
        entry = insert(changed, len(changed.elements), websocket)
        below = line.deep_replace(router.mapping, entry)
        assert isinstance(below, cst.SimpleStatementLine)
        missing = [group for group in self._groups(imports) if group]
        return _replaced(tree, line, [*made, *self._block(tree, below, missing)])

    # -- pieces ---------------------------------------------------------------------------------------------

    def _put(
        self,
        tree: cst.Module,
        line: cst.SimpleStatementLine,
        above: list[cst.BaseStatement],
        assign: cst.Assign | cst.AnnAssign,
        comments: Sequence[cst.EmptyLine],
        name: str,
    ) -> cst.Module:
        router = self._router(tree, name, comments)
        others = assign.targets if isinstance(assign, cst.Assign) else ()
        more = [target for target in others if not _is_name(target.target, "application")]
        if more:
            small = cst.ensure_type(router.body[0], cst.Assign)
            router = router.with_changes(body=[small.with_changes(targets=[*small.targets, *more])])
        return _replaced(tree, line, [*above, *self._block(tree, router, self._groups())])

    def _block(
        self, tree: cst.Module, below: cst.BaseStatement, groups: Sequence[Sequence[str]]
    ) -> list[cst.BaseStatement]:
        return late_imports(tree, groups, below)

    def _router(self, tree: cst.Module, http: str, comments: Sequence[cst.EmptyLine]) -> cst.SimpleStatementLine:
        code = _ROUTER.replace("    ", indent_of(tree)) % {"http": http, "websocket": self._websocket(tree)}
        statement = cst.parse_statement(code, config=tree.config_for_parsing)
        return cst.ensure_type(statement, cst.SimpleStatementLine).with_changes(leading_lines=list(comments))

    def _websocket(self, tree: cst.Module) -> str:
        return (_WITH_USER if self._authenticated else _PLAIN).replace("    ", indent_of(tree))

    def _groups(self, imports: Imports | None = None) -> list[list[str]]:
        bound = imports.bound.values() if imports else ()
        auth = ["from channels.auth import AuthMiddlewareStack"] if self._authenticated else []
        names = [name for name in ("ProtocolTypeRouter", "URLRouter") if f"channels.routing.{name}" not in bound]
        routing = [f"from channels.routing import {', '.join(names)}"] if names else []
        origin = ["from channels.security.websocket import AllowedHostsOriginValidator"]
        own = [f"from {self._routing} import websocket_urlpatterns"]
        packages = [
            line
            for line in [*auth, *routing, *origin]
            if line.replace("from ", "").replace(" import ", ".") not in bound
        ]
        return [packages, own]


def _free_name(tree: cst.Module) -> str:
    taken = taken_names(tree)
    return next((name for name in _FREE if name not in taken), "django_asgi_app_")


def _comments(lines: Sequence[cst.EmptyLine]) -> tuple[list[cst.EmptyLine], list[cst.EmptyLine]]:
    """The lines above ``application = ...``: those that stay with Django's, those about the object that is served."""
    block: list[cst.EmptyLine] = []
    rest = list(lines)
    while rest and rest[-1].comment is not None:
        block.insert(0, rest.pop())
    about = any("application object" in line.comment.value for line in block if line.comment)
    return (rest, block) if about else (list(lines), [])


def _is_name(target: cst.BaseExpression, name: str) -> bool:
    return isinstance(target, cst.Name) and target.value == name


def _replaced(tree: cst.Module, old: cst.BaseStatement, new: Sequence[cst.BaseStatement]) -> cst.Module:
    body: list[cst.BaseStatement] = []
    for statement in tree.body:
        body.extend(new if statement is old else [statement])
    return tree.with_changes(body=body)
