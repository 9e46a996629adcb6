"""Routes for WebSockets in the words of ``django.urls.path``."""

from __future__ import annotations

import re

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.planning.websockets.javascript import HOLE, Hole
from wsgi2asgi.planning.websockets.pages import Opened

_INTEGER_KEYS = ("AutoField", "IntegerField")


def pattern_of(program: Program, opened: Opened) -> str:
    """``ws/tickets/<int:pk>/`` for a path that a page opens; holes become converters."""
    taken: set[str] = set()
    parts = opened.path.split(HOLE)
    pattern = parts[0]
    for hole, rest in zip(opened.holes, parts[1:], strict=True):
        name = _parameter(hole, taken)
        taken.add(name)
        pattern += f"<{_converter(program, hole)}:{name}>{rest}"
    return pattern


def _parameter(hole: Hole, taken: set[str]) -> str:
    """``pk`` of ``ticket.pk``, ``room_name`` of ``roomName``; the longer name where the short one is taken."""
    words = [_snake(word) for word in re.findall(r"[A-Za-z_$][\w$]*", hole.name)] or ["value"]
    if words[-1] == "value" and len(words) > 1:
        words.pop()  # input.value
    short, long = words[-1], "_".join(words[-2:])
    name = short if short not in taken else long
    while name in taken:
        name += "_"
    return name


def _snake(word: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word.replace("$", "")).lower().strip("_") or "value"


def _converter(program: Program, hole: Hole) -> str:
    """``int`` for ``{{ ticket.pk }}`` where a model of that name has an integer as its key; else ``str``."""
    variable, _, last = hole.name.rpartition(".")
    if not hole.from_template or last not in ("pk", "id"):
        return "str"
    name = variable.rpartition(".")[2].replace("_", "").lower()
    for dotted, model in program.models.items():
        if dotted.rpartition(".")[2].lower() == name:
            key = model.fields.get("id")
            other = any(field.cls.endswith("UUIDField") for field in model.fields.values())
            return "int" if (key is None and not other) or (key and key.cls.endswith(_INTEGER_KEYS)) else "str"
    return "str"
