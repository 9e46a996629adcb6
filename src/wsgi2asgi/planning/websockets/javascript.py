"""Read the string that a JavaScript expression spells, with holes where something is filled in.

Understood: string and template literals, ``+``, parentheses, names assigned once from such expressions in the same
file, and Django's ``{{ variable }}`` inside strings. Anything else is a hole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HOLE = "\0"
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<template>`(?:[^`\\]|\\.)*`)
    | (?P<plus>\+)
    | (?P<name>[A-Za-z_$][\w$]*(?:\s*\??\.\s*[A-Za-z_$][\w$]*)*)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<end>[,;]|$)
    | (?P<other>.)
    )""",
    re.VERBOSE | re.DOTALL,
)
#: ``new URL("/ws/", location.href)``
_URL = re.compile(r"\s*new\s+URL\s*\(")
_DJANGO = re.compile(r"\{\{\s*([\w.]+)[^}]*\}\}")
_TAG = re.compile(r"\{%.*?%\}")


@dataclass(frozen=True, slots=True)
class Hole:
    """What fills a hole: its text, and whether the template language writes it (else the script does)."""

    name: str
    from_template: bool


@dataclass(frozen=True, slots=True)
class Spelled:
    """A string with holes."""

    text: str
    holes: tuple[Hole, ...]


def spelled(text: str, start: int, depth: int = 0) -> Spelled | None:
    """The expression at ``start``, up to the bracket, comma or semicolon that ends it."""
    url = _URL.match(text, start)
    if url is not None:
        return spelled(text, url.end(), depth + 1)
    parts: list[Spelled] = []
    position = start
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or token.lastgroup in ("close", "end", None):
            break
        position = token.end()
        kind = token.lastgroup
        value = token.group(kind)
        if kind == "open":
            position = _closing(text, token.end())
            if not _follows_name(text, token.start(kind)):
                inner = spelled(text[token.end() : position - 1], 0, depth + 1) if depth < 5 else None
                parts.append(inner or _hole(value))
        elif kind == "string":
            parts.append(_literal(value[1:-1]))
        elif kind == "template":
            parts.append(_template(value[1:-1], text, depth))
        elif kind == "name":
            parts.append(_name(value, text, depth))
        elif kind == "other":
            if value in "?:":
                return _choice(parts)
            parts.append(_hole(value))
    return _joined(parts) if parts else None


def _follows_name(text: str, position: int) -> bool:
    """A call or a look-up: ``url(...)``, ``list[0]``; its arguments say nothing."""
    before = text[:position].rstrip()
    return bool(before) and (before[-1].isalnum() or before[-1] in "_$)]")


def _closing(text: str, position: int) -> int:
    level = 1
    while position < len(text) and level:
        level += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(text[position], 0)
        position += 1
    return position


def _choice(parts: list[Spelled]) -> Spelled | None:
    """``secure ? "wss" : "ws"``: one of two strings, whichever; not followed further."""
    return _hole("choice") if parts else None


def _joined(parts: list[Spelled]) -> Spelled:
    return Spelled("".join(part.text for part in parts), tuple(hole for part in parts for hole in part.holes))


def _hole(name: str, from_template: bool = False) -> Spelled:
    return Spelled(HOLE, (Hole(name, from_template),))


def _literal(value: str) -> Spelled:
    """A string, in which Django may have written."""
    if _TAG.search(value):
        return _hole("tag", True)
    holes = tuple(Hole(found, True) for found in _DJANGO.findall(value))
    return Spelled(_DJANGO.sub(HOLE, value), holes)


def _template(value: str, text: str, depth: int) -> Spelled:
    """A template literal: ``${scheme}://${location.host}/ws/``."""
    parts: list[Spelled] = []
    position = 0
    for found in re.finditer(r"\$\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}", value):
        parts.append(_literal(value[position : found.start()]))
        inner = found.group(1).strip()
        parts.append(_name(inner, text, depth) if re.fullmatch(r"[\w$.]+", inner) else _hole(inner))
        position = found.end()
    parts.append(_literal(value[position:]))
    return _joined(parts)


def _name(name: str, text: str, depth: int) -> Spelled:
    """What a name was assigned, if that is a string of this kind and it is assigned once."""
    name = re.sub(r"\s", "", name).removesuffix(".href")
    if "." in name or depth > 5:
        return _hole(name)
    found = list(re.finditer(rf"(?:const|let|var)\s+{re.escape(name)}\s*=(?!=)", text))
    if len(found) != 1 or re.search(rf"(?<![\w$.]){re.escape(name)}\s*\+?=(?!=)", text[found[0].end() :]):
        return _hole(name)
    value = spelled(text, found[0].end(), depth + 1)
    if value is None or not value.text.replace(HOLE, ""):
        return _hole(name)
    return value
