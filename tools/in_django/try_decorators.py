"""Run inside an environment with Django: put each decorator on an async view and request it through ASGIHandler.

Output: {"django": "5.2.1", "decorators": {dotted name: {form: true | "what went wrong"}}}. Forms: ``function`` (on an
async function view), ``handler`` (``method_decorator`` on an async handler), ``dispatch`` (``method_decorator`` on the
class, name="dispatch"), ``gate`` (the same, and the class has an ``async def dispatch`` that awaits View's),
``awaited`` (an async function calls the decorator's wrapper and awaits what it gives, if it can be awaited) and
``checked`` (the same, but the wrapper is a sync one and is called in a thread), both only for decorators that are done
when they call the view; ``applied`` (an async function awaits the view, then lets the decorator decorate a sync one
that gives the response), only for those that begin when the view has answered. True means: the same status and names
of headers as the sync view, anonymous and logged in, for each of ``METHODS``: what the decorator lets in and what it
refuses. Absent decorators of older versions are left out. Standard library and Django only.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import itertools
import json
import os
import sys
import tempfile
import types
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

#: Dotted name -> the arguments that make a decorator of it; None: it is the decorator itself.
DECORATORS: dict[str, tuple[Any, ...] | None] = {
    "django.contrib.admin.views.decorators.staff_member_required": None,
    "django.contrib.auth.decorators.login_not_required": None,
    "django.contrib.auth.decorators.login_required": None,
    "django.contrib.auth.decorators.permission_required": ("auth.add_user",),
    "django.contrib.auth.decorators.user_passes_test": (lambda user: user.is_authenticated,),
    "django.contrib.sitemaps.views.x_robots_tag": None,
    "django.db.transaction.atomic": None,
    "django.db.transaction.non_atomic_requests": None,
    "django.views.decorators.cache.cache_control": (),
    "django.views.decorators.cache.cache_page": (60,),
    "django.views.decorators.cache.never_cache": None,
    "django.views.decorators.clickjacking.xframe_options_deny": None,
    "django.views.decorators.clickjacking.xframe_options_exempt": None,
    "django.views.decorators.clickjacking.xframe_options_sameorigin": None,
    "django.views.decorators.common.no_append_slash": None,
    "django.views.decorators.csp.csp_override": ({},),
    "django.views.decorators.csp.csp_report_only_override": ({},),
    "django.views.decorators.csrf.csrf_exempt": None,
    "django.views.decorators.csrf.csrf_protect": None,
    "django.views.decorators.csrf.ensure_csrf_cookie": None,
    "django.views.decorators.csrf.requires_csrf_token": None,
    "django.views.decorators.debug.sensitive_post_parameters": (),
    "django.views.decorators.debug.sensitive_variables": (),
    "django.views.decorators.gzip.gzip_page": None,
    "django.views.decorators.http.condition": (lambda request: "tag",),
    "django.views.decorators.http.conditional_page": None,
    "django.views.decorators.http.etag": (lambda request: "tag",),
    "django.views.decorators.http.last_modified": (lambda request: datetime(2020, 1, 1, tzinfo=timezone.utc),),
    "django.views.decorators.http.require_GET": None,
    "django.views.decorators.http.require_POST": None,
    "django.views.decorators.http.require_http_methods": (["GET", "POST"],),
    "django.views.decorators.http.require_safe": None,
    "django.views.decorators.vary.vary_on_cookie": None,
    "django.views.decorators.vary.vary_on_headers": ("Accept",),
}
FORMS = ("function", "handler", "dispatch", "gate")
#: Decorators whose code, in all of these versions, does nothing once they have called the view: a coroutine that they
#: give instead of a response is none the worse for them.
DONE_BEFORE_THE_VIEW = (
    "django.contrib.admin.views.decorators.staff_member_required",
    "django.contrib.auth.decorators.login_required",
    "django.contrib.auth.decorators.permission_required",
    "django.contrib.auth.decorators.user_passes_test",
    "django.views.decorators.common.no_append_slash",
    "django.views.decorators.csrf.csrf_exempt",
    "django.views.decorators.debug.sensitive_post_parameters",
    "django.views.decorators.http.require_GET",
    "django.views.decorators.http.require_POST",
    "django.views.decorators.http.require_http_methods",
    "django.views.decorators.http.require_safe",
)
#: Decorators whose code, in all of these versions, does nothing before the view has given its response.
BEGUN_AFTER_THE_VIEW = (
    "django.contrib.sitemaps.views.x_robots_tag",
    "django.views.decorators.cache.cache_control",
    "django.views.decorators.cache.never_cache",
    "django.views.decorators.clickjacking.xframe_options_deny",
    "django.views.decorators.clickjacking.xframe_options_exempt",
    "django.views.decorators.clickjacking.xframe_options_sameorigin",
    "django.views.decorators.gzip.gzip_page",
    "django.views.decorators.http.conditional_page",
    "django.views.decorators.vary.vary_on_cookie",
    "django.views.decorators.vary.vary_on_headers",
)
#: Each decorator that looks at the method, or for a token, refuses one of these; the view has an answer to all.
METHODS = ("GET", "POST", "PUT")


def load(dotted: str, arguments: tuple[Any, ...] | None) -> Callable[..., Any] | None:
    """The ready decorator, or None where this Django does not have it."""
    module, _, name = dotted.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        return None
    return found if arguments is None else found(*arguments)


def views(decorator: Callable[..., Any]) -> dict[str, tuple[Any, Any]]:
    """{form: (sync view, async view)}, each made anew."""
    from asgiref.sync import sync_to_async
    from django.http import HttpResponse
    from django.utils.decorators import method_decorator
    from django.views import View

    def sync_view(request: Any) -> Any:
        return HttpResponse("x" * 300)

    async def async_view(request: Any) -> Any:
        return HttpResponse("x" * 300)

    def sync_method(self: Any, request: Any) -> Any:
        return HttpResponse("x" * 300)

    async def async_method(self: Any, request: Any) -> Any:
        return HttpResponse("x" * 300)

    def handlers(method: Any) -> dict[str, Any]:
        return {name.lower(): method for name in METHODS}

    def on_handler(method: Any) -> Any:
        decorated = method_decorator(decorator)(method)
        return type("Probe", (View,), handlers(decorated)).as_view()

    def on_dispatch(method: Any) -> Any:
        made = type("Probe", (View,), handlers(method))
        return method_decorator(decorator, name="dispatch")(made).as_view()

    async def gate(self: Any, request: Any) -> Any:
        return await View.dispatch(self, request)

    def behind_gate(method: Any) -> Any:
        made = type("Probe", (View,), handlers(method) | {"dispatch": gate})
        return method_decorator(decorator, name="dispatch")(made).as_view()

    def begun(request: Any) -> Any:
        return async_view(request)

    async def awaited(request: Any) -> Any:
        response = decorator(async_view)(request)
        return await response if inspect.isawaitable(response) else response

    async def checked(request: Any) -> Any:
        response = await sync_to_async(decorator(begun))(request)
        return await response if inspect.isawaitable(response) else response

    async def applied(request: Any) -> Any:
        response = await async_view(request)
        return decorator(lambda request: response)(request)

    return {
        "applied": (decorator(sync_view), applied),
        "awaited": (decorator(sync_view), awaited),
        "checked": (decorator(sync_view), checked),
        "function": (decorator(sync_view), decorator(async_view)),
        "handler": (on_handler(sync_method), on_handler(async_method)),
        "dispatch": (on_dispatch(sync_method), on_dispatch(async_method)),
        "gate": (on_dispatch(sync_method), behind_gate(async_method)),
    }


async def answer(view: Any, method: str, cookie: str) -> str:
    """The response's status and the names of its headers through the ASGI handler, or the exception in words."""
    from django.core.cache import cache
    from django.core.handlers.asgi import ASGIHandler
    from django.urls import clear_url_caches, path

    sys.modules["probe_urls"].urlpatterns = [path("p/", view), path("login/", view)]  # type: ignore[attr-defined]
    clear_url_caches()
    cache.clear()
    headers = [(b"host", b"testserver")] + ([(b"cookie", cookie.encode())] if cookie else [])
    scope = {"type": "http", "method": method, "path": "/p/", "query_string": b"", "headers": headers}
    scope.update({"asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "server": ("testserver", 80)})
    sent: list[dict[str, Any]] = []
    body_read = False

    async def receive() -> dict[str, Any]:
        nonlocal body_read
        if not body_read:
            body_read = True
            return {"type": "http.request", "body": b""}
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    handler = ASGIHandler()
    try:
        await asyncio.wait_for(handler(scope, receive, send), 20)
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0][:160]
    names = sorted({name.decode().lower() for name, _ in sent[0]["headers"]})
    return f"{sent[0]['status']} with {', '.join(names)}"


def judge(decorator: Callable[..., Any], form: str, cookie: str) -> bool | str:
    """True if the async view answers as the sync one does, anonymous and logged in; else what it does."""
    for method, visitor in itertools.product(METHODS, ("", cookie)):
        try:
            sync_view, async_view = views(decorator)[form]
        except Exception as error:
            return f"{type(error).__name__}: {error}".splitlines()[0][:160]
        expected = asyncio.run(answer(sync_view, method, visitor))
        found = asyncio.run(answer(async_view, method, visitor))
        if found != expected:
            return f"{method} {'logged in' if visitor else 'anonymous'}: {found} instead of {expected}"
    return True


def set_up(folder: str) -> str:
    """Django on an SQLite file with one staff user; the session cookie of that user."""
    import django
    from django.conf import settings

    sys.modules["probe_urls"] = types.ModuleType("probe_urls")
    settings.configure(
        SECRET_KEY="probe",
        DEBUG=False,
        DEBUG_PROPAGATE_EXCEPTIONS=True,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="probe_urls",
        LOGIN_URL="/login/",
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(folder, "db.sqlite3")}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        LOGGING_CONFIG=None,
    )
    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    user = User.objects.create(username="u", password="!", is_staff=True, is_superuser=True)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def main() -> None:
    """Try every decorator in every form and print what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        cookie = set_up(folder)
        import logging

        import django

        logging.disable(logging.CRITICAL)
        found = {}
        for name, arguments in DECORATORS.items():
            if decorator := load(name, arguments):
                forms = [*FORMS]
                forms += ["awaited", "checked"] if name in DONE_BEFORE_THE_VIEW else []
                forms += ["applied"] if name in BEGUN_AFTER_THE_VIEW else []
                found[name] = {form: judge(decorator, form, cookie) for form in forms}
        json.dump({"django": django.__version__, "decorators": found}, sys.stdout)


if __name__ == "__main__":
    main()
