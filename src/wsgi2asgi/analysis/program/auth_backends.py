"""The project's authentication backends, and which of their methods Django's async calls do not ask.

From Django 5.2 on ``aauthenticate``, ``request.auser()`` and ``user.ahas_perm()`` call the async methods of a backend.
BaseBackend hands some of them on to the sync ones, ModelBackend none.
https://docs.djangoproject.com/en/5.2/topics/auth/customizing/#writing-an-authentication-backend
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.program import Program

#: The first Django whose async calls ask the async methods.
SINCE = (5, 2)
DJANGO_BACKENDS = "django.contrib.auth.backends."
_SETTING = "AUTHENTICATION_BACKENDS"
_NEEDED = ("authenticate", "get_user")
_METHODS = (
    *_NEEDED, "has_perm", "has_module_perms", "get_user_permissions", "get_group_permissions", "get_all_permissions",
)  # fmt: skip
_HANDED_ON = ("authenticate", "get_user", "get_user_permissions", "get_group_permissions")


@dataclass(frozen=True, slots=True)
class Bypassed:
    """A sync method of a backend that async code does not ask, and what happens in its place."""

    method: Function
    effect: str


def backends(program: Program) -> tuple[str, ...]:
    """The dotted names of every list that the settings may have, in order; Django's default where they have none."""
    found: dict[str, None] = {}
    for given in program.settings.values(_SETTING):
        if isinstance(given.value, list):
            found.update(dict.fromkeys(item for item in given.value if isinstance(item, str)))
    found.update(dict.fromkeys(program.settings.strings(_SETTING)))
    if not program.settings.has(_SETTING):
        found.setdefault(f"{DJANGO_BACKENDS}ModelBackend")
    return tuple(found)


def bypassed(program: Program, backend: Class) -> Iterator[Bypassed]:
    """The methods of a backend of the project that its async form does not ask."""
    based_on = next((name for name in ("ModelBackend", "BaseBackend") if DJANGO_BACKENDS + name in backend.lineage), "")
    for name in _METHODS:
        if based_on == "BaseBackend" and name in _HANDED_ON:
            continue
        method, twin = program.find_method(backend.name, name), program.find_method(backend.name, f"a{name}")
        if method is None or method.is_async or twin is not None:
            continue
        if based_on:
            effect = "is passed by: Django's own async method is called in its place"
        elif name in _NEEDED:
            effect = "has no async form, which fails with AttributeError"
        else:
            effect = "has no async form, so that async code does not ask this backend"
        yield Bypassed(method, effect)
