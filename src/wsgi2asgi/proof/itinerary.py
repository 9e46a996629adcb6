"""Where to go: every route with the first of its paths that shows something, then the same again for everybody.

The first WSGI run explores (a route with arguments is tried with several rows until one answers); what it requested,
in its order, is what every later run repeats, so that each of them leads the database through the same states.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wsgi2asgi.proof.visits import Browser, Reply, Visit, Visitor

MISSING_PAGE = "/wsgi2asgi-no-such-page/"
ADMIN_CSS = "admin/css/base.css"
ROUTES_AT_MOST = 400
ALWAYS_MISSING = "AdminSite.catch_all_view"  # the admin's own answer to addresses that it does not know


@dataclass(frozen=True, slots=True)
class Route:
    """One route as the project's resolver has it; ``why`` says why there are no paths.

    ``own``: the view was written in the project. ``last``: it may end the session.
    """

    route: str
    name: str
    view: str
    paths: tuple[str, ...]
    why: str
    arguments: bool
    own: bool
    last: bool

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Route:
        """From the answer of the preparing script."""
        return cls(**{**entry, "paths": tuple(entry["paths"])})

    def __str__(self) -> str:
        return f"{self.route} ({self.view})"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the preparing script found and made."""

    routes: tuple[Route, ...]
    cookie: tuple[str, str] | None
    login: Mapping[str, str] | None
    static: str
    files: tuple[str, ...]  # addresses of files that wrappers in wsgi.py serve
    notes: tuple[str, ...]

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Prepared:
        """From the answer of the preparing script."""
        cookie = (answer["cookie"][0], answer["cookie"][1]) if answer["cookie"] else None
        routes = tuple(Route.of(entry) for entry in answer["routes"])
        return cls(routes, cookie, answer["login"], answer["static"], tuple(answer["files"]), tuple(answer["notes"]))


@dataclass(slots=True)
class Exploration:
    """What the first run requested, what came back, and what could not be visited."""

    steps: list[tuple[Visit, Reply]] = field(default_factory=list)
    not_visited: list[str] = field(default_factory=list)

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The requests to repeat."""
        return tuple(visit for visit, _ in self.steps)


def explore(prepared: Prepared, browsers: Mapping[Visitor, Browser]) -> Exploration:
    """Visit everything for the first time."""
    found = Exploration()
    for visit in general_visits(prepared):
        take(found, browsers, visit)
    routes = chosen_routes(prepared.routes)
    found.not_visited.extend(
        f"{route}: only {ROUTES_AT_MOST} routes are visited" for route in prepared.routes if route not in routes
    )
    first: Visitor = "user" if "user" in browsers else "anonymous"
    paths = explore_routes(found, [route for route in routes if not route.last], browsers, first)
    if first == "user":
        for path in paths:
            take(found, browsers, Visit("GET", path, "anonymous"))
    for visit in login_visits(prepared):
        take(found, browsers, visit)
    explore_routes(found, [route for route in routes if route.last], browsers, first)
    return found


def chosen_routes(routes: Sequence[Route]) -> list[Route]:
    """As many as are visited, in their order; the project's own go before those of packages and the admin."""
    own = {route for route in routes if route.own}
    foreign = [route for route in routes if not route.own][: max(0, ROUTES_AT_MOST - len(own))]
    kept = {*own, *foreign}
    return [route for route in routes if route in kept][:ROUTES_AT_MOST]


def explore_routes(
    found: Exploration, routes: Sequence[Route], browsers: Mapping[Visitor, Browser], visitor: Visitor
) -> list[str]:
    """One path of each route: the first that answers with something. Those that were chosen."""
    chosen: list[str] = []
    for route in routes:
        if not route.paths:
            found.not_visited.append(f"{route}: {route.why}")
            continue
        replies = {}
        for path in route.paths:
            if path in chosen:
                break
            replies[path] = take(found, browsers, Visit("GET", path, visitor))
            if shows_something(replies[path]):
                break
        if not replies:
            continue
        best = min(replies, key=lambda path: rank(replies[path]))
        if not replies[best].error:
            chosen.append(best)
        is_missing = replies[best].status == 404 and len(route.paths) == len(replies) and route.arguments
        if is_missing and not route.view.endswith(ALWAYS_MISSING):
            found.not_visited.append(f"{route}: 404 for every value that was tried ({', '.join(route.paths)})")
    return chosen


def take(found: Exploration, browsers: Mapping[Visitor, Browser], visit: Visit) -> Reply:
    """Make a visit; one that gets no answer under WSGI is not repeated."""
    reply = browsers[visit.visitor].make(visit)
    if reply.error:
        found.not_visited.append(f"{visit.what} as {visit.visitor}: under WSGI {reply.error}")
    else:
        found.steps.append((visit, reply))
    return reply


def shows_something(reply: Reply) -> bool:
    """Whether the values of a path were good ones."""
    return not reply.error and reply.status < 400


def rank(reply: Reply) -> int:
    """Good answers first, refusals after them, then what is missing, then what fails, then silence."""
    if reply.error:
        return 9
    return {2: 0, 3: 1, 5: 4}.get(reply.status // 100, 3 if reply.status == 404 else 2)


def general_visits(prepared: Prepared) -> list[Visit]:
    """What every site has: a head, a page that is missing, an address without its slash, static files."""
    visits = [Visit("HEAD", "/", "anonymous"), Visit("GET", MISSING_PAGE, "anonymous")]
    plain = [route.paths[0] for route in prepared.routes if route.paths and not (route.last or route.arguments)]
    slashed = next((path for path in plain if path.endswith("/") and len(path) > 1), None)
    if slashed:
        visits.append(Visit("GET", slashed.rstrip("/"), "anonymous"))
    if prepared.static.startswith("/"):
        visits.append(Visit("GET", prepared.static + ADMIN_CSS, "anonymous", "static"))
    return visits + [Visit("GET", path, "anonymous", "static") for path in prepared.files]


def login_visits(prepared: Prepared) -> list[Visit]:
    """The admin's login form, filled in by the anonymous visitor, and what that opens."""
    if prepared.login is None:
        return []
    path = prepared.login["path"]
    form = (("username", prepared.login["username"]), ("password", prepared.login["password"]))
    inside = path.rstrip("/").rpartition("/")[0] + "/"
    return [Visit("POST", path, "anonymous", form=form), Visit("GET", inside, "anonymous")]
