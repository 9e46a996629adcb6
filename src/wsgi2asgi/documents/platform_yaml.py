"""YAML files of hosting platforms that hold a start command for a shell.

App Engine ``entrypoint:``, Render ``startCommand:``, DigitalOcean ``run_command:``. All of them set ``$PORT``.
https://cloud.google.com/appengine/docs/standard/reference/app-yaml
https://render.com/docs/blueprint-spec
"""

from __future__ import annotations

from wsgi2asgi.documents.invocations import Invocation
from wsgi2asgi.documents.yaml_commands import invocations_in_yaml

_KEYS = frozenset({"entrypoint", "startCommand", "run_command"})


def invocations(text: str) -> tuple[Invocation, ...]:
    """The commands that start a server. Raises Refused for text that is not YAML."""
    return invocations_in_yaml(text, _KEYS, port="$PORT", shell_port="$PORT", lines=True)
