"""What the project keeps in a ``threading.local`` or asgiref's ``Local`` between middleware and what it goes around."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import UNKNOWN, Object, Type, Types, User

LOCALS = ("threading.local", "asgiref.local.Local")


def is_local(item: Type) -> bool:
    """Whether it is such an object."""
    return isinstance(item, Object) and item.cls in LOCALS


def assigned(state: State, name: str, types: Types) -> None:
    """``_local.tenant = tenant``"""
    engine = state.engine
    engine.dirty |= engine.request_attributes.assigned(_key(name), types)


def read(state: State, name: str) -> Types:
    """``_local.tenant``: what any function of the project assigns. A user that was kept there is another object than
    the one that ``request.auser()`` gives, and may be lazy still."""
    found = state.engine.request_attributes.read(_key(name), state.function.name)
    return UNKNOWN if any(isinstance(item, User) for item in found) else found


def _key(name: str) -> str:
    return f"local.{name}"
