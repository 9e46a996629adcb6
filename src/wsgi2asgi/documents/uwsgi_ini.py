"""uWSGI's ini files: the uvicorn command that comes nearest, and what has no counterpart.

https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from wsgi2asgi.documents.serving.address import tcp_address
from wsgi2asgi.documents.serving.uwsgi import LOST

_SECTION = re.compile(r"^\[uwsgi(?::\w+)?\][ \t]*\r?$(?P<body>(?:\n(?!\[)[^\n]*)*)", re.MULTILINE)
_OPTION = re.compile(r"^[ \t]*(?P<key>[\w-]+)[ \t]*=[ \t]*(?P<value>[^\r\n]*?)[ \t]*\r?$", re.MULTILINE)

#: Options that say what uvicorn is told otherwise, or that uvicorn has no need of.
_SAID = frozenset(
    {"module", "wsgi", "wsgi-file", "file", "http", "http-socket", "socket", "uwsgi-socket", "processes", "workers"}
    | {"listen", "plugin", "plugins", "protocol"}
)
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "attach-daemon": "a process of its own has to run it",
        "buffer-size": LOST["buffer-size"],
        "cheaper": "the number of workers is fixed",
        "chdir": "start the service in that folder",
        "chmod-socket": "the socket is made with the permissions that the umask leaves",
        "cron": "a scheduler has to run it",
        "env": "set it in the environment of the service",
        "harakiri": LOST["harakiri"],
        "home": "start the uvicorn of that virtual environment",
        "manage-script-name": "set FORCE_SCRIPT_NAME; uvicorn's --root-path is not the same",
        "max-requests": LOST["max-requests"],
        "mount": "set FORCE_SCRIPT_NAME; uvicorn's --root-path is not the same",
        "mule": "a process of its own has to do that work",
        "pythonpath": "set PYTHONPATH, or uvicorn's --app-dir",
        "route": "the proxy or a middleware has to do it",
        "spooler": "a task queue has to do that work",
        "static-map": "WhiteNoise or the proxy has to serve the files",
        "stats": "there is no statistics server",
        "threads": LOST["threads"],
        "gid": "the service manager has to set the group",
        "uid": "the service manager has to set the user",
        "virtualenv": "start the uvicorn of that virtual environment",
    }
)


def equivalent(text: str, application: str) -> tuple[str, tuple[str, ...]]:
    """The nearest uvicorn command, and the options that it does not cover, each with what to do if that is known."""
    options: dict[str, list[str]] = {}
    for section in _SECTION.finditer(text):
        for option in _OPTION.finditer(text, section.start("body"), section.end("body")):
            options.setdefault(option["key"].lower().replace("_", "-"), []).append(option["value"])
    words = ["uvicorn", application, *_binding(options)]
    for key in ("processes", "workers"):
        if key in options and "%" not in options[key][-1]:
            words += ["--workers", options[key][-1]]
    return re.sub(r"\$\((\w+)\)", r"${\1}", " ".join(words)), _lost(options)


def _binding(options: Mapping[str, list[str]]) -> list[str]:
    for key in ("http", "http-socket"):
        address = tcp_address(options[key][-1]) if key in options else None
        if address:
            return ["--host", address.host, "--port", address.port]
    for key in ("socket", "uwsgi-socket"):
        if key in options:
            socket = options[key][-1]
            address = tcp_address(socket)
            if address:
                return ["--host", address.host, "--port", address.port]
            return ["--uds", socket.removeprefix("unix:"), "--forwarded-allow-ips", "'*'"]
    return []


def _lost(options: Mapping[str, list[str]]) -> tuple[str, ...]:
    grouped: dict[str, list[str]] = {}
    for key in sorted(options):
        if key in _SAID or LOST.get(key) == "" or key.startswith(("if-", "end")):
            continue
        kind = f"{key.rstrip('0123456789')}-"
        words = next((words for known, words in _WORDS.items() if kind.startswith(f"{known}-")), "")
        grouped.setdefault(words or "no counterpart", []).append(key)
    if {"socket", "uwsgi-socket"} & set(options):
        grouped["uvicorn does not speak the uwsgi protocol; the proxy has to change with it"] = ["socket"]
    return tuple(f"{', '.join(keys)}: {words}" for words, keys in grouped.items())
