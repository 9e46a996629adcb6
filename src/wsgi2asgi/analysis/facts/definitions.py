"""Functions, lambdas and classes: each body becomes a frame of its own."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from wsgi2asgi.analysis.facts.columns import Columns
from wsgi2asgi.analysis.facts.deferred import deferred
from wsgi2asgi.analysis.facts.dotted import annotation, dotted
from wsgi2asgi.analysis.facts.expressions import Expressions
from wsgi2asgi.analysis.facts.frame import Frame, Header
from wsgi2asgi.analysis.facts.values import (
    ClassFacts,
    Decorator,
    FunctionFacts,
    Import,
    Parameter,
    ParameterKind,
    Span,
)

Def = ast.FunctionDef | ast.AsyncFunctionDef


class Definitions(Expressions):
    """Lowers definitions; ``bodies`` false leaves out what stands in functions and classes."""

    def __init__(self, columns: Columns, *, bodies: bool) -> None:
        super().__init__()
        self.columns = columns
        self.bodies = bodies
        self.lines: list[str] | None = None  # the text, where bodies may be put off
        self.functions: list[FunctionFacts] = []
        self.classes: list[ClassFacts] = []
        self.imports: list[Import] = []
        self.exports: list[str] | None = None
        self.conditions = 0
        self.type_checking = False
        self._taken: dict[str, int] = {}
        self._methods: dict[str, list[tuple[str, str]]] = {}

    def module(self, body: Sequence[ast.stmt], end_line: int) -> None:
        """Lower a whole module."""
        span = (1, 0, max(end_line, 1), 0)
        self.frame = Frame(Header("", "", "module", None, span, (1, 0, 1, 0)), self.columns)
        self.run(body)
        self.functions.append(self.frame.freeze())
        self.functions.sort(key=lambda function: (function.qualname != "", function.span))

    def run(self, body: Sequence[ast.stmt]) -> None:
        """Lower statements in order."""
        raise NotImplementedError

    def note_exports(self, node: ast.expr, *, extend: bool) -> None:
        """``__all__`` is assigned; what is no literal list of strings makes it unknown."""
        names = [item.value for item in getattr(node, "elts", ()) if isinstance(item, ast.Constant)]
        if self.frame.header.kind == "module" and isinstance(node, (ast.List, ast.Tuple)):
            self.exports = [*(self.exports or ()), *map(str, names)] if extend else [str(name) for name in names]

    # -- functions ------------------------------------------------------------------------------------------

    def on_FunctionDef(self, node: Def) -> None:  # noqa: N802
        decorators = self._decorators(node.decorator_list)
        parameters = self._parameters(node.args)
        qualname = self._qualname(node.name)
        outer = self.frame
        header = Header(
            qualname,
            node.name,
            "function",
            outer.header.qualname,
            self.columns.span(node),
            self._header_span(node),
            isinstance(node, ast.AsyncFunctionDef),
            parameters,
            annotation(node.returns),
            decorators,
        )
        if outer.header.kind == "class":
            self._methods.setdefault(outer.header.qualname, []).append((node.name, qualname))
        later = deferred(header, node, self.lines) if self.lines is not None else None
        if later is None:
            self._body(header, node.body)
        else:
            self.functions.append(later)
        made = outer.emit("function", node, tuple(item.op for item in decorators), qualname)
        outer.local.add(node.name)
        outer.emit("store", node, (made,), node.name)

    on_AsyncFunctionDef = on_FunctionDef  # noqa: N815

    def on_Lambda(self, node: ast.Lambda) -> int:  # noqa: N802
        parameters = self._parameters(node.args)
        span = self.columns.span(node)
        qualname = self._qualname(f"<lambda>@{span[0]}:{span[1]}")
        outer = self.frame
        header = Header(qualname, "<lambda>", "lambda", outer.header.qualname, span, span, parameters=parameters)
        with_return = ast.Return(value=node.body)
        ast.copy_location(with_return, node.body)
        self._body(header, [with_return])
        return outer.emit("function", node, (), qualname)

    def _body(self, header: Header, body: Sequence[ast.stmt]) -> None:
        outer, conditions = self.frame, self.conditions
        self.frame, self.conditions = Frame(header, self.columns), 0
        if self.bodies:
            self.run(body)
        self.functions.append(self.frame.freeze())
        outer.mentions |= self.frame.mentions if header.kind == "lambda" else set()
        self.frame, self.conditions = outer, conditions

    def _parameters(self, node: ast.arguments) -> tuple[Parameter, ...]:
        found: list[Parameter] = []
        positional = [*node.posonlyargs, *node.args]
        defaults = {id(arg): value for arg, value in zip(positional[::-1], node.defaults[::-1], strict=False)}
        defaults.update({id(arg): value for arg, value in zip(node.kwonlyargs, node.kw_defaults, strict=True) if value})

        def add(arg: ast.arg, kind: ParameterKind) -> None:
            default = self.lower(defaults[id(arg)]) if id(arg) in defaults else -1
            found.append(Parameter(arg.arg, kind, annotation(arg.annotation), default))

        for arg in node.posonlyargs:
            add(arg, "positional-only")
        for arg in node.args:
            add(arg, "positional")
        if node.vararg:
            add(node.vararg, "varargs")
        for arg in node.kwonlyargs:
            add(arg, "keyword-only")
        if node.kwarg:
            add(node.kwarg, "varkw")
        return tuple(found)

    def _decorators(self, nodes: Sequence[ast.expr]) -> tuple[Decorator, ...]:
        return tuple(Decorator(dotted(node), self.lower(node), self.columns.span(node)) for node in nodes)

    # -- classes --------------------------------------------------------------------------------------------

    def on_ClassDef(self, node: ast.ClassDef) -> None:  # noqa: N802
        decorators = self._decorators(node.decorator_list)
        bases = self.lower_all(node.bases)
        keywords = self.lower_all([keyword.value for keyword in node.keywords])
        qualname = self._qualname(node.name)
        outer = self.frame
        span, header_span = self.columns.span(node), self._header_span(node)
        header = Header(qualname, node.name, "class", outer.header.qualname, span, header_span, decorators=decorators)
        self._body(header, node.body)
        self.classes.append(
            ClassFacts(
                qualname,
                node.name,
                outer.header.qualname,
                tuple(dotted(base) for base in node.bases),
                bases,
                tuple(keyword.arg or "**" for keyword in node.keywords),
                decorators,
                tuple(self._methods.get(qualname, ())),
                span,
                header_span,
            )
        )
        made = outer.emit("class", node, (*bases, *keywords), qualname)
        outer.local.add(node.name)
        outer.emit("store", node, (made,), node.name)

    # -- names and places -----------------------------------------------------------------------------------

    def _qualname(self, name: str) -> str:
        outer = self.frame.header
        prefix = "" if outer.kind == "module" else f"{outer.qualname}." if outer.kind == "class" else ""
        if outer.kind in ("function", "lambda"):
            prefix = f"{outer.qualname}.<locals>."
        qualname = prefix + name
        count = self._taken[qualname] = self._taken.get(qualname, 0) + 1
        return qualname if count == 1 else f"{qualname}#{count}"

    def _header_span(self, node: Def | ast.ClassDef) -> Span:
        """From ``def`` or ``class`` to where the body begins (the end of the signature's last part known to ast)."""
        line, column, *_ = self.columns.span(node)
        last: ast.AST | None = None
        if isinstance(node, ast.ClassDef):
            values = [*node.bases, *(keyword.value for keyword in node.keywords)]
            last = values[-1] if values else None
        elif node.returns is not None:
            last = node.returns
        else:
            arguments = node.args
            parts: list[ast.AST] = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            parts += [part for part in (arguments.vararg, arguments.kwarg) if part]
            parts += [*arguments.defaults, *(value for value in arguments.kw_defaults if value)]
            last = max(parts, key=lambda part: self.columns.span(part)[2:]) if parts else None
        if last is None:
            return line, column, line, column + len("class ") + len(node.name)
        return line, column, *self.columns.span(last)[2:]
