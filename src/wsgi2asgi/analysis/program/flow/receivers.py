"""Which functions receive which signals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.models import Models
from wsgi2asgi.analysis.program.static import Body

MODEL_SIGNALS = "django.db.models.signals."
#: The sender of a receiver where it is not a name: one of a loop, say.
ANY = "?"


@dataclass(frozen=True, slots=True)
class Receiver:
    """A function that is called when a signal is sent; ``sender`` None stands for all, ANY for one not known."""

    signal: str
    sender: str | None
    function: str


def read_receivers(definitions: Definitions, models: Models) -> tuple[Receiver, ...]:
    """Functions under ``@receiver(...)`` and those given to ``signal.connect(...)``."""
    found = [*_decorated(definitions, models), *_connected(definitions, models)]
    return tuple(sorted(set(found), key=lambda item: (item.function, item.signal, item.sender or "")))


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
    if index is None or (body.ops[index].kind == "const" and body.ops[index].value is None):
        return None
    text = body.constant(index)
    if isinstance(text, str):
        return models.by_label(text) or ANY
    if _is_user_model(body, index) or _is_user_model(body, body.behind(index)):
        return models.user
    dotted = body.dotted(index)
    if dotted is None:
        return ANY
    return dotted if dotted in models.all or dotted.endswith(".through") else _variable(body, models, dotted)


def _is_user_model(body: Body, index: int) -> bool:
    if body.callee(index) == "django.contrib.auth.get_user_model":
        return True
    return body.dotted(index) == "django.conf.settings.AUTH_USER_MODEL"


def _variable(body: Body, models: Models, dotted: str) -> str:
    """A variable of a module: ``User = get_user_model()``; else a class that is no model, or what cannot be told."""
    module, _, name = dotted.rpartition(".")
    facts = body.names.facts(module)
    if facts is None:
        return dotted
    outer = Body(body.names, facts, facts.by_qualname[""])
    stored = [outer.ops[at].inputs[0] for at in outer.stores.get(name, ()) if outer.ops[at].inputs]
    if stored and _is_user_model(outer, stored[-1]):
        return models.user
    return ANY if stored or body.function.qualname else dotted
