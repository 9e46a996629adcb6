"""Whether ``await request.auser()`` gives whom ``request.user`` gives, and what the backends lack for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.auth_backends import DJANGO_BACKENDS, SINCE, Bypassed, backends, bypassed, is_plain
from wsgi2asgi.analysis.program.authentication_changes import authentication_changes
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.request_user import changes_user, user_changes
from wsgi2asgi.analysis.program.settings import settled
from wsgi2asgi.analysis.program.user_object import UserObject
from wsgi2asgi.knowledge.async_api import Version
from wsgi2asgi.knowledge.auth_backends import known_backend
from wsgi2asgi.model.places import Reason

_BACKENDS = "AUTHENTICATION_BACKENDS"
_USER_MODEL = "AUTH_USER_MODEL"
_DJANGO_USER = "auth.User"
#: https://docs.djangoproject.com/en/5.1/releases/5.1/#django-contrib-sessions
_ASYNC_SESSIONS = (5, 1)
_SESSIONS = "django.contrib.sessions.backends."
#: Methods of Django's backends that the async form calls as they are, on the event loop.
_SHARED = (
    "user_can_authenticate",
    "clean_username",
    "_get_user_permissions",
    "_get_group_permissions",
    "_get_permissions",
)
_UNLIKE = {
    "missing": "has no aget_user()",
    "other": "is passed by: Django's own aget_user() is called in its place",
}
#: What Django reads of a user on the event loop. (django.contrib.auth.aget_user)
_READ_OF_USERS = ("get_session_auth_hash", "get_session_auth_fallback_hash", "is_active", "is_superuser")
_ASKED_OF_USERS = ("has_perm", "has_perms", "has_module_perms")


@dataclass(frozen=True)
class Authentication:
    """``against``: why the two may differ, or why that cannot be told. ``lacking``: methods of backends that need an
    async form first. ``permissions``: why the async checks of permissions may differ besides. ``stricter``: backends
    that refuse more visitors then. ``is_plain``: the project has nothing but Django's own that looks users up.
    ``altering``: functions that may change the object that ``request.user`` is."""

    against: tuple[Reason, ...] = ()
    lacking: tuple[Bypassed, ...] = ()
    permissions: tuple[Reason, ...] = ()
    stricter: tuple[Reason, ...] = ()
    is_plain: bool = True
    altering: frozenset[str] = frozenset()


def authentication(program: Program, django: Version) -> Authentication:
    """What the project's settings, middleware, backends and user model make of ``request.auser()``.

    Before Django 5.2 ``auser`` runs the sync code of backends and user model in a thread. It is not plain there all the
    same: a project that moves on to 5.2 would change its answers.
    """
    user = UserObject(program)
    changed = (*authentication_changes(program), *user_changes(program, user), *_sessions(program, django))
    own = [name for name in backends(program) if not name.startswith(DJANGO_BACKENDS)]
    unseen = (*_unread(program), *_of_user_model(program), *(why for name in own for why in _of_backend(program, name)))
    plain = not changed and not own and not unseen and not _changed_by_views(program)
    if django < SINCE:
        return Authentication(changed, is_plain=plain, altering=user.changing)
    classes = (program.class_(name) for name in own)
    lacking = {item.method.name: item for cls in classes if cls is not None for item in bypassed(program, cls)}
    permissions = (*_of_permissions(program), *_of_packages(program, own))
    return Authentication(
        (*changed, *unseen), tuple(lacking.values()), permissions, tuple(_stricter(program, own)), plain, user.changing
    )


def has_own_sessions(program: Program) -> bool:
    """Whether the session store is not one of Django's, here or in other places: its sync overrides would be bypassed
    (5.1 and later)."""
    possible = (settings.possible("SESSION_ENGINE", default=f"{_SESSIONS}db") for settings in program.all_settings)
    engines = (settled(engine) for engines in possible for engine in engines)
    return not all(isinstance(engine, str) and engine.startswith(_SESSIONS) for engine in engines)


def _changed_by_views(program: Program) -> bool:
    """Whether what requests run assigns ``request.user`` somewhere: who reads it afterwards means that one."""
    return any(changes_user(program, program.functions[name]) is not None for name in program.run_by_requests())


def _sessions(program: Program, django: Version) -> Iterator[Reason]:
    if django >= _ASYNC_SESSIONS and has_own_sessions(program):
        yield Reason("the session store is not Django's", program.settings.place("SESSION_ENGINE"))


def _unread(program: Program) -> Iterator[Reason]:
    for found in (item for settings in program.all_settings for item in settings.values(_BACKENDS)):
        if not isinstance(found.value, list) or not all(isinstance(item, str) for item in found.value):
            yield Reason(f"{_BACKENDS} cannot be read", found.place)


def _of_backend(program: Program, name: str) -> Iterator[Reason]:
    cls, known = program.class_(name), known_backend(name)
    place = program.settings.place(_BACKENDS)
    if cls is None and known is not None:
        if known.users in _UNLIKE:
            yield Reason(f"{name} {_UNLIKE[known.users]}", place)
        return
    if cls is None or cls.has_unknown_base:
        yield Reason(f"the backend {name} cannot be seen", place)
        return
    if not is_plain(program, cls):
        yield Reason(f"the methods of {name} are not all plain ones of its class", cls.place)
        return
    for shared in _SHARED:
        method = program.find_method(name, shared)
        if method is not None:
            yield Reason(f"{method.name} would run on the event loop", method.place)


def _of_packages(program: Program, names: Iterable[str]) -> Iterator[Reason]:
    for name in names:
        known = known_backend(name)
        if known is not None and known.permissions == "missing":
            yield Reason(f"{name} has no async checks of permissions", program.settings.place(_BACKENDS))


def _stricter(program: Program, names: Iterable[str]) -> Iterator[Reason]:
    for name in names:
        known = known_backend(name)
        if known is not None and known.users == "stricter":
            text = f"async views with an auth decorator refuse inactive users, whom get_user of {name} lets in"
            yield Reason(text, program.settings.place(_BACKENDS))


def _of_user_model(program: Program) -> Iterator[Reason]:
    """A model that cannot be seen, or a manager whose own ``get`` is passed by: ``aget`` is Django's."""
    setting = program.settings.likely(_USER_MODEL, default=_DJANGO_USER)
    for other in program.other_settings.values():
        if other.has(_USER_MODEL) and other.likely(_USER_MODEL) != setting:
            yield Reason("other settings have another user model", other.place(_USER_MODEL))
    model = program.model(program.user_model)
    if model is None or (model.external and setting != _DJANGO_USER):
        yield Reason("the user model cannot be seen", program.settings.place(_USER_MODEL))
        return
    for name in _READ_OF_USERS:
        method = program.find_method(program.user_model, name)
        if method is not None and program.effects_of(method.name):
            yield Reason(f"{method.name} would run on the event loop", method.place)
    for manager in model.managers.values():
        get, queryset = (program.find_method(manager, name) for name in ("get", "get_queryset"))
        if get is not None and program.find_method(manager, "aget") is None:
            yield Reason(f"{get.name} is passed by: Django's own aget() is called in its place", get.place)
        if queryset is not None and program.effects_of(queryset.name):
            yield Reason(f"{queryset.name} would run on the event loop", queryset.place)


def _of_permissions(program: Program) -> Iterator[Reason]:
    for name in _ASKED_OF_USERS:
        method = program.find_method(program.user_model, name)
        if method is not None and program.find_method(program.user_model, f"a{name}") is None:
            yield Reason(f"{method.name} has no async form and is passed by", method.place)
