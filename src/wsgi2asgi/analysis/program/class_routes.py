"""Methods of the project's classes that make URL patterns: application configs, configurators, sites of its own."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.method_bodies import MethodBody
from wsgi2asgi.analysis.program.static import Body

_PATTERNS = frozenset({"path", "re_path", "url"})
#: Their routes are told otherwise.
_ADMIN = ("django.contrib.admin.options.BaseModelAdmin", "django.contrib.admin.sites.AdminSite")


def pattern_bodies(definitions: Definitions) -> Iterator[Body]:
    """Every method and class body that mentions ``path`` or ``re_path``, in the order of files."""
    for function in definitions.functions.values():
        owner = function.owner if function.facts.kind == "function" else function.name
        if owner not in definitions.classes or not _PATTERNS & function.facts.mentions:
            continue
        facts = definitions.names.files[function.path]
        if facts.role == "source" and not definitions.derives(owner, *_ADMIN):
            yield MethodBody(definitions.names, facts, function.facts, definitions, owner)
