"""Middleware that looks the visitor up for every request: in the views behind it ``request.user`` is in memory.

``request.user`` is lazy, and keeps what it has loaded.
https://docs.djangoproject.com/en/5.2/ref/contrib/auth/#django.contrib.auth.middleware.AuthenticationMiddleware
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wsgi2asgi.analysis.facts.values import FileFacts, Op
from wsgi2asgi.analysis.program.chain import Chain
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.middleware import Middleware

_AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
#: What hands the request on to the views, or ends before them.
_HANDS_ON = ("get_response", "__call__")
#: What makes another lazy object that may be given to the request.
_LAZY = frozenset({"SimpleLazyObject", "LazyObject", "lazy"})


def always_loaded(chains: Sequence[Chain], definitions: Definitions) -> bool:
    """Whether ``request.user`` is looked up before every view, here and in other places, and nothing puts another lazy
    object there."""
    files = definitions.names.files.values()
    if any(_may_give_lazy(facts) for facts in files if facts.role == "source"):
        return False
    return all(_is_loaded_by(chain, definitions) for chain in chains)


def _may_give_lazy(facts: FileFacts) -> bool:
    return not _LAZY.isdisjoint(facts.mentions) and any(
        (op.kind == "store_attr" and op.name == "user") or (op.kind == "const" and op.value == "user")
        for function in facts.functions
        for op in function.ops
    )


def _is_loaded_by(chain: Chain, definitions: Definitions) -> bool:
    names = [entry.name for entry in chain.entries]
    if not chain.complete or _AUTHENTICATION not in names:
        return False
    behind = names.index(_AUTHENTICATION)
    if any(entry.origin == "unknown" or entry.changes_user for entry in chain.entries):
        return False
    return any(
        _reads_always(function)
        for number, entry in enumerate(chain.entries)
        if entry.origin == "project" and not entry.conditional
        for function in _running_before(entry, definitions, is_behind=number > behind)
        if "MiddlewareNotUsed" not in definitions.names.files[function.path].mentions
    )


def _running_before(entry: Middleware, definitions: Definitions, *, is_behind: bool) -> Iterator[Function]:
    """The sync functions of a middleware that run before the views; ``is_behind``: when the request has a user."""
    if entry.cls is not None:
        hooks = ["process_view"]
        if is_behind and entry.mixin and not entry.overrides_call:
            hooks.append("process_request")
        elif is_behind and not entry.has_async_call:
            hooks.append("__call__")
        found: Iterable[Function | None] = (definitions.find_method(entry.cls, hook) for hook in hooks)
    else:
        maker = definitions.functions.get(entry.function or "")
        inside = [definitions.functions[name] for name in definitions.inside(maker)] if maker is not None else []
        found = inside if is_behind and entry.mode == "sync" and len(inside) == 1 else ()
    yield from (item for item in found if item is not None and not item.is_async and not item.decorators)


def _reads_always(function: Function) -> bool:
    """Whether it looks into ``request.user`` on every way to the views."""
    takes = [item.name for item in function.facts.parameters if item.kind in ("positional", "positional-only")]
    takes = takes[1:] if function.owner is not None else takes
    if not takes or function.facts.is_generator:
        return False
    ops, handing = function.facts.ops, _names_that_hand_on(function)
    end = next((at for at, op in enumerate(ops) if _leaves(ops, op, handing)), len(ops))
    held = {at for at, op in enumerate(ops[:end]) if _is_user(ops, op, takes[0])}
    names = [op.name for op in ops[:end] if op.kind == "store"]
    kept = {op.name for op in ops[:end] if op.kind == "store" and op.region == 0 and held.intersection(op.inputs)}
    kept = {name for name in kept if names.count(name) == 1}
    held |= {at for at, op in enumerate(ops[:end]) if op.kind == "name" and op.name in kept}
    return takes[0] not in names and any(op.region == 0 and _looks(op) and op.inputs[0] in held for op in ops[:end])


def _names_that_hand_on(function: Function) -> tuple[str, ...]:
    return _HANDS_ON if function.owner is not None else (*_HANDS_ON, *function.facts.mentions - function.facts.local)


def _leaves(ops: Sequence[Op], op: Op, handing: tuple[str, ...]) -> bool:
    return op.kind in ("return", "raise") or (op.kind == "call" and ops[op.inputs[0]].name in handing)


def _is_user(ops: Sequence[Op], op: Op, request: str) -> bool:
    if op.kind != "attr" or op.name != "user" or op.region != 0:
        return False
    return ops[op.inputs[0]].kind == "name" and ops[op.inputs[0]].name == request


def _looks(op: Op) -> bool:
    return op.kind == "truth" or (op.kind == "attr" and not op.name.startswith("_"))
