"""What calls outside the project do: ``effects.toml`` and ``pure.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wsgi2asgi.knowledge.tables import table
from wsgi2asgi.model.findings import Certainty, EffectKind
from wsgi2asgi.model.own_knowledge import OwnKnowledge


@dataclass(frozen=True, slots=True)
class KnownCall:
    """What a call does. ``kind`` is an OperationKind, or ``pure``: nothing."""

    kind: str
    effects: tuple[EffectKind, ...] = ()
    certainty: Certainty = "certain"
    writes: bool = False
    connects: bool = False  # of a client for the network: it connects when it is made

    @property
    def is_pure(self) -> bool:
        """Whether the call neither touches the database nor blocks."""
        return self.kind == "pure"


PURE = KnownCall("pure")


class OwnCalls:
    """The calls of which a project's configuration says what they do, before what the tables say."""

    def __init__(self, own: OwnKnowledge) -> None:
        self._exact: dict[str, KnownCall] = {}
        self._below: dict[str, KnownCall] = {}
        for name, effect in own.calls.items():
            kind = "cursor" if effect == "db" else effect
            call = PURE if effect == "none" else KnownCall(kind, (effect,))
            target, key = (self._below, name[:-2]) if name.endswith(".*") else (self._exact, name)
            target[key] = call
        self._classes = frozenset(name.rpartition(".")[0] for name in own.calls)

    def find(self, name: str) -> KnownCall | None:
        """What the project says of a dotted name; the longest name wins."""
        if not self._classes:
            return None
        found = self._exact.get(name)
        while found is None and name:
            found = self._below.get(name)
            name = name.rpartition(".")[0]
        return found

    def known(self, name: str) -> KnownCall | None:
        """What the project says, else what the tables say."""
        return self.find(name) or known_call(name)

    def is_class(self, name: str) -> bool:
        """Whether the project says something of a method or function below this name."""
        return name in self._classes


@cache
def known_call(name: str) -> KnownCall | None:
    """What a call of this canonical dotted name does; None where that is not known."""
    exact, below = _rows()
    found = exact.get(name)
    if found is not None:
        return found
    head = name
    while head:
        found = below.get(head)
        if found is not None:
            return _of_package(found, name[len(head) + 1 :])
        head = head.rpartition(".")[0]
    if name.startswith("builtins.") and name.endswith(("Error", "Exception", "Warning")):
        return PURE
    return None


def _of_package(row: KnownCall, rest: str) -> KnownCall | None:
    """What a row for a whole package says of one name in it: a client for the network waits when it is used, not when
    it is made, an async one not at all; exceptions and the values it gives are plain."""
    if row.kind != "http" or row.connects or not rest:
        return row
    *owners, last = rest.split(".")
    if any(part.startswith("Async") for part in (*owners, last)):
        return PURE if last.startswith("Async") else None
    if not _OF_VALUE_MODULES.isdisjoint(owners):
        return PURE
    makes = last[:1].isupper() and (len(last) == 1 or not last.isupper())
    return PURE if makes or last in _OF_VALUES else row


#: Modules of such packages that hold what clients answer with, and how.
_OF_VALUE_MODULES = frozenset(("types", "exceptions", "errors", "lib"))
#: Methods of what clients answer with.
_OF_VALUES = frozenset(("model_dump", "model_dump_json", "model_copy", "to_dict", "dict", "json", "copy", "items"))


@cache
def is_kept_as_given(name: str) -> bool:
    """Whether a pure call does no more with what it is given than to hold it, to hand it on or to look at its class."""
    exact, below = _rows_kept()
    heads = name.split(".")
    return name in exact or any(".".join(heads[:count]) in below for count in range(1, len(heads) + 1))


@cache
def _rows_kept() -> tuple[frozenset[str], frozenset[str]]:
    names = table("pure")["as_given"]
    below = frozenset(name[:-2] for name in names if name.endswith(".*"))
    return frozenset(names), below


@cache
def result_of(name: str) -> str | None:
    """The class of what a call of this name gives, where it is known; ``plain:str`` for a plain value."""
    results: dict[str, str] = table("effects")["results"]
    return results.get(name)


@cache
def _rows() -> tuple[Mapping[str, KnownCall], Mapping[str, KnownCall]]:
    exact: dict[str, KnownCall] = {}
    below: dict[str, KnownCall] = {}

    def add(name: str, call: KnownCall) -> None:
        target, key = (below, name[:-2]) if name.endswith(".*") else (exact, name)
        target.setdefault(key, call)

    for row in table("effects")["calls"]:
        for name in row["names"]:
            add(name, _call(row))
    pure = table("pure")
    for name in pure["names"]:
        add(name, PURE)
    for name in pure["builtins"]:
        add(f"builtins.{name}", PURE)
    add("builtins.open", exact["open"])
    return exact, below


def _call(row: Mapping[str, Any]) -> KnownCall:
    effects = tuple(row.get("effects", (row["kind"],)))
    certainty: Certainty = "likely" if row.get("likely") else "certain"
    return KnownCall(row["kind"], effects, certainty, bool(row.get("writes")), bool(row.get("connects")))
