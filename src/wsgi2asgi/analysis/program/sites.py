"""Every place that blocks or touches the database and that a request can reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import CallSite
from wsgi2asgi.analysis.program.program import REQUEST_ENTRIES, EntryKind, Flow
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.analysis.program.readable import shown
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.findings import Site, Via

#: They fetch the object or the list before a template is rendered.
#: https://docs.djangoproject.com/en/5.2/ref/class-based-views/
_FETCH = ("django.views.generic.detail.SingleObjectMixin", "django.views.generic.list.MultipleObjectMixin")
_SHOWS_A_FORM = "django.views.generic.edit.BaseCreateView"


def sites(
    entries: Mapping[str, EntryKind],
    functions: Mapping[str, Function],
    flows: Mapping[str, Flow],
    of_framework: Iterable[Site],
    pages: Iterable[str],
) -> tuple[Site, ...]:
    """Every operation with an effect that a request can reach, in order of place; ``of_framework`` among them.

    ``pages`` are the functions of pages that Django renders for a view by itself.
    """
    starts = [name for name, kind in entries.items() if kind in REQUEST_ENTRIES and name in functions]
    starts += pages
    ways = reached(starts, lambda name: flows[name].calls if name in functions else ())
    found = list(of_framework)
    for name in ways:
        if name not in functions:
            continue
        via = _via(ways, name)
        for operation in flows[name].operations:
            for effect in operation.effects:
                found.append(Site(operation.place, shown(name), effect, operation.call, via))
    return tuple(_once(sorted(found, key=lambda site: (site.place, site.effect, site.call))))


def _once(sites: Iterable[Site]) -> Iterator[Site]:
    """Of a template that several views render each site once."""
    seen: set[tuple[object, ...]] = set()
    for site in sites:
        key = (site.place, site.function, site.effect, site.call)
        if key not in seen:
            seen.add(key)
            yield site


def _via(ways: Mapping[str, CallSite | None], name: str) -> tuple[Via, ...]:
    steps: list[Via] = []
    call = ways[name]
    while call is not None:
        steps.append(Via(shown(call.caller), call.place))
        call = ways[call.caller]
    return tuple(reversed(steps))


def generic_sites(
    views: Iterable[View], definitions: Definitions, model_of: Callable[[str], str | None]
) -> Iterator[Site]:
    """At the head of each generic view with a route whose ``get`` is Django's: it fetches rows of the view's model."""
    for view in views:
        fetches = view.kind == "generic" and any(base in view.bases for base in _FETCH)
        if not view.routes or not fetches or any(handler.method == "get" for handler in view.handlers):
            continue
        outside = next((base for base in view.bases if base not in definitions.classes), "")
        if model_of(view.name) is not None:
            method = "post" if _SHOWS_A_FORM in view.bases else "get"
            yield Site(view.place, view.name, "db", f"{outside.rsplit('.', 1)[-1]}.{method}")
