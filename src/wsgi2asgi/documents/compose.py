"""Docker Compose files: ``command:`` and ``entrypoint:``.

A string is split into words as a shell would, but no shell runs it; ``$$`` stands for a dollar sign that Compose
leaves alone. https://docs.docker.com/reference/compose-file/services/#command
"""

from __future__ import annotations

from wsgi2asgi.documents.invocations import Invocation
from wsgi2asgi.documents.yaml_commands import invocations_in_yaml

_KEYS = frozenset({"command", "entrypoint"})


def invocations(text: str) -> tuple[Invocation, ...]:
    """The commands that start a server. Raises Refused for text that is not YAML."""
    return invocations_in_yaml(text, _KEYS, port=None, shell_port="$${PORT:-8000}", lines=False)
