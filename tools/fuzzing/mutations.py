"""Ways to spoil a Python file. Each takes bytes and a source of chance, and gives other bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

_TOKEN = re.compile(rb"\s+|\w+|[^\w\s]")
_KEYWORDS = (
    b"async", b"await", b"yield", b"lambda", b"global", b"nonlocal", b"return", b"import", b"from", b"class", b"def",
    b"with", b"for", b"while", b"try", b"except", b"finally", b"match", b"case", b"del", b"raise", b"not", b"in",
    b"is", b"if", b"else", b"None", b"self", b"super", b"property", b"request", b"objects",
)  # fmt: skip
_BYTES = (
    b"\0",
    b"\r",
    b"\f",
    b"\x1a",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xe2\x80\xa8",
    b"\xed\xa0\x80",
    b"\t",
    b"\\\n",
    b"\xcc\x81",
)
_COOKIES = (
    b"latin-1",
    b"utf-16",
    b"utf-7",
    b"rot13",
    b"no-such",
    b"cp1252",
    b"utf-8-sig",
    b"idna",
    b"hex",
    b"shift_jis",
)


def delete_tokens(data: bytes, chance: Random) -> bytes:
    """Some tokens less."""
    tokens = _TOKEN.findall(data)
    for _ in range(chance.randint(1, 4)):
        if tokens:
            del tokens[chance.randrange(len(tokens))]
    return b"".join(tokens)


def repeat_tokens(data: bytes, chance: Random) -> bytes:
    """A stretch of tokens twice or often."""
    tokens = _TOKEN.findall(data) or [b""]
    at = chance.randrange(len(tokens))
    piece = tokens[at : at + chance.randint(1, 12)]
    return b"".join([*tokens[:at], *piece * chance.choice((2, 3, 50)), *tokens[at:]])


def swap_words(data: bytes, chance: Random) -> bytes:
    """Names and keywords in each other's place."""
    words = list(re.finditer(rb"\b[A-Za-z_]\w*\b", data))
    for match in sorted(chance.sample(words, min(len(words), chance.randint(1, 6))), key=lambda m: -m.start()):
        other = chance.choice(_KEYWORDS) if chance.random() < 0.5 else chance.choice(words)[0]
        data = data[: match.start()] + other + data[match.end() :]
    return data


def truncate(data: bytes, chance: Random) -> bytes:
    """The beginning, or the end."""
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.7 else data[at:]


def flip_bytes(data: bytes, chance: Random) -> bytes:
    """Some bytes changed."""
    spoilt = bytearray(data)
    for _ in range(min(len(spoilt), chance.randint(1, 8))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def insert_odd_bytes(data: bytes, chance: Random) -> bytes:
    """Null bytes, marks, lone surrogates, line separators."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(_BYTES) + data[at:]
    return data


def declare_encoding(data: bytes, chance: Random) -> bytes:
    """A cookie for another encoding, and sometimes text in it."""
    return b"# -*- coding: " + chance.choice(_COOKIES) + b" -*-\n" + data


def nest(data: bytes, chance: Random) -> bytes:
    """Something that nests deeply."""
    depth = chance.choice((20, 90, 150, 900, 5000))
    made = chance.choice(
        (
            b"x = " + b"(" * depth + b"1" + b")" * depth,
            b"x = " + b"[" * depth + b"]" * depth,
            b"x = a" + b".b" * depth,
            b"x = a" + b"()" * depth,
            b"x = " + b"not " * depth + b"a",
            b"x = " + b"1 + " * depth + b"1",
            b"x = " + b"lambda: " * depth + b"1",
            b"x = " + b"a if b else " * depth + b"c",
            b"x = f'" + b"{a}" * depth + b"'",
            b"".join(b" " * level + b"if a:\n" for level in range(min(depth, 95))) + b" " * min(depth, 95) + b"pass",
            b"".join(b" " * level + b"def f(a=1):\n" for level in range(min(depth, 95)))
            + b" " * min(depth, 95)
            + b"f()",
            b"if a: pass\n" + b"elif b: pass\n" * depth,
        )
    )
    lines = data.split(b"\n")
    at = chance.randrange(len(lines) + 1)
    return b"\n".join([*lines[:at], made, *lines[at:]])


def _blocks(head: bytes, depth: int) -> bytes:
    return b"".join(b" " * level + head + b"\n" for level in range(depth)) + b" " * depth + b"f()"


def shuffle_lines(data: bytes, chance: Random) -> bytes:
    """Lines deleted, repeated, moved, with other indentation or other ends."""
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 5)):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[at]
        lines[at:at] = [
            chance.choice((lines[to], b"    " + line, b"\t" + line, line.lstrip(), line + b"\r", line + b" \\"))
        ]
        if chance.random() < 0.5 and len(lines) > 1:
            del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


MUTATIONS: tuple[Mutation, ...] = (
    delete_tokens, repeat_tokens, swap_words, truncate, flip_bytes, insert_odd_bytes, declare_encoding, nest,
    shuffle_lines,
)  # fmt: skip
#: Those after which a file often still parses.
GENTLE: tuple[Mutation, ...] = (swap_words, shuffle_lines, delete_tokens, repeat_tokens, nest)


def mutated(data: bytes, chance: Random, mutations: tuple[Mutation, ...] = MUTATIONS) -> bytes:
    """The data after one to three mutations."""
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(mutations)(data, chance)
    return data
