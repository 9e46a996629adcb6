"""Where the first run goes and what later runs repeat."""

from __future__ import annotations

from typing import Any

from wsgi2asgi.proof.itinerary import Prepared, Route, chosen_routes, explore
from wsgi2asgi.proof.visits import Reply, Visit


class Scripted:
    """A browser whose answers are known beforehand; 200 for all others."""

    def __init__(self, **statuses: int) -> None:
        self.statuses = {path.replace("_", "/"): status for path, status in statuses.items()}

    def make(self, visit: Visit) -> Reply:
        status = self.statuses.get(visit.path, 200)
        return Reply(status) if status else Reply(error="no answer within 1 seconds")


def route(*paths: str, last: bool = False, own: bool = True, arguments: bool = False) -> Route:
    return Route(
        paths[0] if paths else "/none/", "", "views.view", paths, "" if paths else "no path", arguments, own, last
    )


def journey(*routes: Route, **statuses: int) -> Any:
    prepared = Prepared(routes, ("sessionid", "x"), None, "", (), ())
    browser: Any = Scripted(**statuses)
    found = explore(prepared, {"anonymous": browser, "user": browser})
    return [(visit.path, visit.visitor) for visit in found.visits if visit.visitor == "user"], found.not_visited, found


def test_a_route_is_tried_until_a_path_answers_and_all_tries_are_repeated() -> None:
    paths, not_visited, found = journey(route("/1/", "/2/", "/3/", arguments=True), _1_=404)
    assert paths == [("/1/", "user"), ("/2/", "user")]
    assert not_visited == []
    assert Visit("GET", "/2/", "anonymous") in found.visits
    assert Visit("GET", "/1/", "anonymous") not in found.visits


def test_a_route_that_is_missing_for_every_value_is_told() -> None:
    _, not_visited, _ = journey(route("/1/", "/2/", arguments=True), _1_=404, _2_=404)
    assert not_visited == ["/1/ (views.view): 404 for every value that was tried (/1/, /2/)"]


def test_a_route_without_paths_is_told() -> None:
    assert journey(route())[1] == ["/none/ (views.view): no path"]


def test_a_request_that_gets_no_answer_is_told_and_not_repeated() -> None:
    paths, not_visited, _ = journey(route("/hangs/"), route("/b/"), _hangs_=0)
    assert paths == [("/b/", "user")]
    assert not_visited == ["GET /hangs/ as user: under WSGI no answer within 1 seconds"]


def test_what_ends_the_session_comes_last() -> None:
    paths, _, found = journey(route("/logout/", last=True), route("/b/"))
    assert paths == [("/b/", "user"), ("/logout/", "user")]
    assert found.visits[-1].path == "/logout/"


def test_where_there_are_too_many_routes_those_of_packages_stay_out_first() -> None:
    own = [route(f"/own/{number}/") for number in range(390)]
    foreign = [route(f"/admin/{number}/", own=False) for number in range(390)]
    chosen = chosen_routes([*foreign, *own])
    assert chosen == [*foreign[:10], *own]
