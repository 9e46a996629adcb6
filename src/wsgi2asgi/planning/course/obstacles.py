"""What makes ASGI impossible or unsafe for a project until it is cured."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.greenlets import greenlet_patches
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.remote_users import is_header, remote_users
from wsgi2asgi.knowledge.floors import django_floors
from wsgi2asgi.knowledge.stated_versions import is_older
from wsgi2asgi.model.places import Place, Reason

_INSIDE_SERVER = ("uwsgi", "uwsgidecorators", "mod_wsgi")


def obstacles(program: Program) -> tuple[Reason, ...]:
    """Each with its place: Django's version, greenlets, users that the web server logs in, code of the server's own."""
    return (*_version(program), *_greenlets(program), *_remote_users(program), *_server_modules(program))


def _version(program: Program) -> Iterator[Reason]:
    django, minimum = program.project.django, django_floors().minimum
    if is_older(django.value, minimum.floor):
        place = Place(django.path, django.line or 1) if django.path else None
        yield Reason(f"Django {django.value} is older than {minimum.floor}: {minimum.why}", place)


def _greenlets(program: Program) -> Iterator[Reason]:
    for place, text in greenlet_patches(program):
        yield Reason(text, place)


def _remote_users(program: Program) -> Iterator[Reason]:
    for entry, key in remote_users(program):
        if key is not None and not is_header(key) and not entry.conditional:
            yield Reason(
                f"{entry.name} reads {key}, which the web server sets for WSGI and no ASGI server does", entry.place
            )


def _server_modules(program: Program) -> Iterator[Reason]:
    for path, facts in program.files.items():
        if facts.role == "source":
            for item in facts.imports:
                top = item.module.split(".")[0]
                is_bound = top in _INSIDE_SERVER and not item.level and not item.conditional and not item.type_checking
                if is_bound and top not in program.modules:
                    yield Reason(f"{top} is there only inside that server", place_of(path, item.span))
