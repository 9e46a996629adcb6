"""Generic relations ask for the type of their rows, with a query where no earlier one has answered it: when they are
read, when a generic foreign key is assigned, and while a queryset is built that excludes by them.

https://docs.djangoproject.com/en/stable/ref/contrib/contenttypes/#generic-relations
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wsgi2asgi.analysis.program.entities import Field, ReverseRelation
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import (
    Container,
    External,
    Instance,
    Manager,
    ModelClass,
    Plain,
    QuerySet,
    RelatedManager,
    Type,
    Types,
)

_KEY = "django.contrib.contenttypes.fields.GenericForeignKey"
_RELATION = "django.contrib.contenttypes.fields.GenericRelation"
_Q = External("django.db.models.query_utils.Q")
_DETAIL = "the content type of a generic relation"


def is_relation(state: State, relation: Field | ReverseRelation | None) -> bool:
    """Whether it is a GenericRelation."""
    return isinstance(relation, Field) and state.engine.definitions.derives(relation.cls, _RELATION)


def read(state: State, index: int, receiver: Instance, relation: Field | ReverseRelation) -> None:
    """``book.notes``; rows that were prefetched have told their type."""
    if is_relation(state, relation) and relation.name not in receiver.loaded:
        state.record(index, Effect("lazy-relation", ("db",), "possible", receiver, relation.name, detail=_DETAIL))


def assigned(state: State, index: int, subject: Instance | ModelClass, name: object, value: Types) -> None:
    """``note.target = book``, ``setattr(note, name, book)``; a name that is not known is None."""
    model = state.engine.models.all.get(subject.model or "")
    if model is None:
        return
    fields = model.fields.values() if name is None else (model.fields.get(str(name)),)
    if any(_is_key(state, field) for field in fields) and value != (Plain("NoneType"),):
        state.record(index, Effect("orm", ("db",), "possible", subject, str(name or ""), detail=_DETAIL))


def made(state: State, index: int, callee: ModelClass, given: Given) -> None:
    """``Note(target=book)``, ``Note(**data)``"""
    for name, item in given.keywords.items():
        assigned(state, index, callee, name, state.type(item))
    op = state.ops[index]
    for keyword, item in zip(op.keywords, op.inputs[len(op.inputs) - len(op.keywords) :], strict=True):
        if keyword is None:
            for key in _names_in(state.type(item)):
                assigned(state, index, callee, key, ())


def _names_in(types: Types) -> Iterator[str | None]:
    for item in types:
        if isinstance(item, Container) and item.named is not None:
            yield from (None if key == "*" else key for key, _ in item.named)
        else:
            yield None


def _is_key(state: State, field: Field | None) -> bool:
    return field is not None and state.engine.definitions.derives(field.cls, _KEY)


def looked_up(state: State, index: int, receiver: QuerySet | Manager | RelatedManager, name: str, given: Given) -> None:
    """``exclude(notes__text="x")``, ``filter(~Q(notes__text="x"))``"""
    paths = [key for key in given.keywords if name == "exclude"]
    is_open = name == "exclude" and None in state.ops[index].keywords
    if given.positional and name in ("filter", "exclude", "complex_filter"):
        inner = [op.keywords for op in state.ops if op.kind == "call" and _is_q(state.types[op.inputs[0]])]
        if name == "exclude" or not inner or any(op.kind == "unary" and op.name == "~" for op in state.ops):
            paths += [key for keywords in inner for key in keywords if key]
            is_open = is_open or not inner or any(None in keywords for keywords in inner)
    if any(_crosses(state, receiver.model, path) for path in paths) or (is_open and _has_one(state, receiver.model)):
        state.record(index, Effect("orm", ("db",), "possible", receiver, name, detail=_DETAIL))


def _is_q(types: Iterable[Type]) -> bool:
    return _Q in types


def _has_one(state: State, model: str | None) -> bool:
    known = state.engine.models.all.get(model or "")
    return known is not None and any(is_relation(state, field) for field in known.fields.values())


def _crosses(state: State, model: str | None, path: str) -> bool:
    """Whether a lookup leads through a generic relation."""
    models = state.engine.models
    for part in path.split("__"):
        known = models.all.get(model or "")
        if known is not None and is_relation(state, known.relation(part)):
            return True
        model = models.behind(model, part)
    return False
