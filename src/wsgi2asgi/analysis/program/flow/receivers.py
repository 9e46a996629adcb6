"""Which functions receive which signals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.models import Models
from wsgi2asgi.analysis.program.static import Body

_MODEL_SIGNALS = "django.db.models.signals."
_EVENTS = {
    "save": ("pre_save", "post_save"),
    "delete": ("pre_delete", "post_delete"),
}


@dataclass(frozen=True, slots=True)
class Receiver:
    """A function that is called when a signal is sent; ``sender`` None stands for any."""

    signal: str
    sender: str | None
    function: str


def read_receivers(definitions: Definitions, models: Models) -> tuple[Receiver, ...]:
    """Functions under ``@receiver(...)`` and those given to ``signal.connect(...)``."""
    found = [*_decorated(definitions, models), *_connected(definitions, models)]
    return tuple(sorted(set(found), key=lambda item: (item.function, item.signal, item.sender or "")))


def receivers_of(receivers: tuple[Receiver, ...], model: str | None, event: str) -> tuple[str, ...]:
    """The functions that saving or deleting an instance of the model runs."""
    signals = [f"{_MODEL_SIGNALS}{name}" for name in _EVENTS.get(event, ())]
    return tuple(
        dict.fromkeys(item.function for item in receivers if item.signal in signals and item.sender in (None, model))
    )


def _decorated(definitions: Definitions, models: Models) -> Iterator[Receiver]:
    for function in definitions.functions.values():
        for name, item in zip(function.decorators, function.facts.decorators, strict=True):
            if not name.endswith("dispatch.dispatcher.receiver") and name != "django.dispatch.receiver":
                continue
            facts = definitions.names.files[function.path]
            body = Body(definitions.names, facts, facts.by_qualname[function.facts.parent or ""])
            given = body.argument(item.op, 0, "signal")
            if given is None:
                continue
            several = body.ops[given].inputs if body.ops[given].kind == "collection" else (given,)
            sender = _sender(body, models, body.ops[item.op].keyword("sender"))
            for index in several:
                yield Receiver(body.dotted(index) or body.text(index), sender, function.name)


def _connected(definitions: Definitions, models: Models) -> Iterator[Receiver]:
    for facts in definitions.names.files.values():
        if "connect" not in facts.mentions or facts.role != "source":
            continue
        for function in facts.functions:
            if "connect" not in function.mentions:
                continue
            body = Body(definitions.names, facts, function)
            for index, op in enumerate(body.ops):
                callee = body.ops[op.inputs[0]] if op.kind == "call" else None
                if callee is None or callee.kind != "attr" or callee.name != "connect":
                    continue
                given = body.argument(index, 0, "receiver")
                target = body.dotted(given) if given is not None else None
                signal = body.dotted(callee.inputs[0])
                if target in definitions.functions and signal is not None and target is not None:
                    yield Receiver(signal, _sender(body, models, op.keyword("sender")), target)


def _sender(body: Body, models: Models, index: int | None) -> str | None:
    if index is None:
        return None
    text = body.constant(index)
    if isinstance(text, str):
        return models.by_label(text)
    dotted = body.dotted(index)
    if dotted == "django.conf.settings.AUTH_USER_MODEL" or body.callee(index) == "django.contrib.auth.get_user_model":
        return models.user
    return dotted or "?"
