"""
## What it does
Finds uvicorn on a unix socket without `--forwarded-allow-ips`.

## Why is this bad?
uvicorn trusts the proxy headers of 127.0.0.1 alone, and a socket has no address. Every request then counts as `http`
(redirects, `Origin checking failed`, cookies that are not marked secure) and has no `REMOTE_ADDR` at all, and the
text `None` for its port. gunicorn trusts unix sockets, so it worked before.

## Example
`deploy/site.service`
```text
[Service]
ExecStart=/srv/site/bin/uvicorn site_.asgi:application --uds /run/site/web.sock
```

## Use instead
`deploy/site.service`
```text
[Service]
ExecStart=/srv/site/bin/uvicorn site_.asgi:application --uds /run/site/web.sock --forwarded-allow-ips '*'
```

## Fix safety
Manual: `'*'` is safe where the proxy alone can open the socket and overwrites `X-Forwarded-For` and
`X-Forwarded-Proto`.

## References
- https://www.uvicorn.org/settings/#http
- https://docs.gunicorn.org/en/stable/settings.html#forwarded-allow-ips
- https://github.com/tournesol-app/tournesol/pull/553
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import assigned
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, module_settings, started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG812", "unix-socket-untrusted", "warning", Fix("manual"), hazards=("DP04", "ST10", "RQ03", "RQ04"))


def check(program: Program) -> Iterator[Hit]:
    """At the command, unless a variable of the environment names the trusted peers."""
    if any(assigned(program, "FORWARDED_ALLOW_IPS")):
        return
    knows_scheme = any(settings.has("SECURE_PROXY_SSL_HEADER") for settings in program.all_settings)
    lost = "REMOTE_ADDR is missing" if knows_scheme else "requests count as http, and REMOTE_ADDR is missing"
    for item in started(program):
        if _listens_on_socket(program, item) and not _names_trusted(program, item):
            yield Hit(item.place, f"uvicorn trusts no proxy behind a unix socket: {lost}", "likely")


def _listens_on_socket(program: Program, item: Started) -> bool:
    if item.server == "uvicorn":
        return item.has("--uds")
    if item.server != "gunicorn" or "uvicorn" not in (item.worker or "").lower():
        return False
    bind = item.value("-b", "--bind") or _setting(program, item, "bind")
    return isinstance(bind, str) and bind.startswith("unix:")


def _names_trusted(program: Program, item: Started) -> bool:
    if item.has("--forwarded-allow-ips") or item.open_ended:
        return True
    return _setting(program, item, "forwarded_allow_ips") is not None


def _setting(program: Program, item: Started, name: str) -> object:
    settings = module_settings(program, item.configuration) if item.configuration is not None else None
    return settings[name][0] or "..." if settings is not None and name in settings else None
