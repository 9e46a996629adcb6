"""Uses of Django's async methods by name, and of methods that look like one, with the objects they are taken from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.entities import Function, Model
from wsgi2asgi.analysis.program.types import (
    BuiltMethod,
    External,
    Form,
    Instance,
    Manager,
    QuerySet,
    RelatedManager,
    Request,
    Session,
    Type,
    Unknown,
    User,
)
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.knowledge.members import member_names

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.program import Program

#: The owners of async twins (knowledge/async_api.toml) and the table of members by the kind of object.
_KINDS: dict[type, tuple[str, tuple[str, ...]]] = {
    QuerySet: ("queryset", (async_api.QUERYSET,)),
    Manager: ("queryset", (async_api.MANAGER, async_api.USER_MANAGER)),
    RelatedManager: (
        "queryset",
        (async_api.REVERSE_MANAGER, async_api.MANY_TO_MANY_MANAGER, async_api.GENERIC_MANAGER),
    ),
    Instance: ("instance", (async_api.MODEL, async_api.PERMISSIONS, async_api.BASE_USER)),
    User: ("user", (async_api.PERMISSIONS, async_api.BASE_USER)),
    Session: ("session", (async_api.SESSION,)),
    Request: ("request", (async_api.REQUEST,)),
    Form: ("form", ()),
}
#: Names of functions of which no release has an async form, though the sync name is there.
FUNCTIONS = frozenset(
    {
        "arender", "aredirect", "arender_to_string", "asend_mail", "aatomic", "aon_commit", "acall_command", "asuccess",
        "aerror", "aadd_message",
    }
)  # fmt: skip
_CACHE = "django.core.cache.cache."


@dataclass(frozen=True, slots=True)
class AsyncUse:
    """One use of a method or function of Django whose name begins with ``a``.

    ``owners`` are where its twin may be looked up, ``kind`` names the table of the object's sync members ("" for
    functions and the cache), ``name`` is the method's name.
    """

    function: Function
    op: int
    receiver: Type
    kind: str
    owners: tuple[str, ...]
    name: str


def async_uses(program: Program) -> Iterator[AsyncUse]:
    """Every ``x.a...`` outside tests whose object is known to be one of Django's and not to define it by itself."""
    names = _names()
    for function in program.source_functions(*names):
        for index, op in enumerate(function.facts.ops):
            if op.kind not in ("attr", "name") or op.name not in names:
                continue
            for item in (*program.type_of(function.name, index), *_of_forms(program, function, index)):
                found = _use(program, function, index, item)
                if found is not None:
                    yield found


def _of_forms(program: Program, function: Function, index: int) -> Iterator[BuiltMethod]:
    """What is read from a form by a name that forms do not have."""
    op = function.facts.ops[index]
    if op.kind == "attr" and any(isinstance(item, Unknown) for item in program.type_of(function.name, index)):
        for item in program.type_of(function.name, op.inputs[0]):
            if isinstance(item, Form):
                yield BuiltMethod(item, op.name)


@cache
def _names() -> frozenset[str]:
    """All async names of Django, and those that its sync ones would have, if they had one."""
    real = {name for rows in async_api.introduced().values() for name in rows}
    sync = {name for kind in {kind for kind, _ in _KINDS.values()} for name in member_names(kind)}
    return frozenset({*real, *({f"a{name}" for name in sync} - sync), *FUNCTIONS})


def _use(program: Program, function: Function, index: int, item: Type) -> AsyncUse | None:
    if isinstance(item, External) and item.name.startswith("django."):
        owner, _, name = item.name.rpartition(".")
        owners = (async_api.CACHE,) if item.name.startswith(_CACHE) else (owner,)
        return AsyncUse(function, index, item, "", owners, name)
    if not isinstance(item, BuiltMethod):
        return None
    known = _KINDS.get(type(item.receiver))
    if known is None or not is_fully_known(program, item.receiver):
        return None
    return AsyncUse(function, index, item.receiver, known[0], known[1], item.name)


def is_fully_known(program: Program, receiver: Type) -> bool:
    """Whether no class that cannot be seen may give the object further methods."""
    if isinstance(receiver, Form):
        found = program.class_(receiver.cls)
        return found is not None and not found.has_unknown_base
    if not isinstance(receiver, (QuerySet, Manager, RelatedManager, Instance)):
        return True
    model = program.model(receiver.model or "")
    if model is None:
        return False
    if isinstance(receiver, Instance):
        return model.external or not _has_unknown_base(program, model.name)
    return _managers_are_known(program, model)


def _managers_are_known(program: Program, model: Model) -> bool:
    """Whether the classes of all its managers can be seen; ``objects`` given a value that is none counts as unseen."""
    own = [name for name in model.managers.values() if not name.startswith("django.")]
    assigned = any("objects" in cls.attributes for name in program.lineage(model.name) if (cls := program.class_(name)))
    unread = assigned and set(model.managers.values()) == {async_api.MANAGER}
    return not unread and not any(_has_unknown_base(program, name) for name in own)


def _has_unknown_base(program: Program, cls: str) -> bool:
    found = program.class_(cls)
    return found is None or found.has_unknown_base
