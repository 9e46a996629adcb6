"""The step ``channels`` (with ``--channels``): WebSockets beside HTTP.

routing.py with ``websocket_urlpatterns`` beside asgi.py, and a ``ProtocolTypeRouter`` in asgi.py. Routes and consumers
that the project has are used; else a sample consumer answers on the paths that the project's own pages open, or on
``ws/echo/``. https://channels.readthedocs.io/en/stable/
"""

from __future__ import annotations

import posixpath
import re

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.model.plan import Step, StepId
from wsgi2asgi.planning.drafts import Drafts
from wsgi2asgi.planning.entry_point.location import asgi_module, asgi_path, module_of
from wsgi2asgi.planning.websockets import texts
from wsgi2asgi.planning.websockets.existing import Consumer, consumers, routing_modules
from wsgi2asgi.planning.websockets.pages import Opened, opened_sockets
from wsgi2asgi.planning.websockets.releases import why_no_channels
from wsgi2asgi.planning.websockets.routes import pattern_of

_ABOUT: tuple[StepId, str, str] = ("channels", "route_websockets", "Route WebSockets with Channels")
_SAMPLE = "EchoConsumer"
_SAMPLE_PATH = "ws/echo/"

Route = tuple[str, str, str]  # pattern, module of the consumer, its class


def plan(program: Program, options: MigrateOptions) -> Step:
    """New files and the router; nothing where asgi.py routes WebSockets already."""
    project = program.project
    drafts = Drafts(project.tree)
    path = asgi_path(project)
    if not options.channels:
        return drafts.step(*_ABOUT)
    why = why_no_channels(project)
    if why is None and asgi_module(project) is None:
        why = f"there is no {path} yet to route WebSockets in"
    if why is not None:
        drafts.refused.append(Skipped(path, why))
        return drafts.step(*_ABOUT)
    parameters = {"routing": "routing", "authenticated": _has_users(program)}
    tried = drafts.try_out(path, "route_websockets", parameters)
    if tried is not None and tried.code == drafts.text(path):
        return drafts.step(*_ABOUT)
    if tried is not None:
        parameters["routing"] = _routing(program, drafts, path)
    drafts.edit(
        path,
        "route_websockets",
        parameters,
        "WebSockets go to the consumers, behind a check of the Origin header; HTTP goes to Django as before",
    )
    return drafts.step(*_ABOUT)


def _has_users(program: Program) -> bool:
    """Whether a WebSocket's user can be found: by sessions and Django's auth. Assumed where nothing is known."""
    apps, chain = (_known(program, name) for name in ("INSTALLED_APPS", "MIDDLEWARE"))
    has_auth = apps is None or any(app.startswith("django.contrib.auth") for app in apps)
    return has_auth and (chain is None or any("session" in name.lower() for name in chain))


def _known(program: Program, name: str) -> list[str] | None:
    """The strings of a list setting; None where it is not given or part of it is not known."""
    value = program.settings.likely(name)
    strings = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return strings if isinstance(value, list) and len(strings) == len(value) else None


# -- which module has the routes ----------------------------------------------------------------------------


def _routing(program: Program, drafts: Drafts, asgi: str) -> str:
    """The module with ``websocket_urlpatterns``; wishes for it where it has to be written."""
    modules = routing_modules(program)
    if len(modules) == 1:
        return modules[0]
    if modules:
        why = "it puts the WebSocket routes of the apps together"
        return _write(program, drafts, _beside(program, asgi, "routing"), texts.gathered_routing(modules), why)
    found = consumers(program)
    sockets, unclear = opened_sockets(program.project.tree)
    for file, line in unclear:
        drafts.advise("the path of this WebSocket cannot be told from the source; add its route by hand", file, line)
    if found:
        routes, why = _routes_of(program, drafts, found, sockets), "it routes the consumers that the project has"
    else:
        routes, why = _sample(program, drafts, asgi, sockets), "asgi.py takes the routes of WebSockets from here"
    return _write(program, drafts, _beside(program, asgi, "routing"), texts.routing(routes), why)


def _sample(program: Program, drafts: Drafts, asgi: str, sockets: tuple[Opened, ...]) -> list[Route]:
    path = _beside(program, asgi, "consumers")
    where = ", ".join(f"/{_shown(item)}" for item in sockets)
    why = f"the pages open {where}, and nothing answers yet" if sockets else "a consumer to start from"
    module = _write(program, drafts, path, texts.CONSUMERS.format(name=_SAMPLE), why)
    what = f"let it send what the pages that open {where} expect" if sockets else "replace it by your own"
    drafts.advise(f"{_SAMPLE} is a sample that lets everyone connect, echoes and broadcasts: {what}", path)
    patterns = [pattern_of(program, item) for item in sockets] or [_SAMPLE_PATH]
    return [(pattern, module, _SAMPLE) for pattern in patterns]


def _shown(opened: Opened) -> str:
    return opened.path.replace("\0", "...")


def _routes_of(
    program: Program, drafts: Drafts, found: tuple[Consumer, ...], sockets: tuple[Opened, ...]
) -> list[Route]:
    """Each consumer on the path that a page opens, where just one fits, else on a path after its name."""
    routes = []
    for consumer in found:
        fitting = [item for item in sockets if len(item.holes) == len(consumer.arguments)]
        if len(found) == 1 and len(fitting) == 1:
            pattern = _with_arguments(fitting[0], consumer)
        else:
            name = re.sub(r"(?<!^)(?=[A-Z])", "-", consumer.name.removesuffix("Consumer")).lower() or "socket"
            pattern = "".join([f"ws/{name}/", *(f"<str:{argument}>/" for argument in consumer.arguments)])
            drafts.advise(
                f"{consumer.name} is routed on /{pattern}: check that its clients use this path",
                consumer.path,
                consumer.line,
            )
        routes.append((pattern, consumer.module, consumer.name))
    return routes


def _with_arguments(opened: Opened, consumer: Consumer) -> str:
    parts = opened.path.split("\0")
    pairs = zip(consumer.arguments, parts[1:], strict=True)
    return parts[0] + "".join(f"<str:{argument}>{rest}" for argument, rest in pairs)


# -- files --------------------------------------------------------------------------------------------------


def _beside(program: Program, asgi: str, name: str) -> str:
    """A new file beside asgi.py; the longer name where the plain one is taken."""
    folder = posixpath.dirname(asgi)
    plain = posixpath.join(folder, f"{name}.py")
    taken = program.project.tree.exists(plain) or program.project.tree.exists(
        posixpath.join(folder, name, "__init__.py")
    )
    return posixpath.join(folder, f"websocket_{name}.py") if taken else plain


def _write(program: Program, drafts: Drafts, path: str, text: str, why: str) -> str:
    newline = "\r\n" if "\r\n" in (drafts.text(asgi_path(program.project)) or "") else "\n"
    drafts.create(path, text.replace("\n", newline), why)
    return module_of(program.project, path)
