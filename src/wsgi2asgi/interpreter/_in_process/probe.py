"""What does Django see in this project? Answer: versions, settings that matter, models, routes, middleware.

Imports the project (``django.setup()``, its urlconf, its middleware) and runs nothing of it. Of the settings only what
is listed here leaves: no names, hosts, users, passwords or keys.

Python 3.8 or later, Django 2.2 or later, standard library only.
"""

import os
import re
import sys
from importlib import import_module, metadata
from types import FunctionType

HOOKS = (
    "process_request",
    "process_view",
    "process_exception",
    "process_template_response",
    "process_response",
)
LISTS = ("MIDDLEWARE", "INSTALLED_APPS", "AUTHENTICATION_BACKENDS")
WORDS = ("ROOT_URLCONF", "AUTH_USER_MODEL", "SESSION_ENGINE", "MESSAGE_STORAGE")
RELATIONS = {
    "many_to_one": "foreign-key",
    "one_to_one": "one-to-one",
    "many_to_many": "many-to-many",
    "one_to_many": "generic-relation",
}


def main(request):
    """``{"settings": module, "paths": [folders], "variables": {name: value}}`` → the answer."""
    for folder in reversed(request["paths"]):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    for name, value in request["variables"].items():
        os.environ.setdefault(name, value)
    os.environ["DJANGO_SETTINGS_MODULE"] = request["settings"]
    if "DJANGO_CONFIGURATION" in os.environ:
        import_module("configurations").setup()
    import django

    django.setup()
    from django.conf import settings

    return {
        "versions": versions(),
        "packages": packages(),
        "settings": chosen(settings),
        "models": [model(item) for item in all_models()],
        "routes": list(routes(settings)),
        "middleware": [middleware(name) for name in settings.MIDDLEWARE],
    }


def versions():
    import django

    found = {"python": ".".join(str(part) for part in sys.version_info[:3]), "django": django.get_version()}
    try:
        found["asgiref"] = import_module("asgiref").__version__
    except ImportError:  # Django 2.2 does without
        found["asgiref"] = None
    return found


def packages():
    found = {}
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]
        if name and distribution.version:
            found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), distribution.version)
    return dict(sorted(found.items()))


def chosen(settings):
    """The settings that matter, without anything that is secret."""
    found = {name: [str(item) for item in getattr(settings, name, ())] for name in LISTS}
    found.update({name: str(getattr(settings, name, "")) for name in WORDS})
    found["DATABASES"] = {alias: database(item) for alias, item in sorted(settings.DATABASES.items())}
    found["CACHES"] = {alias: {"BACKEND": str(item.get("BACKEND"))} for alias, item in sorted(settings.CACHES.items())}
    found["TEMPLATES"] = [template_engine(item) for item in settings.TEMPLATES]
    return found


def database(item):
    found = {"ENGINE": str(item.get("ENGINE", ""))}
    age = item.get("CONN_MAX_AGE", 0)
    found["CONN_MAX_AGE"] = age if age is None else float(age)
    found["ATOMIC_REQUESTS"] = bool(item.get("ATOMIC_REQUESTS", False))
    pool = (item.get("OPTIONS") or {}).get("pool")
    if pool:
        sizes = pool.items() if isinstance(pool, dict) else ()
        limits = {key: int(size) for key, size in sizes if key in ("min_size", "max_size") and size is not None}
        found["OPTIONS"] = {"pool": limits or True}
    return found


def template_engine(item):
    options = item.get("OPTIONS") or {}
    return {
        "BACKEND": str(item.get("BACKEND", "")),
        "APP_DIRS": bool(item.get("APP_DIRS", False)),
        "OPTIONS": {"context_processors": [str(name) for name in options.get("context_processors", ())]},
    }


# -- models -----------------------------------------------------------------------------------------------------


def all_models():
    """Every model and its abstract bases, each once."""
    from django.apps import apps
    from django.db.models import Model

    found = {}
    for cls in apps.get_models(include_swapped=True):
        for base in cls.__mro__:
            if issubclass(base, Model) and base is not Model and hasattr(base, "_meta"):
                found.setdefault(dotted(base), base)
    return [found[name] for name in sorted(found)]


def model(cls):
    meta = cls._meta
    fields = list(meta.local_fields if meta.abstract else meta.fields)
    fields += [item for item in (*meta.many_to_many, *meta.private_fields) if item not in fields]
    return {
        "name": dotted(cls),
        "label": meta.label,
        "abstract": bool(meta.abstract),
        "proxy": bool(meta.proxy),
        "swapped": meta.swapped or None,
        "managers": {item.name: manager(item) for item in meta.managers},
        "fields": [field(item) for item in fields],
        "reverse": [] if meta.abstract or meta.swapped else [reverse(item) for item in related(meta)],
    }


def manager(item):
    """The classes of a manager from its own up, and the class of its querysets."""
    queryset = getattr(item, "_queryset_class", None)
    return {
        "classes": [dotted(base) for base in type(item).__mro__ if base is not object],
        "queryset": dotted(queryset) if queryset else None,
    }


def field(item):
    found = {"name": item.name, "class": dotted(type(item)), "relation": None, "target": None}
    if item.is_relation:
        kinds = [kind for flag, kind in RELATIONS.items() if getattr(item, flag, False)]
        found["relation"] = kinds[0] if kinds and item.related_model is not None else "generic"
        target = item.related_model
        found["target"] = dotted(target) if isinstance(target, type) else None
    return found


def related(meta):
    return [item for item in meta.related_objects if item.get_accessor_name() and not item.hidden]


def reverse(item):
    return {
        "name": item.get_accessor_name(),
        "model": dotted(item.related_model),
        "field": item.field.name,
        "single": bool(item.one_to_one),
    }


# -- routes -----------------------------------------------------------------------------------------------------


def routes(settings):
    """Every endpoint in the order in which Django tries them."""
    from django.urls import get_resolver

    if settings.ROOT_URLCONF:
        yield from walk(get_resolver(settings.ROOT_URLCONF).url_patterns, "", False, (), {})


def walk(patterns, text, regex, namespaces, converters):
    for item in patterns:
        kind = type(item.pattern).__name__
        is_regex = regex or kind == "RegexPattern"
        known = dict(converters)
        known.update({name: dotted(type(one)) for name, one in getattr(item.pattern, "converters", {}).items()})
        shown = text + str(item.pattern)
        if hasattr(item, "url_patterns"):
            inner = namespaces + ((item.namespace,) if item.namespace else ())
            yield from walk(item.url_patterns, shown, is_regex, inner, known)
        else:
            yield endpoint(item, shown, is_regex, namespaces, known)


def endpoint(item, text, is_regex, namespaces, converters):
    wrapped, view = unwrapped(item.callback)
    return {
        "pattern": text,
        "regex": is_regex,
        "name": item.name,
        "namespaces": list(namespaces),
        "view": view,
        "wrapped": wrapped,
        "converters": converters,
        "initkwargs": sorted(getattr(item.callback, "view_initkwargs", None) or {}),
    }


def unwrapped(callback):
    """Whether decorators stand around a view, and the dotted name of its function or class."""
    wrapped = False
    while True:
        cls = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
        if isinstance(cls, type):
            return wrapped, dotted(cls)
        inner = getattr(callback, "__wrapped__", None) or getattr(callback, "func", None) or enclosed(callback)
        if inner is None:
            break
        callback, wrapped = inner, True
    if not hasattr(callback, "__qualname__"):
        callback = type(callback)
    return wrapped, dotted(callback)


def enclosed(callback):
    """The one function that a decorator's inner function closes over, where the decorator does not name it."""
    if "<locals>" not in getattr(callback, "__qualname__", ""):
        return None
    cells = [cell.cell_contents for cell in getattr(callback, "__closure__", None) or () if is_filled(cell)]
    functions = [item for item in cells if isinstance(item, FunctionType)]
    return functions[0] if len(functions) == 1 else None


def is_filled(cell):
    try:
        return cell.cell_contents is not None
    except ValueError:  # of a name that is not assigned yet
        return False


# -- middleware -------------------------------------------------------------------------------------------------


def middleware(name):
    """What it can do, as Django asks it; Django before 3.1 asks nothing."""
    from django.utils.deprecation import MiddlewareMixin
    from django.utils.module_loading import import_string

    found = import_string(name)
    is_class = isinstance(found, type)
    hooks = [hook for hook in HOOKS if is_class and hasattr(found, hook)]
    return {
        "name": name,
        "sync_capable": bool(getattr(found, "sync_capable", True)),
        "async_capable": bool(getattr(found, "async_capable", False)),
        "mixin": is_class and issubclass(found, MiddlewareMixin),
        "hooks": hooks,
        "async_hooks": [hook for hook in hooks if is_coroutine_function(getattr(found, hook))],
        "defined": dotted(found),
    }


def is_coroutine_function(function):
    import inspect

    return inspect.iscoroutinefunction(function)


def dotted(thing):
    return "{}.{}".format(thing.__module__, getattr(thing, "__qualname__", type(thing).__name__))
