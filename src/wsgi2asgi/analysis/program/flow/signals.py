"""Who is called when a signal is sent: by saving and deleting, by logging in, by ``send()`` itself.

https://docs.djangoproject.com/en/5.2/ref/signals/
"""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.receivers import ANY, MODEL_SIGNALS, Receiver
from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.readable import readable
from wsgi2asgi.analysis.program.types import Instance, ModelClass, Plain, RelatedManager, Request, Types, User

_OF_USERS = "django.contrib.auth.signals."
_EVENTS = {
    "__init__": ("pre_init", "post_init"),
    "save": ("pre_save", "post_save"),
    "delete": ("pre_delete", "post_delete"),
    **dict.fromkeys(("add", "remove", "set", "clear"), ("m2m_changed",)),
}
_LOGIN = "django.contrib.auth.login"
_AUTH = {
    _LOGIN: "user_logged_in",
    "django.contrib.auth.logout": "user_logged_out",
    "django.contrib.auth.authenticate": "user_login_failed",
}


def of_model(state: State, model: str | None, event: str) -> tuple[str, ...]:
    """The receivers that ``save``, ``delete`` or the making of an instance calls, followed with that instance."""
    row: Types = (Instance(model),)
    found = _receivers(state, MODEL_SIGNALS, _EVENTS.get(event, ()), (model,))
    return _followed(state, found, {"instance": row, "sender": (ModelClass(model),) if model else row})


def of_relation(state: State, manager: RelatedManager, event: str) -> tuple[str, ...]:
    """The receivers that a change of a many-to-many relation calls."""
    owner = state.engine.models.all.get(manager.owner)
    reverse = owner.reverse.get(manager.field) if owner else None
    model, field = (reverse.model, reverse.field) if reverse else (manager.owner, manager.field)
    found = _receivers(state, MODEL_SIGNALS, _EVENTS.get(event, ()), (f"{model}.{field}.through",))
    return _followed(state, found, {"instance": (Instance(manager.owner),)})


def of_auth(state: State, name: str) -> tuple[str, ...]:
    """The receivers that ``login``, ``logout`` and ``authenticate`` call; a login saves the time of it."""
    if name not in _AUTH:
        return ()
    user = state.engine.models.user
    found = _receivers(state, _OF_USERS, (_AUTH[name],), (user,))
    given: dict[str, Types] = {"request": (Request(),), "user": (User(user, True),)}
    saved = of_model(state, user, "save") if name == _LOGIN else ()
    return (*_followed(state, found, given), *saved)


def of_sent(state: State, index: int) -> tuple[str, ...]:
    """The receivers that ``signal.send(...)`` calls: those of the signal by its name."""
    text = readable(state.ops, state.called_on(index))
    facts = state.engine.names.files.get(state.function.path)
    name = state.engine.names.resolve_text(facts, state.function.facts.qualname, text) if facts else None
    op = state.ops[index]
    named = zip(op.keywords, op.inputs[len(op.inputs) - len(op.keywords) :], strict=True)
    given = {keyword: state.type(item) for keyword, item in named if keyword}
    return _followed(state, [item for item in state.engine.all_receivers if item.signal == name], given)


def _receivers(state: State, prefix: str, signals: tuple[str, ...], senders: tuple[str | None, ...]) -> list[Receiver]:
    names = [f"{prefix}{signal}" for signal in signals]
    known = state.engine.all_receivers
    return [item for item in known if item.signal in names and (item.sender in (None, ANY) or item.sender in senders)]


def _followed(state: State, receivers: list[Receiver], given: dict[str, Types]) -> tuple[str, ...]:
    """Each receiver once; what only some signals hand over is a plain value."""
    for item in receivers:
        parameters = state.engine.definitions.functions[item.function].facts.parameters
        names = {parameter.name for parameter in parameters}
        keywords = {name: types for name, types in given.items() if name in names}
        if "created" in names:
            keywords["created"] = (Plain("bool"),)
        state.engine.call(item.function, (), keywords)
    return tuple(dict.fromkeys(item.function for item in receivers))
