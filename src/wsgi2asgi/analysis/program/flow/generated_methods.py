"""Dataclasses and named tuples: their special methods, which nobody has written, run those of their fields.

https://docs.python.org/3/library/dataclasses.html, https://www.attrs.org, https://docs.pydantic.dev
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.flow.state import capped
from wsgi2asgi.analysis.program.types import FunctionRef, Types, join

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.entities import Class
    from wsgi2asgi.analysis.program.flow.engine import Engine

_DECORATORS = ("dataclass", "attr.s", "attr.attrs", "attr.define", "attr.frozen", "attr.mutable", "attrs.define",
               "attrs.frozen", "attrs.mutable")  # fmt: skip
_FACTORIES = ("default_factory", "factory")
_BASES = ("typing.NamedTuple", "pydantic.BaseModel", "pydantic.main.BaseModel", "msgspec.Struct")


def fields(engine: Engine, cls: str) -> Types:
    """What the fields of such a class may hold; nothing for other classes."""
    classes = engine.definitions.classes
    own = [classes[base] for base in engine.definitions.lineages.of(cls) if base in classes]
    if not any(is_generated(engine, base) for base in own):
        return ()
    found = []
    for base in own:
        body = engine.state_of(base.name)
        stored = body.env if body is not None else {}
        found += [types for types in stored.values() if not any(isinstance(item, FunctionRef) for item in types)]
    return capped(join(*found))


def factories(engine: Engine, cls: str) -> tuple[str, ...]:
    """The project's functions that give the fields of such a class their values where it is made."""
    found: dict[str, None] = {}
    for base in engine.definitions.lineages.of(cls):
        known = engine.definitions.classes.get(base)
        body = engine.state_of(base) if known is not None and is_generated(engine, known) else None
        for op in body.ops if body is not None else ():
            given = (item for item in map(op.keyword, _FACTORIES) if item is not None) if op.kind == "call" else ()
            types = (item for at in given for item in (body.type(at) if body is not None else ()))
            found.update(dict.fromkeys(item.name for item in types if isinstance(item, FunctionRef)))
    return tuple(found)


def is_generated(engine: Engine, cls: Class) -> bool:
    """Whether the class is written as a list of its fields."""
    if any(base in _BASES for base in cls.lineage):
        return True
    facts = engine.names.files[cls.path]
    texts = (item.text for item in cls.facts.decorators)
    names = (engine.names.resolve_text(facts, cls.facts.parent, text) or text for text in texts)
    return any(name.endswith(_DECORATORS) for name in names)
