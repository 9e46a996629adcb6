"""Where threads are patched into greenlets, which asgiref's threads do not survive.

https://github.com/django/asgiref/issues/443
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.model.places import Place

_PATCHES = (
    "gevent.monkey.patch_all",
    "gevent.monkey.patch_socket",
    "gevent.monkey.patch_thread",
    "eventlet.monkey_patch",
    "psycogreen.gevent.patch_psycopg",
    "psycogreen.eventlet.patch_psycopg",
)
_WORKERS = ("gevent", "gevent_wsgi", "gevent_pywsgi", "eventlet")


def greenlet_patches(program: Program) -> Iterator[tuple[Place, str]]:
    """Each call that patches, and each command or configuration that chooses such a worker."""
    for name in _PATCHES:
        for function, op in program.uses_of(name):
            if any(call.kind == "call" and call.inputs[0] == op for call in function.facts.ops):
                yield program.place(function.name, op), f"{name} turns threads into greenlets, asgiref needs threads"
    for item in started(program):
        if item.worker in _WORKERS and (item.format == "gunicorn-conf" or item.has("-k", "--worker-class")):
            yield item.place, f"gunicorn's worker {item.worker} patches threads into greenlets"
