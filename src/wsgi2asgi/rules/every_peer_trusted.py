"""
## What it does
Finds uvicorn told to trust every peer (`--forwarded-allow-ips '*'`) over TCP in a project that goes by the client's
address.

## Why is this bad?
uvicorn then takes the first address in `X-Forwarded-For` for the client's. Clients send that header themselves, and a
proxy appends to what it gets: anybody chooses the `REMOTE_ADDR` by which lock-outs, rate limits and allow lists
decide. gunicorn never changes `REMOTE_ADDR`, so the same flag did no harm there.

## Example
`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --forwarded-allow-ips '*'
```

`shop/views.py`
```python
from django.http import HttpResponse


def index(request):
    return HttpResponse(request.META["REMOTE_ADDR"])
```

## Use instead
`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --forwarded-allow-ips 10.0.0.0/8
```

`shop/views.py`
```python
from django.http import HttpResponse


def index(request):
    return HttpResponse(request.META["REMOTE_ADDR"])
```

## Fix safety
Manual: name the proxy's address or network (networks from uvicorn 0.31 on), or let the proxy overwrite the header.

## References
- https://www.uvicorn.org/settings/#http
- https://www.uvicorn.org/deployment/#proxies-and-forwarded-headers
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.client_address import uses_of_client_address
from wsgi2asgi.analysis.program.environment import assigned
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, module_settings, started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG811", "every-peer-trusted", "warning", Fix("manual"), hazards=("RQ05", "DP04"))

_MESSAGE = "uvicorn trusts every peer: anybody chooses its REMOTE_ADDR by the header X-Forwarded-For"


def check(program: Program) -> Iterator[Hit]:
    """At the option, the setting of gunicorn or the variable."""
    places = list(_trusting(program))
    witness = next(uses_of_client_address(program), None) if places else None
    if witness is not None:
        yield from (Hit(place, _MESSAGE, "likely", (witness,)) for place in places)


def _trusting(program: Program) -> Iterator[Place]:
    over_tcp = [item for item in started(program) if _is_uvicorn(item) and not _on_socket(item)]
    for item in over_tcp:
        if item.value("--forwarded-allow-ips") == "*":
            yield item.place
        if item.configuration is not None:
            settings = module_settings(program, item.configuration) or {}
            value, place = settings.get("forwarded_allow_ips", (None, item.place))
            if value == "*":
                yield place
    if over_tcp:
        yield from (place for place, value in assigned(program, "FORWARDED_ALLOW_IPS") if value == "*")


def _is_uvicorn(item: Started) -> bool:
    return item.server == "uvicorn" or (item.server == "gunicorn" and "uvicorn" in (item.worker or "").lower())


def _on_socket(item: Started) -> bool:
    return item.has("--uds", "--fd") or any("unix:" in word for word in item.words)
