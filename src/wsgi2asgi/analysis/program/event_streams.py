"""Responses that stream server-sent events."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program


def event_streams(program: Program) -> Iterator[tuple[Function, int]]:
    """The calls of ``StreamingHttpResponse`` in functions that name the type ``text/event-stream``, outside tests."""
    for function, index, _ in program.calls_of("django.http.response.StreamingHttpResponse"):
        named = any(op.kind == "const" and op.value == "text/event-stream" for op in function.facts.ops)
        if named and program.files[function.path].role == "source":
            yield function, index
