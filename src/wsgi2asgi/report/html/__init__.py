"""``check --format html``: one file to open in a browser, print or send; it asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from wsgi2asgi import __version__
from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.report.excerpt import Sources
from wsgi2asgi.report.html.around import around
from wsgi2asgi.report.html.connections import connections
from wsgi2asgi.report.html.elements import Html, tag
from wsgi2asgi.report.html.findings import findings
from wsgi2asgi.report.html.request_path import request_path
from wsgi2asgi.report.html.top import navigation, top
from wsgi2asgi.report.html.views import views


def render(result: CheckResult) -> str:
    """The whole report as one HTML document."""
    sections = (
        request_path(result),
        connections(result),
        findings(result, Sources(result.project.tree)),
        views(result),
        *around(result),
    )
    body = tag(
        "body",
        tag("a", "Skip to the findings", href="#findings", class_="skip"),
        top(result),
        navigation(result),
        tag("main", *sections),
        tag("footer", f"wsgi2asgi {__version__}"),
        _inline("script.js", "script"),
    )
    return f"<!doctype html>\n{tag('html', _head(result), body, lang='en')}\n"


def _head(result: CheckResult) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy()),
        tag("title", f"{result.project.tree.root.name}: from WSGI to ASGI"),
        _inline("style.css", "style"),
    )


def _policy() -> str:
    """Nothing is fetched, and nothing runs but our own script."""
    digest = base64.b64encode(hashlib.sha256(_text("script.js").encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'"


def _inline(file: str, element: str) -> Html:
    return tag(element, Html(_text(file)))


def _text(file: str) -> str:
    return files(__name__).joinpath(file).read_text(encoding="utf-8")
