"""Connections at most: today by workers and threads, under ASGI by requests in flight, and what the database admits.

Under ASGI each request that is being answered has a thread of its own (asgiref's ThreadSensitiveContext), nothing
bounds their number, and a connection belongs to a thread.
https://docs.djangoproject.com/en/5.2/topics/async/#async-views, https://docs.djangoproject.com/en/5.2/ref/databases/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.connections import Capacity, ConnectionBudget, Fit
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.planning.connections.database import Limit, engine_of, limit_of, pool_size
from wsgi2asgi.planning.connections.servers import capacities


def connection_budget(program: Program) -> ConnectionBudget:
    """The budget of the default database."""
    engine = engine_of(program)
    servers = capacities(program)
    limit = limit_of(program.project, engine)
    pool = pool_size(program)
    requests = [server.requests for server in servers]
    known = [number for number in requests if number is not None]
    before = max(known, default=None) if len(known) == len(requests) else None
    processes = max((server.workers for server in servers if server.workers is not None), default=None)
    each = pool[0] if pool else None
    after = processes * each if processes is not None and each is not None else None
    numbers = _Numbers(engine, servers, before, after, processes, limit, pool)
    return ConnectionBudget(
        engine=engine,
        servers=servers,
        before=before,
        after=after,
        limit=limit.value,
        limit_source=limit.source,
        limit_assumed=limit.assumed,
        fit=_fit(numbers),
        reasons=(*_today(numbers), *_under_asgi(numbers), *_against_limit(numbers), *_ages(program)),
    )


@dataclass(frozen=True, slots=True)
class _Numbers:
    engine: str
    servers: tuple[Capacity, ...]
    before: int | None
    after: int | None
    processes: int | None
    limit: Limit
    pool: tuple[int | None, Place | None] | None


def _fit(numbers: _Numbers) -> Fit:
    if numbers.engine == "sqlite":
        return "no-limit"
    if numbers.limit.value is None:
        return "unknown"
    if numbers.after is not None:
        return "within" if numbers.after <= numbers.limit.value else "may-exceed"
    return "unknown" if numbers.pool else "unbounded"


def _today(numbers: _Numbers) -> Iterator[Reason]:
    said: dict[str, Reason] = {}
    for server in numbers.servers:
        if server.requests is not None:
            requests = "1 request" if server.requests == 1 else f"{server.requests} requests"
            text = (
                f"{server.server} answers at most {requests} at once, and they hold at most as many"
                f" connections: {server.workers} x {server.threads} ({server.source})"
            )
        elif server.serves_asgi:
            text = f"{server.server} serves ASGI: nothing bounds how many requests it answers at once ({server.source})"
        else:
            text = f"{server.server}: how many requests it answers at once is not said as a number ({server.source})"
        said.setdefault(text, Reason(text, server.place))
    yield from said.values()
    if not numbers.servers:
        yield Reason("no file of the project says how many workers and threads serve it")


def _under_asgi(numbers: _Numbers) -> Iterator[Reason]:
    if numbers.pool is None:
        several = numbers.processes is not None and numbers.processes > 1
        of = f"in each of {numbers.processes} processes" if several else "in each process"
        yield Reason(
            f"under ASGI every request in flight has a thread of its own, and its own connection once it queries: {of}"
            " nothing but the number of requests bounds them"
        )
        return
    size, place = numbers.pool
    if numbers.after is not None:
        text = f"the pool holds {size} connections in each of {numbers.processes} processes: {numbers.after} at most"
    elif size is not None:
        text = f"the pool holds {size} connections at most in each process; how many processes serve is not said"
    else:
        text = "there is a pool; how many connections it holds at most is not said as a number"
    yield Reason(text, place)


def _against_limit(numbers: _Numbers) -> Iterator[Reason]:
    limit = numbers.limit
    if numbers.engine == "sqlite":
        yield Reason("SQLite has no limit of connections; it lets one of them write at a time, under any server")
        return
    if limit.value is None:
        yield Reason("which database it is could not be told, so no limit is set against it")
        return
    yield Reason(f"{numbers.engine} admits {limit.value} connections ({limit.source})", limit.place)
    if _fit(numbers) == "may-exceed":
        yield Reason(f"{numbers.after} are more than that: a smaller max_size or fewer processes keep below it")
    elif _fit(numbers) == "unbounded":
        yield Reason(
            "a burst of that many requests that query is refused by the database: bound the requests in flight"
            " (uvicorn --limit-concurrency, the proxy in front), pool in Django (OPTIONS pool, Django 5.1 with"
            " psycopg 3) or in a pooler"
        )


def _ages(program: Program) -> Iterator[Reason]:
    """Persistent connections stay open behind each request: their thread is not used again."""
    age = program.settings.likely("DATABASES", "default", "CONN_MAX_AGE", default=0)
    if age is None or (isinstance(age, (int, float)) and age > 0):
        place = program.settings.place("DATABASES", "default", "CONN_MAX_AGE")
        yield Reason(f"CONN_MAX_AGE is {age}: under ASGI every request leaves its connection open until then", place)
