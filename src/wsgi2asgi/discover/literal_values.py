"""What a simple expression of a settings file or manage.py is worth: text, or a path built from ``__file__``.

Only what is evident: constants, concatenation, f-strings of known names, ``os.path`` and ``pathlib`` arithmetic, the
default that is used where an environment variable is not set. Everything else is None: unknown.
"""

from __future__ import annotations

import ast
import os.path
from collections.abc import Mapping
from pathlib import PurePosixPath

from wsgi2asgi.model.placeholders import filled

Value = str | PurePosixPath | None

_SAME = {"abspath", "realpath", "normpath", "expanduser", "fspath", "resolve", "absolute"}
_ENVIRONMENT = {"getenv", "os.getenv", "os.environ.get", "environ.get"}
_SETTINGS_READERS = {"env", "env.str", "config", "decouple.config", "environ.Env.str"}


def evaluate(node: ast.expr | None, names: Mapping[str, Value]) -> Value:
    """The value of an expression where it is evident; ``names`` holds what is known so far, also ``__file__``."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return names.get(name)
        case ast.JoinedStr(values=parts):
            return _joined(parts, names)
        case ast.FormattedValue(value=inner, conversion=-1, format_spec=None):
            return evaluate(inner, names)
        case ast.BinOp(left=left, op=op, right=right):
            return _binary(left, op, right, names)
        case ast.BoolOp(op=ast.Or(), values=values):
            return next((value for value in (evaluate(item, names) for item in values) if value), None)
        case ast.Attribute(value=inner, attr="parent"):
            return _parent(evaluate(inner, names), 1)
        case ast.Subscript(value=inner, slice=ast.Constant(value=int(index))):
            return _item(inner, index, names)
        case ast.Call():
            return _call(node, names)
    return None


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of a chain of attributes, else the empty string."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def asks_environment(node: ast.expr) -> bool:
    """Whether the value depends on an environment variable."""
    calls = (dotted(item.func) for item in ast.walk(node) if isinstance(item, ast.Call))
    return any(name in _ENVIRONMENT | _SETTINGS_READERS for name in calls)


def _joined(parts: list[ast.expr], names: Mapping[str, Value]) -> Value:
    values = [evaluate(part, names) for part in parts]
    return None if None in values else "".join(str(value) for value in values)


def _binary(left: ast.expr, op: ast.operator, right: ast.expr, names: Mapping[str, Value]) -> Value:
    first = evaluate(left, names)
    if isinstance(op, ast.Sub) and isinstance(right, ast.Constant) and isinstance(right.value, int):
        return _parent(first, right.value)  # environ.Path(__file__) - 2
    second = evaluate(right, names)
    if isinstance(op, ast.Add) and first is not None and isinstance(second, str):
        return first + second if isinstance(first, str) else _normal(PurePosixPath(f"{first}{second}"))
    if isinstance(op, ast.Mod) and isinstance(first, str) and isinstance(second, str):
        return filled(first, "%s", [second])
    if isinstance(op, ast.Div) and isinstance(first, PurePosixPath) and second is not None:
        return _normal(first / second)
    return None


def _call(node: ast.Call, names: Mapping[str, Value]) -> Value:
    name = dotted(node.func)
    if name in _ENVIRONMENT:
        return evaluate(node.args[1], names) if len(node.args) > 1 else None
    if name in _SETTINGS_READERS:
        return evaluate(next((item.value for item in node.keywords if item.arg == "default"), None), names)
    method = node.func.attr if isinstance(node.func, ast.Attribute) else name
    first = evaluate(node.args[0], names) if node.args else None
    if method in _SAME:
        return first or (evaluate(node.func.value, names) if isinstance(node.func, ast.Attribute) else None)
    if method == "format" and isinstance(node.func, ast.Attribute):
        return _formatted(evaluate(node.func.value, names), node, names)
    if method == "dirname":
        return _parent(first, 1)
    if method in ("str", "as_posix") or name in ("Path", "PurePath", "pathlib.Path", "environ.Path"):
        return PurePosixPath(first) if isinstance(first, str) and method != "str" else first
    if method in ("join", "joinpath", "path"):
        return _path_join(node, names)
    return None


def _formatted(text: Value, call: ast.Call, names: Mapping[str, Value]) -> Value:
    """``"{}.urls".format(PROJECT)``"""
    given = [evaluate(item, names) for item in call.args]
    if not isinstance(text, str) or call.keywords or None in given:
        return None
    return filled(text, "{}", [str(item) for item in given])


def _path_join(node: ast.Call, names: Mapping[str, Value]) -> Value:
    parts = [evaluate(item, names) for item in node.args]
    if isinstance(node.func, ast.Attribute) and not dotted(node.func).endswith("path.join"):
        parts.insert(0, evaluate(node.func.value, names))
    if not parts or not isinstance(parts[0], PurePosixPath) or None in parts:
        return None
    return _normal(PurePosixPath(*[part for part in parts if part is not None]))


def _item(inner: ast.expr, index: int, names: Mapping[str, Value]) -> Value:
    match inner:
        case ast.Attribute(value=path, attr="parents"):
            return _parent(evaluate(path, names), index + 1)
        case ast.Call(args=[path, *_]) if dotted(inner.func).endswith("path.split") and index == 0:
            return _parent(evaluate(path, names), 1)
    return None


def _parent(value: Value, levels: int) -> Value:
    if not isinstance(value, PurePosixPath) or not 0 <= levels <= len(value.parts):
        return None
    for _ in range(levels):
        value = value.parent
    return value


def _normal(path: PurePosixPath) -> PurePosixPath:
    return PurePosixPath(os.path.normpath(path))
