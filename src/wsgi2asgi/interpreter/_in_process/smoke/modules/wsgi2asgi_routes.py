"""The routes of the project with concrete paths to visit.

Patterns are turned into paths as ``django.urls.reverse`` does it (``django.utils.regex_helper.normalize``), and each
path must resolve to the very view it was made for.

Python 3.8 or later, standard library only (and the project's Django).
"""

import os
import sys

from wsgi2asgi_instances import first_line
from wsgi2asgi_settings import is_inside, project_folder
from wsgi2asgi_values import Values

PATHS = 4
LAST = ("logout", "log-out", "log_out", "signout", "sign-out", "sign_out")


def routes(user):
    """``[{"route", "name", "view", "paths", "why", "arguments", "own", "last"}]``; "why" where there are no paths."""
    from django.urls import get_resolver

    values = Values(user)
    found = []
    for forms, pattern, converters, text in walk(get_resolver().url_patterns, [("", [])], {}, "", 0):
        entry = {"route": "/" + text, "name": pattern.name or "", "view": pattern.lookup_str}
        entry["last"] = any(word in (text + entry["name"]).lower() for word in LAST)
        entry["arguments"] = all(names for _, names in forms)
        entry["own"] = is_own(pattern.callback)
        try:
            paths, why = paths_of(forms, pattern, converters, values)
        except Exception as error:
            paths, why = [], first_line(error)
        entry["paths"], entry["why"] = paths, why
        found.append(entry)
    return found


def walk(patterns, prefixes, converters, text, depth):
    """Every endpoint: ``(forms, pattern, converters, readable text)``."""
    for item in patterns:
        forms = [
            (head + tail, names + more) for head, names in prefixes for tail, more in forms_of(item.pattern, depth)
        ][:8]
        known = dict(converters, **getattr(item.pattern, "converters", {}))
        shown = text + str(item.pattern)
        if hasattr(item, "url_patterns"):
            yield from walk(item.url_patterns, forms, known, shown, depth + 1)
        else:
            yield forms, item, known, shown


def forms_of(pattern, depth):
    """``[(format string, parameter names)]`` of one pattern. Unnamed groups get names that nesting cannot repeat."""
    from django.utils.regex_helper import normalize

    if hasattr(pattern, "language_prefix"):
        return [(pattern.language_prefix.replace("%", "%%"), [])]
    forms = []
    for form, names in normalize(pattern.regex.pattern):
        for name in names:
            if name.startswith("_"):
                form = form.replace(f"%({name})s", f"%(_{depth}{name})s")
        forms.append((form, [f"_{depth}{name}" if name.startswith("_") else name for name in names]))
    return forms


def paths_of(forms, pattern, converters, values):
    """Concrete paths that resolve to the view, and the reason where there are none."""
    paths, view = [], pattern.callback
    served = files_in((pattern.default_args or {}).get("document_root"))
    if view.__module__ == "django.contrib.staticfiles.views":
        served = ["admin/css/base.css"]
    for form, names in sorted(forms, key=lambda item: len(item[1])):
        choices = [{"path": name} for name in served] if names == ["path"] else []
        choices += values.candidates(names, view, converters) if names else [{}]
        for choice in choices:
            path = "/" + form % {name: as_text(value, converters.get(name)) for name, value in choice.items()}
            if path not in paths and leads_to(path, view):
                paths.append(path)
    return paths[:PATHS], "" if paths else "no path was found that leads to it"


def is_own(view):
    """Whether a view was written in the project."""
    module = sys.modules.get(getattr(view, "__module__", None) or type(view).__module__)
    place = getattr(module, "__file__", None)
    return bool(place) and is_inside(place, project_folder())


def files_in(folder):
    """The first file below a folder that ``django.views.static.serve`` shows."""
    for place, _, names in os.walk(str(folder)) if folder else ():
        for name in sorted(names):
            return [os.path.relpath(os.path.join(place, name), str(folder)).replace(os.sep, "/")]
    return []


def as_text(value, converter):
    """A value as it stands in a path."""
    from urllib.parse import quote

    text = converter.to_url(value) if converter is not None else str(value)
    return quote(str(text), safe="/:@!$&'()*+,;=-._~")


def leads_to(path, view):
    """Whether the path resolves to this view, and not to one that stands before it."""
    from urllib.parse import unquote

    from django.urls import Resolver404, resolve

    try:
        return resolve(unquote(path)).func is view
    except Resolver404:
        return False
