"""The course for a whole project, in plain words: stay on WSGI, hybrid, migrate, or blocked.

It promises what measurements bear out and no more: views that wait gain where waits can run side by side or outnumber
the threads, streams and WebSockets need ASGI, and a sync view costs hops under ASGI that it does not cost under WSGI.
"""

from __future__ import annotations

from collections.abc import Sequence

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.connections import ConnectionBudget
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.model.project_verdict import Course, ProjectVerdict
from wsgi2asgi.model.request_path import RequestPath
from wsgi2asgi.model.verdicts import ViewVerdict
from wsgi2asgi.planning.course.gains import Gains, gains_of
from wsgi2asgi.planning.course.obstacles import obstacles

#: From this share of gaining views on, a service of their own is the smaller one no longer.
_MOST = 0.5


def project_verdict(
    program: Program, views: Sequence[ViewVerdict], path: RequestPath, budget: ConnectionBudget
) -> ProjectVerdict:
    """The course with its reasons and its costs."""
    gains = gains_of(program, views)
    against = obstacles(program)
    there = _asgi_already(program, gains, budget)
    course = _course(gains, against, there)
    summary = _summary(course, gains, against, there, budget)
    return ProjectVerdict(course, summary, (*against, *there, *gains.reasons()), tuple(_costs(path, budget)))


def _course(gains: Gains, against: Sequence[Reason], there: Sequence[Reason]) -> Course:
    if not gains.any_high and not there:
        return "stay"
    if against:
        return "blocked"
    share = len(gains.high) / max(1, gains.total)
    return "migrate" if there or share >= _MOST else "hybrid"


def _asgi_already(program: Program, gains: Gains, budget: ConnectionBudget) -> tuple[Reason, ...]:
    found = [
        Reason(f"{item.server} serves it over ASGI already", item.place) for item in budget.servers if item.serves_asgi
    ]
    if gains.routes_sockets:
        asgi = program.project.asgi_path
        found.append(Reason("Channels routes WebSockets already", Place(asgi) if asgi else None))
    return tuple(found[:1])


def _summary(
    course: Course, gains: Gains, against: Sequence[Reason], there: Sequence[Reason], budget: ConnectionBudget
) -> str:
    if course == "blocked":
        return f"Blocked: something here gains from ASGI, but first {against[0].text}"
    if course == "migrate" and there:
        return (
            "Migrate, which has begun: mend what blocks the event loop; convert the views that gain, leave the others"
            " sync"
        )
    if course == "migrate":
        return "Migrate: serve the whole project over ASGI; convert the views that gain, leave the others sync"
    if course == "hybrid":
        return (
            "Hybrid: serve what gains from a second service over ASGI, split off by path in the proxy, and leave"
            " everything else on WSGI; where no proxy can split it off, migrate as a whole"
        )
    if gains.some:
        at_once = f"{budget.before} requests" if budget.before is not None else "requests than there are threads"
        more = f"more than {at_once} wait at once" if budget.before is not None else f"more {at_once} wait at once"
        return f"Stay on WSGI, unless {more}: the views that wait do so one answer at a time, which threads do well"
    ending = f"; {against[0].text}, besides" if against else ""
    return f"Stay on WSGI: nothing was found that waits for other servers, streams events or speaks WebSocket{ending}"


def _costs(path: RequestPath, budget: ConnectionBudget) -> list[Reason]:
    """What serving over ASGI costs whatever it gains."""
    costs = [
        Reason(
            f"a request to a sync view changes threads {path.hops.sync_view} times under ASGI and never under WSGI;"
            f" to an async view {path.hops.async_view} times before its own work"
        )
    ]
    if budget.fit in ("unbounded", "may-exceed"):
        held = "as many as requests are in flight" if budget.after is None else f"up to {budget.after}"
        today = f"at most {budget.before} now" if budget.before is not None else "how many now is not said"
        if any(server.serves_asgi for server in budget.servers):
            today = "not bounded now"
        admits = f"the database admits {budget.limit}"
        costs.append(Reason(f"database connections: {today}; under ASGI {held}; {admits}"))
    return costs
