"""What stands in front of the server or configures it in a file of its own: reported, never edited.

https://www.uvicorn.org/deployment/#running-behind-nginx
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.documents.serving.switch import Switch
from wsgi2asgi.documents.uwsgi_ini import equivalent
from wsgi2asgi.model.project import DeploymentFile
from wsgi2asgi.planning.serving.surfaces import Surface

_HEADERS = "Host, X-Real-IP, X-Forwarded-For and X-Forwarded-Proto"


@dataclass(frozen=True, slots=True)
class Front:
    """What to do with such a line."""

    action: str
    outcome: Literal["manual", "done"] = "manual"
    notes: tuple[str, ...] = ()


def front_action(surface: Surface, found: DeploymentFile, switch: Switch) -> Front | None:
    """The action for lines of nginx, Apache and uWSGI configuration; None for other lines."""
    if surface.format == "nginx":
        return _nginx(surface, found)
    if surface.format == "apache":
        application = f"{switch.asgi}:application"
        return Front(
            f"mod_wsgi does not serve ASGI: start uvicorn {application} as a service of its own and put ProxyPass and"
            " ProxyPassReverse to it here, with ProxyPreserveHost On and RequestHeader set X-Forwarded-Proto;"
            " carry over the environment, user, group and processes of the WSGI directives"
        )
    if surface.format == "uwsgi-ini":
        command, lost = equivalent(surface.text, f"{switch.asgi}:application")
        return Front(f"uWSGI does not serve ASGI: start instead: {command}", notes=lost)
    return None


def _nginx(surface: Surface, found: DeploymentFile) -> Front:
    if found.server == "uwsgi":
        return Front(
            f"uvicorn does not speak the uwsgi protocol: put proxy_pass in the place of uwsgi_pass, and in that of"
            f" uwsgi_params proxy_set_header lines for {_HEADERS}"
        )
    if re.search(r"(?i)proxy_set_header\s+upgrade", surface.text):
        return Front("passes WebSockets on already", "done")
    return Front(
        "nothing to change for HTTP; for WebSockets set proxy_http_version 1.1, the headers Upgrade and Connection,"
        " and a proxy_read_timeout above the time between two messages",
        "done",
    )
