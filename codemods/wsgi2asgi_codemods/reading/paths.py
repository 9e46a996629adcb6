"""What folder an expression names, and how another file would name the same one."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import NamedTuple

import libcst as cst

from wsgi2asgi_codemods.reading.names import Imports, dotted
from wsgi2asgi_codemods.reading.settings import base_assignment
from wsgi2asgi_codemods.reading.strings import literal, preferred_quote, quoted

#: Functions that give the path they are given, as far as a project's own folders go.
_SAME = frozenset(
    {"os.path.abspath", "os.path.realpath", "os.path.normpath", "os.fspath", "str", "pathlib.Path", "environ.Path"}
)
#: Names under which settings know the project's folder, the customary ones first.
_BASES = ("BASE_DIR", "ROOT_DIR", "PROJECT_ROOT", "PROJECT_DIR", "BASE_PATH", "PROJECT_PATH", "ROOT")


class Source(NamedTuple):
    """A Python file: its text, and its path relative to the project."""

    text: str
    path: str


def say_path(code: str, here: Source, there: Source) -> str | None:
    """The path that ``code`` names in one file, as code for the other. None where it cannot be told.

    ``settings.PUBLIC_ROOT`` is that setting; an absolute path stays; a path computed from ``__file__`` becomes one
    below the folder that the other file calls ``BASE_DIR``.
    """
    expression = cst.parse_expression(code)
    target = cst.parse_module(there.text)
    name = _setting_name(expression, Imports.of(cst.parse_module(here.text)))
    if name is not None:
        return name if base_assignment(target, name) else None
    text = literal(expression)
    if text is not None:
        return code if posixpath.isabs(text) else None
    folder = _Reader.of(here).value(expression)
    return _below_a_base(folder, target, there) if folder is not None else None


def _setting_name(expression: cst.BaseExpression, imports: Imports) -> str | None:
    """``STATIC_ROOT`` of ``settings.STATIC_ROOT``, or imported from the settings module."""
    name = imports.resolve(expression)
    if name is None or "." not in name or dotted(expression) is None:
        return None
    module, _, last = name.rpartition(".")
    return last if last.isupper() and "settings" in module else None


def _below_a_base(folder: str, target: cst.Module, there: Source) -> str | None:
    reader = _Reader.of(there)
    for name in _BASES:
        found = base_assignment(target, name)
        base = reader.value(found.value) if found else None
        if found is None or base is None or not folder.startswith(f"{base.rstrip('/')}/"):
            continue
        quote = preferred_quote(target)
        parts = [quoted(part, quote).value for part in folder[len(base.rstrip("/")) + 1 :].split("/")]
        if "Path" in target.code_for_node(found.value):
            return " / ".join([name, *parts])
        return f"os.path.join({', '.join([name, *parts])})" if reader.imports.bound.get("os") == "os" else None
    return None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Works out path expressions; the project's folder is ``/``, for only what lies below it can be said elsewhere."""

    module: cst.Module
    imports: Imports
    file: str

    @classmethod
    def of(cls, source: Source) -> _Reader:
        module = cst.parse_module(source.text)
        return cls(module, Imports.of(module), f"/project/{source.path}")

    def value(self, node: cst.BaseExpression, depth: int = 0) -> str | None:
        """The path below ``/project``, or None."""
        if depth > 20:
            return None
        if isinstance(node, cst.Name):
            if node.value == "__file__":
                return self.file
            found = base_assignment(self.module, node.value)
            return self.value(found.value, depth + 1) if found else None
        if isinstance(node, cst.Call):
            return self._call(node, depth + 1)
        if isinstance(node, cst.Attribute) and node.attr.value == "parent":
            return _up(self.value(node.value, depth + 1))
        if isinstance(node, cst.Subscript):
            return self._parents(node, depth + 1)
        if isinstance(node, cst.BinaryOperation):
            return self._operation(node, depth + 1)
        return None

    def _call(self, node: cst.Call, depth: int) -> str | None:
        name = self.imports.resolve(node.func) or ""
        values = [arg.value for arg in node.args if arg.keyword is None and not arg.star]
        if name in _SAME and values:
            return _join(self.value(values[0], depth), values[1:])
        if name == "os.path.dirname" and len(values) == 1:
            return _up(self.value(values[0], depth))
        if name == "os.path.join" and values:
            return _join(self.value(values[0], depth), values[1:])
        if isinstance(node.func, cst.Attribute):
            inner = self.value(node.func.value, depth)
            if node.func.attr.value in ("resolve", "absolute"):
                return inner
            if node.func.attr.value == "joinpath":
                return _join(inner, values)
        return _join(self.value(node.func, depth), values) if isinstance(node.func, cst.Name) else None

    def _parents(self, node: cst.Subscript, depth: int) -> str | None:
        """``Path(__file__).parents[1]``."""
        index = node.slice[0].slice if len(node.slice) == 1 else None
        if not isinstance(index, cst.Index) or not isinstance(index.value, cst.Integer):
            return None
        if not isinstance(node.value, cst.Attribute) or node.value.attr.value != "parents":
            return None
        found = self.value(node.value.value, depth)
        for _ in range(int(index.value.value) + 1):
            found = _up(found)
        return found

    def _operation(self, node: cst.BinaryOperation, depth: int) -> str | None:
        """``BASE_DIR / "public"``; ``environ.Path(__file__) - 2``."""
        left = self.value(node.left, depth)
        if isinstance(node.operator, cst.Divide):
            return _join(left, [node.right])
        if isinstance(node.operator, cst.Subtract) and isinstance(node.right, cst.Integer):
            for _ in range(int(node.right.value)):
                left = _up(left)
            return left
        return None


def _up(path: str | None) -> str | None:
    return posixpath.dirname(path) if path is not None and path not in ("/", "/project") else None


def _join(path: str | None, parts: list[cst.BaseExpression]) -> str | None:
    for part in parts:
        text = literal(part)
        if path is None or text is None:
            return None
        path = posixpath.normpath(posixpath.join(path, text))
    return path if path is None or path == "/project" or path.startswith("/project/") else None
