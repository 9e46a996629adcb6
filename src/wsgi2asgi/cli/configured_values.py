"""Readers of the values in ``[tool.wsgi2asgi]``: each gives a frozen value, or raises Unfit."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, get_args

from wsgi2asgi.model.findings import EffectKind
from wsgi2asgi.model.own_knowledge import PackageOverride, PackageState

_EFFECTS = (*get_args(EffectKind), "none")
_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*(\.[^\W\d]\w*|\.\*)")


class Unfit(Exception):
    """A value that does not fit. ``str(error)`` goes behind the name of its key."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def string(value: object) -> str:
    """A text."""
    if not isinstance(value, str):
        raise Unfit(" must be a string")
    return value


def strings(value: object) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unfit(" must be a list of strings")
    return tuple(value)


def one_of(*allowed: str) -> Callable[[object], str]:
    """A reader of one of these words."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            near = difflib.get_close_matches(str(value), allowed, n=1)
            raise Unfit(f" must be one of {', '.join(allowed)}", f"did you mean {near[0]}?" if near else "")
        return value

    return read


def selectors_by_pattern(value: object) -> Mapping[str, tuple[str, ...]]:
    """Lists of texts by pattern."""
    return {key: _inside(key, strings, item) for key, item in _table(value).items()}


def effects(value: object) -> Mapping[str, str]:
    """Kinds of effects by the dotted names of callables."""
    found = _table(value)
    for name in found:
        if not _DOTTED.fullmatch(name):
            raise Unfit(f" has a key that is no dotted name: {name}", 'in quotes, as in "acme.client.fetch" = "http"')
    return {name: _inside(name, one_of(*_EFFECTS), kind) for name, kind in found.items()}


def package_overrides(value: object) -> Mapping[str, PackageOverride]:
    """What counts for distributions, by canonical name."""
    return {re.sub(r"[-_.]+", "-", name).lower(): _package(name, item) for name, item in _table(value).items()}


def _package(name: str, value: object) -> PackageOverride:
    known = [field.name for field in fields(PackageOverride)]
    found: dict[str, Any] = {}
    for key, item in _inside(name, _table, value).items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise Unfit(f".{name}: unknown key: {key}", hint)
        reader: Callable[[object], str] = one_of(*get_args(PackageState)) if key == "verdict" else string
        found[key] = _inside(f"{name}.{key}", reader, item)
    return PackageOverride(**found)


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unfit(" must be a table")
    return value


def _inside(name: str, reader: Callable[[object], Any], value: object) -> Any:
    try:
        return reader(value)
    except Unfit as error:
        raise Unfit(f".{name}{error}", error.hint) from None
