"""Relations that are in memory no longer: refreshing a row drops them, so does writing through one.

https://github.com/django/django/blob/stable/5.2.x/django/db/models/base.py (refresh_from_db)
https://github.com/django/django/blob/stable/5.2.x/django/db/models/fields/related_descriptors.py
(_remove_prefetched_objects)
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.types import Container, Instance, QuerySet, RelatedManager, Type, Types

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine
    from wsgi2asgi.analysis.program.flow.state import State

#: The model (None: any) of the row, and the relation that is forgotten (None: all of them).
Forgotten = tuple[str | None, str | None]
#: What relations may be in memory of, by itself or in it.
_HOLDING = frozenset({Instance, QuerySet, RelatedManager, Container})


def forget(state: State, model: str | None, relation: str | None = None) -> None:
    """A row of the model, whichever variables it goes by, has to fetch its related objects anew."""
    _forget_all(state, {(model, relation)})


def forget_given(state: State, types: Types) -> None:
    """Rows were handed to what may do anything to them."""
    rows = (
        row
        for item in types
        for row in (item.element if isinstance(item, Container) else (item,))
        if isinstance(row, Instance)
    )
    for model in dict.fromkeys(row.model for row in rows if row.loaded):
        forget(state, model)


def after_call(state: State, callee: str) -> None:
    """What a function that was called forgets, its caller forgets."""
    done = state.engine.finished.get(callee)
    if done is not None and done.forgotten:
        _forget_all(state, done.forgotten)


def refetched(state: State, queryset: QuerySet) -> None:
    """``update()`` and ``delete()`` empty the result cache of the queryset they are called on."""
    for key, types in state.env.items():
        if queryset in types:
            state.env[key] = tuple(replace(queryset, evaluated=False) if item == queryset else item for item in types)


def remembered(engine: Engine, types: Types) -> Types:
    """What an attribute of an object holds when it is read: any method may have run since it was assigned."""
    return _without(engine, types, engine.forgotten) if engine.forgotten else types


def _forget_all(state: State, forgotten: Collection[Forgotten]) -> None:
    state.forgotten.update(forgotten)
    state.engine.forgets(forgotten)
    _drop(state, forgotten)


def _drop(state: State, forgotten: Collection[Forgotten]) -> None:
    engine, env = state.engine, state.env
    for attribute in [key for key in env if isinstance(key, str) and "." in key]:
        variable, _, name = attribute.partition(".")
        rows = [item for item in env.get(variable, ()) if isinstance(item, Instance)]
        if any(_is_dropped(engine, row.model, name, forgotten) for row in rows):
            del env[attribute]
    for key, types in env.items():
        env[key] = _without(engine, types, forgotten)
    state.attributes |= {name: _without(engine, types, forgotten) for name, types in state.attributes.items()}


def _without(engine: Engine, types: Types, forgotten: Collection[Forgotten]) -> Types:
    if _HOLDING.isdisjoint(map(type, types)):
        return types
    kept = tuple([_kept(engine, item, forgotten) for item in types])
    return types if kept == types else tuple(dict.fromkeys(kept))


def _kept(engine: Engine, item: Type, forgotten: Collection[Forgotten]) -> Type:
    if isinstance(item, Instance) or (isinstance(item, QuerySet) and item.evaluated):
        return replace(item, loaded=_paths(engine, item.model, item.loaded, forgotten)) if item.loaded else item
    if isinstance(item, RelatedManager):
        if any(relation in (None, item.field) and _same(engine, item.owner, model) for model, relation in forgotten):
            return replace(item, prefetched=False)
        return replace(item, loaded=_paths(engine, item.model, item.loaded, forgotten)) if item.loaded else item
    if isinstance(item, Container):
        element = _without(engine, item.element, forgotten)
        items = tuple([_without(engine, types, forgotten) for types in item.items])
        named = item.named and tuple([(name, _without(engine, types, forgotten)) for name, types in item.named])
        if element != item.element or items != item.items or named != item.named:
            return replace(item, element=element, items=items, named=named)
    return item


def _paths(
    engine: Engine, model: str | None, loaded: tuple[str, ...], forgotten: Collection[Forgotten]
) -> tuple[str, ...]:
    """The paths no step of which is forgotten."""
    return tuple(
        path
        for path in loaded
        if not any(_is_dropped(engine, owner, step, forgotten) for owner, step in _steps(engine, model, path))
    )


def _steps(engine: Engine, model: str | None, path: str) -> Iterator[tuple[str | None, str]]:
    """The steps of ``author__publisher``, each with the model whose relation it is; none for a note on fields."""
    for step in () if path.startswith(("?only", "?defer")) else path.split("__"):
        yield model, step
        model = engine.models.behind(model, step)


def _is_dropped(engine: Engine, model: str | None, name: str, forgotten: Collection[Forgotten]) -> bool:
    return any(relation in (None, name) and _same(engine, model, of) for of, relation in forgotten)


def _same(engine: Engine, one: str | None, other: str | None) -> bool:
    """Whether a row may be of both models."""
    if not one or not other or one == other:
        return True
    return engine.definitions.derives(one, other) or engine.definitions.derives(other, one)
