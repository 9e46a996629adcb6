"""Where a project goes by the address of the client."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.stated_versions import stated
from wsgi2asgi.model.places import Evidence, Place

#: Packages that lock out or count by ``REMOTE_ADDR`` unless told otherwise.
_PACKAGES = ("django-axes", "django-ratelimit", "django-defender")


def uses_of_client_address(program: Program) -> Iterator[Evidence]:
    """Each ``META["REMOTE_ADDR"]`` of the project's own code, then packages that decide by it."""
    for function in program.source_functions("META"):
        for index, op in enumerate(function.facts.ops):
            if op.kind == "const" and op.value == "REMOTE_ADDR":
                yield Evidence(program.place(function.name, index), "REMOTE_ADDR is read here")
    for name in _PACKAGES:
        requirement = stated(program.project, name)
        if requirement is not None:
            yield Evidence(Place(requirement.path, requirement.line), f"{name} goes by REMOTE_ADDR")
