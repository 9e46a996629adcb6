"""What making a row runs: its ``__init__``, receivers of signals, and what its fields have for a default.

https://docs.djangoproject.com/en/stable/ref/models/fields/#default
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from wsgi2asgi.analysis.program.entities import Model
from wsgi2asgi.analysis.program.flow import signals
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import External, FunctionRef, MethodRef, Object, Partial, Type, Types


def made(state: State, index: int, model: str, subject: Type, given: Collection[str | None] = ()) -> None:
    """An instance of a model is made in a call; ``given`` are the keywords it is made with."""
    called = parts(state, model, given)
    if called:
        state.record(index, Effect("project-call", (), "certain", subject, "__init__", called))
    for value in _defaults(state, model, given):
        known = state.engine.own_calls.known(value.name) if isinstance(value, External) else None
        if known is not None and not known.is_pure:
            state.record(index, Effect("external", known.effects, known.certainty, subject, "default"))


def parts(state: State, model: str | None, given: Collection[str | None] = ()) -> tuple[str, ...]:
    """The project's functions that run then."""
    if model is None:
        return ()
    own = state.engine.definitions.find_method(model, "__init__")
    defaults = (name for value in _defaults(state, model, given) for name in _functions(state, value))
    return tuple(
        dict.fromkeys(
            (
                *((own.name,) if own else ()),
                *signals.of_model(state, model, "__init__"),
                *(name for name in defaults if state.engine.call(name, (), {}) is not None),
                *_of_own_fields(state, state.engine.models.all.get(model)),
            )
        )
    )


def limits(state: State, model: str | None) -> tuple[str, ...]:
    """The functions of ``limit_choices_to``, which a form of the model asks when it is made."""
    values = state.engine.forms.fields.given_by_keyword(state, model or "", "limit_choices_to")
    return tuple(name for _, types in values for value in types for name in _functions(state, value))


def _defaults(state: State, model: str, given: Collection[str | None]) -> Iterator[Type]:
    """The defaults of the fields that are not given."""
    for field, values in state.engine.forms.fields.given_by_keyword(state, model, "default"):
        if field not in given and f"{field}_id" not in given:
            yield from values


def _functions(state: State, value: Type) -> Iterator[str]:
    if isinstance(value, (FunctionRef, MethodRef)):
        yield value.name
    elif isinstance(value, Partial):
        yield from _all(state, value.function)
    elif isinstance(value, Object):
        function = state.engine.definitions.find_method(value.cls, "__call__")
        if function is not None:
            yield function.name


def _all(state: State, values: Types) -> Iterator[str]:
    for value in values:
        yield from _functions(state, value)


def _of_own_fields(state: State, model: Model | None) -> Iterator[str]:
    """Fields of the project's own classes may know a default by themselves."""
    for field in model.fields.values() if model is not None else ():
        if field.cls in state.engine.definitions.classes:
            function = state.engine.definitions.find_method(field.cls, "get_default")
            if function is not None:
                yield function.name
            yield from state.engine.forms.fields.mentioned(field.cls)
