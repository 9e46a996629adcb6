"""Ways to spoil a file: some leave Python that parses and means something else, some leave no Python at all."""

from __future__ import annotations

import ast
import io
import random
import tokenize
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]


def mutate(data: bytes, chance: random.Random, *, python: bool) -> bytes:
    """One to three mutations of a file's bytes, chosen by ``chance``; others than the text's bytes for Python only."""
    kinds = _OF_BYTES if not python or chance.random() < 0.15 else (*_OF_TREES, *_OF_TREES, *_OF_TOKENS)
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(kinds)(data, chance)
    return data


# -- trees: the result parses ---------------------------------------------------------------------------------


def _tree(data: bytes) -> ast.Module | None:
    try:
        return ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _written(tree: ast.Module, data: bytes) -> bytes:
    try:
        return ast.unparse(ast.fix_missing_locations(tree)).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError, TypeError, AttributeError):  # a tree that no text can say
        return data


def _exchange(data: bytes, chance: random.Random) -> bytes:
    """Expressions change places with others of the same file."""
    tree = _tree(data)
    places = [
        (node, name, position)
        for node in (ast.walk(tree) if tree else ())
        for name, value in ast.iter_fields(node)
        for position, item in enumerate(value if isinstance(value, list) else [value])
        if isinstance(item, ast.expr) and isinstance(getattr(item, "ctx", ast.Load()), ast.Load)
    ]
    if tree is None or len(places) < 2:
        return data
    for _ in range(chance.randint(1, 4)):
        first, second = _at(*chance.choice(places)), chance.choice(places)
        _put(*second, first)
    return _written(tree, data)


def _at(node: ast.AST, name: str, position: int) -> ast.AST:
    value = getattr(node, name)
    return value[min(position, len(value) - 1)] if isinstance(value, list) else value


def _put(node: ast.AST, name: str, position: int, new: ast.AST) -> None:
    value = getattr(node, name)
    if isinstance(value, list):
        value[min(position, len(value) - 1)] = new
    else:
        setattr(node, name, new)


def _reorder(data: bytes, chance: random.Random) -> bytes:
    """Statements are dropped, doubled, moved to other blocks, or nested in others."""
    tree = _tree(data)
    blocks = [
        value
        for node in (ast.walk(tree) if tree else ())
        for _, value in ast.iter_fields(node)
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt)
    ]
    if tree is None or not blocks:
        return data
    for _ in range(chance.randint(1, 3)):
        source, target = chance.choice(blocks), chance.choice(blocks)
        statement = chance.choice(source)
        how = chance.randrange(4)
        if how == 0 and len(source) > 1:
            source.remove(statement)
        elif how == 1:
            target.insert(chance.randint(0, len(target)), statement)
        elif how == 2:
            condition = ast.Constant(chance.choice([True, None, 0]))
            target[chance.randrange(len(target))] = ast.If(condition, [statement], [])
        elif isinstance(statement, ast.FunctionDef):
            changed = {field: getattr(statement, field) for field in statement._fields}
            target.append(ast.AsyncFunctionDef(**changed))
    return _written(tree, data)


def _rename(data: bytes, chance: random.Random) -> bytes:
    """A name becomes another name of the file, wherever it stands."""
    names = sorted({text for kind, text in _tokens(data) if kind == tokenize.NAME})
    if len(names) < 2:
        return data
    old, new = chance.choice(names), chance.choice(names)
    return b"".join((new if kind == tokenize.NAME and text == old else text).encode() for kind, text in _spaced(data))


# -- tokens: the result may parse -----------------------------------------------------------------------------


def _tokens(data: bytes) -> list[tuple[int, str]]:
    try:
        return [(token.type, token.string) for token in tokenize.tokenize(io.BytesIO(data).readline)]
    except (tokenize.TokenError, SyntaxError, UnicodeDecodeError, IndentationError):
        return []


def _spaced(data: bytes) -> list[tuple[int, str]]:
    """Tokens and what stands between them."""
    try:
        lines = data.decode("utf-8").splitlines(keepends=True)
        tokens = list(tokenize.tokenize(io.BytesIO(data).readline))
    except (tokenize.TokenError, SyntaxError, UnicodeDecodeError, IndentationError):
        return []
    parts: list[tuple[int, str]] = []
    row, column = 1, 0
    for token in tokens[1:]:
        between = ""
        while row < token.start[0] and row <= len(lines):
            between += lines[row - 1][column:]
            row, column = row + 1, 0
        if row <= len(lines):
            between += lines[row - 1][column : token.start[1]]
        parts += [(-1, between), (token.type, token.string)]
        row, column = token.end
    return parts


def _shuffle_tokens(data: bytes, chance: random.Random) -> bytes:
    parts = _spaced(data)
    if not parts:
        return data
    for _ in range(chance.randint(1, 3)):
        first, second = chance.randrange(len(parts)), chance.randrange(len(parts))
        how = chance.randrange(3)
        if how == 0:
            parts[first], parts[second] = parts[second], parts[first]
        elif how == 1:
            parts[first] = (-1, "")
        else:
            parts.insert(first, parts[second])
    return "".join(text for _, text in parts).encode("utf-8", "surrogatepass")


_NESTS = ("(", "[", "{", "not ", "-", "lambda: ", "f(", "await ", "x if x else ", "f'{", "*", "**")


def _nest(data: bytes, chance: random.Random) -> bytes:
    """Something nested deeper than Python or a recursion bears."""
    depth = chance.choice([20, 90, 300, 3000])
    opening = chance.choice(_NESTS)
    closing = {"(": ")", "[": "]", "{": "}", "f(": ")", "f'{": "}'"}.get(opening, "")
    line = f"\nnested = {opening * depth}x{closing * depth}\n"
    blocks = "".join("  " * level + "if x:\n" for level in range(depth // 4)) + "  " * (depth // 4) + "pass\n"
    chain = "\nchained = x" + chance.choice([".a", "[0]", "()", " + x", ".a()", " and x"]) * depth + "\n"
    return data + chance.choice([line, "\n" + blocks, chain]).encode()


# -- bytes: the result is what a disk error leaves --------------------------------------------------------------


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(min(len(changed), chance.randint(1, 8))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


_ODD = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\x0c", b"\\\n", b"\t", "\u2028".encode(), "\u0130".encode(),
    b"# -*- coding: latin-1 -*-\n", b"# coding: utf-16\n", b"# coding: nonsense\n", b"{% for x in ", b"{{ a.b.c|d:'",
    b"{% endif %}", b"{% include x %}", b"{% extends 'a' %}", b'"""', b"'", b"\n\n\n", b"\x1a", "\U0001f600".encode(),
)  # fmt: skip


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.choice([0, len(data), chance.randint(0, len(data))])
    return data[:at] + chance.choice(_ODD) + data[at:]


def _swap_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


def _line_ends(data: bytes, chance: random.Random) -> bytes:
    return data.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\r"]))


_OF_TREES: tuple[Mutation, ...] = (_exchange, _reorder, _rename)
_OF_TOKENS: tuple[Mutation, ...] = (_shuffle_tokens, _nest)
_OF_BYTES: tuple[Mutation, ...] = (_cut, _flip, _insert, _swap_lines, _line_ends)
