"""What does the ASGI application route? Loads it and walks its ProtocolTypeRouter and URLRouters (Channels).

Answer: ``{"sockets": [{"route", "consumer", "file", "paths", "why"}], "checks_origin": bool, "async_paths": [...],
"file_paths": [...]}``.

Python 3.8 or later, standard library only (and the project's Django).
"""

import inspect
import os

import wsgi2asgi_boot
import wsgi2asgi_settings

FILE_VIEWS = ("django.views.static", "django.contrib.staticfiles.views")
INNER = ("application", "inner", "app")


def main(request):
    """``{"paths": [those that will be visited]}``."""
    application = wsgi2asgi_boot.load("asgi")
    branches = getattr(application, "application_mapping", {})
    websocket, validators = branches.get("websocket"), []
    return {
        "sockets": list(walk(websocket, "", [("", [])], {}, validators, 0)) if websocket is not None else [],
        "checks_origin": "OriginValidator" in validators,
        "async_paths": [path for path in request["paths"] if is_async(view_at(path))],
        "file_paths": [path for path in request["paths"] if getattr(view_at(path), "__module__", "") in FILE_VIEWS],
    }


def walk(application, text, prefixes, converters, passed, depth):
    """Every endpoint below an application, the wrappers in between noted in ``passed``."""
    while not hasattr(application, "routes"):
        inner = next((getattr(application, name) for name in INNER if hasattr(application, name)), None)
        if inner is None:
            yield endpoint(application, text, prefixes, converters)
            return
        passed.append(type(application).__name__)
        application = inner
    from wsgi2asgi_routes import forms_of

    for item in application.routes:
        forms = [(head + tail, a + b) for head, a in prefixes for tail, b in forms_of(item.pattern, depth)][:8]
        known = dict(converters, **getattr(item.pattern, "converters", {}))
        yield from walk(item.callback, text + str(item.pattern), forms, known, passed, depth + 1)


def endpoint(consumer, text, forms, converters):
    """One routed consumer with sample paths."""
    from wsgi2asgi_routes import as_text
    from wsgi2asgi_values import Values

    cls = getattr(consumer, "consumer_class", None) or consumer
    values = Values(None)
    paths = []
    for form, names in sorted(forms, key=lambda item: len(item[1])):
        for choice in values.candidates(names, cls, converters)[:2] if names else [{}]:
            shown = {name: as_text(value, converters.get(name)) for name, value in choice.items()}
            paths.append("/" + (form % shown).lstrip("/"))
    name = "{}.{}".format(cls.__module__, getattr(cls, "__qualname__", type(cls).__name__))
    return {"route": "/" + text.lstrip("/"), "consumer": name, "file": file_of(cls), "paths": paths[:1]}


def file_of(thing):
    """The file it was written in, relative to the project, or an empty string."""
    try:
        path = inspect.getsourcefile(inspect.unwrap(thing))
    except TypeError:
        return ""
    folder = wsgi2asgi_settings.project_folder()
    if not path or not wsgi2asgi_settings.is_inside(path, folder):
        return ""
    return os.path.relpath(os.path.realpath(path), os.path.realpath(folder)).replace(os.sep, "/")


def view_at(path):
    """The view behind a path, or None."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(path).func
    except Resolver404:
        return None


def is_async(view):
    """Whether a view is async."""
    cls = getattr(view, "view_class", None)
    if cls is not None:
        return bool(getattr(cls, "view_is_async", False))
    return inspect.iscoroutinefunction(view) or hasattr(view, "_is_coroutine")
