"""The editor that switches the commands of a deployment file from a WSGI to an ASGI server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from wsgi2asgi.documents import (
    compose,
    dockerfile,
    platform_yaml,
    procfile,
    shell_script,
    supervisor,
    systemd_unit,
)
from wsgi2asgi.documents.invocations import Invocation
from wsgi2asgi.documents.serving.rewrite import switched
from wsgi2asgi.documents.serving.switch import Switch, Target

#: The formats whose commands are edited, and how the commands are found.
READERS: Mapping[str, Callable[[str], tuple[Invocation, ...]]] = MappingProxyType(
    {
        "procfile": procfile.invocations,
        "dockerfile": dockerfile.invocations,
        "compose": compose.invocations,
        "systemd": systemd_unit.invocations,
        "supervisor": supervisor.invocations,
        "shell": shell_script.invocations,
        "app-yaml": platform_yaml.invocations,
        "render-yaml": platform_yaml.invocations,
    }
)


def edit(
    text: str,
    *,
    format: str,  # noqa: A002 - the word of the model
    wsgi: str,
    asgi: str,
    target: Target,
    wsgi_file: str = "",
    configured: Sequence[str] = (),
) -> str:
    """The text with every command that serves ``wsgi`` (a module) serving ``asgi`` by ``target``.

    Raises Refused, naming the line, where one of the commands cannot be carried over.
    """
    switch = Switch(wsgi, wsgi_file, asgi, target, tuple(configured))
    changed = switched(text, READERS[format](text), switch)
    if format == "systemd" and changed != text:
        return systemd_unit.without_notify(changed)
    return changed
