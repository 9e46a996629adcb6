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
    """The dotted names of every list that the settings may have, here or in other places, in order; Django's default
    where they have none."""
    found: dict[str, None] = {}
    for settings in program.all_settings:
        for given in settings.values(_SETTING):
            if isinstance(given.value, list):
                found.update(dict.fromkeys(item for item in given.value if isinstance(item, str)))
        found.update(dict.fromkeys(settings.strings(_SETTING)))
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
        if method is None or method.is_async or (twin is not None and _is_at_or_below(backend, twin, method)):
            continue
        if based_on:
            effect = "is passed by: Django's own async method is called in its place"
        elif name in _NEEDED:
            effect = "has no async form, which fails with AttributeError"
        else:
            effect = "has no async form, so that async code does not ask this backend"
        yield Bypassed(method, effect)


def is_plain(program: Program, backend: Class) -> bool:
    """Whether its methods are what its classes define, each once, undecorated, and nothing replaces them later."""
    for name in backend.lineage:
        cls = program.class_(name)
        if cls is None:
            continue
        body = program.functions.get(cls.name)
        own = {*_METHODS, *(f"a{method}" for method in _METHODS)}
        if cls.facts.decorators or body is None or _assigns(body, own):
            return False
        methods = (program.functions.get(dotted) for method, dotted in cls.methods.items() if method in own)
        if any(method is None or method.facts.decorators or "#" in method.facts.qualname for method in methods):
            return False
        if any(_sets(function, own) for function in program.functions_in(cls.path)):
            return False
    return True


def _assigns(body: Function, names: set[str]) -> bool:
    """Whether a class body gives one of the names anything but a function, or that under a condition."""
    ops = body.facts.ops
    stores = [op for op in ops if op.kind in ("store", "import") and op.name in names]
    return any(op.region != 0 or not op.inputs or ops[op.inputs[0]].kind != "function" for op in stores)


def _sets(function: Function, names: set[str]) -> bool:
    return any(op.kind == "store_attr" and op.name in names for op in function.facts.ops)


def _is_at_or_below(backend: Class, twin: Function, method: Function) -> bool:
    """Whether the async form belongs to the sync one: it is in the same class, or in one that comes before it."""
    order = backend.lineage
    return twin.owner in order and method.owner in order and order.index(twin.owner) <= order.index(method.owner)
