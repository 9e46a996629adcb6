"""The URL map beside the routes as read: what only Django sees is added, what differs is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.views import Argument, Route
from wsgi2asgi.model.probed import ProbedRoute

_DRF = "rest_framework.views.APIView"
_NAMED = 3
_CONVERTERS = {"IntConverter": "int", "StringConverter": "str", "UUIDConverter": "uuid", "SlugConverter": "slug",
               "PathConverter": "path"}  # fmt: skip


def with_url_map(
    read: Sequence[Route],
    url_map: Sequence[ProbedRoute],
    functions: Mapping[str, Function],
    classes: Mapping[str, Class],
) -> tuple[tuple[Route, ...], tuple[str, ...]]:
    """The routes with those added that lead to the project's views and were not found by reading, and what differs.

    Routes are the same if their names are, or their views with the pattern or the last part of the name: patterns may
    be spelt in many ways. REST framework's second routes for suffixes of formats are left out.
    """
    own = [item for item in url_map if item.view in functions or item.view in classes]
    known, live = _keys(read), _keys(own)
    added = [_route(item, functions, classes) for item in own if not known & _keys([item]) and not _is_suffixed(item)]
    read_own = [route for route in read if route.view in functions or route.view in classes]
    gone = [route for route in read_own if not live & _keys([route]) and "<lambda>" not in str(route.view)]
    return (*read, *added), tuple(_notes(added, gone))


def _keys(routes: Iterable[Route | ProbedRoute]) -> set[tuple[str | None, str | None]]:
    """What routes go by: the whole name, and the view with its pattern or the last part of its name."""
    named = {(item.url_name, None) for item in routes if item.url_name}
    viewed = {(text, item.view) for item in routes for text in (item.name, item.pattern)}
    return named | viewed


def _is_suffixed(item: ProbedRoute) -> bool:
    return "(?P<format>" in item.pattern or "<drf_format_suffix" in item.pattern


def _route(item: ProbedRoute, functions: Mapping[str, Function], classes: Mapping[str, Class]) -> Route:
    cls = classes.get(item.view)
    arguments = tuple(
        Argument(name, _CONVERTERS.get(converter.rpartition(".")[2], converter))
        for name, converter in item.converters.items()
    )
    return Route(
        pattern=item.pattern,
        place=cls.place if cls is not None else functions[item.view].place,
        kind="drf" if cls is not None and _DRF in cls.lineage else "view",
        view=item.view,
        view_text=item.view.rpartition(".")[2],
        regex=item.regex,
        name=item.name,
        namespaces=item.namespaces,
        arguments=arguments,
        initkwargs=item.initkwargs,
    )


def _notes(added: Sequence[Route], gone: Sequence[Route]) -> Iterator[str]:
    if added:
        yield f"the probe found {_listed(added)} that reading the URL configuration did not; they are added"
    if gone:
        yield f"{_listed(gone)} stand in the source, but not in the URL map of the settings that were probed"


def _listed(routes: Sequence[Route]) -> str:
    views = list(dict.fromkeys(str(route.view) for route in routes))
    more = f" and {len(views) - _NAMED} more" if len(views) > _NAMED else ""
    return f"{len(routes)} {'route' if len(routes) == 1 else 'routes'} to {', '.join(views[:_NAMED])}{more}"
