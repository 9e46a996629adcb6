"""Statements as operations and regions; functions and classes as frames of their own."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from wsgi2asgi.analysis.facts.definitions import Definitions
from wsgi2asgi.analysis.facts.dotted import annotation, is_type_checking
from wsgi2asgi.analysis.facts.expressions import _BINARY
from wsgi2asgi.analysis.facts.patterns import Patterns
from wsgi2asgi.analysis.facts.values import Import, RegionKind

#: As a statement's syntax is called in its facts.
_KINDS = {node: node.__name__.lower() for node in ast.stmt.__subclasses__()}


class Statements(Definitions, Patterns):
    """Lowers a module; afterwards ``functions``, ``classes``, ``imports`` and ``exports`` hold what it says."""

    def run(self, body: Sequence[ast.stmt]) -> None:
        """Lower statements in order."""
        frame = self.frame
        for node in body:
            row = (_KINDS[type(node)], frame.columns.span(node), frame.region, len(frame.rows))
            at = len(frame.statements)
            frame.statements.append((*row, row[3]))
            method = self._methods_of_nodes.get(type(node))
            if method is not None:
                method(self, node)
            else:
                frame.emit("unknown", node, name=type(node).__name__)
            frame.statements[at] = (*row, len(frame.rows))

    def block(self, kind: RegionKind, body: Sequence[ast.stmt], op: int = -1) -> None:
        """Lower statements in a region of their own; nothing for an empty block."""
        if body:
            before = self.frame.open(kind, list(body), op)
            self.run(body)
            self.frame.close(before)

    # -- binding --------------------------------------------------------------------------------------------

    def store(self, target: ast.expr, value: int, annotation: str | None = None) -> None:
        frame = self.frame
        if isinstance(target, ast.Name):
            shadow = frame.shadow_of(target.id) if frame.shadows else None
            if shadow is None:
                frame.local.add(target.id)
            inputs = (value,) if value >= 0 else ()
            frame.emit("store", target, inputs, target.id, value=annotation if shadow is None else shadow)
        elif isinstance(target, ast.Attribute):
            frame.emit("store_attr", target, (self.lower(target.value), value), target.attr)
        elif isinstance(target, ast.Subscript):
            item = self.lower(target.value)
            frame.emit("store_item", target, (item, self.lower(target.slice), value))
        elif isinstance(target, ast.Starred):
            self.store(target.value, value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for index, element in enumerate(target.elts):
                place = "*" if isinstance(element, ast.Starred) else str(index)
                self.store(element, frame.emit("unpack", element, (value,), place))

    def on_Assign(self, node: ast.Assign) -> None:  # noqa: N802
        value = self.lower(node.value)
        for target in node.targets:
            self.store(target, value)
            if isinstance(target, ast.Name) and target.id == "__all__":
                self.note_exports(node.value, extend=False)

    def on_AnnAssign(self, node: ast.AnnAssign) -> None:  # noqa: N802
        value = self.lower(node.value) if node.value is not None else -1
        if value >= 0 or isinstance(node.target, ast.Name):
            self.store(node.target, value, annotation(node.annotation))

    def on_AugAssign(self, node: ast.AugAssign) -> None:  # noqa: N802
        frame, target, operator = self.frame, node.target, _BINARY[type(node.op)] + "="
        if isinstance(target, ast.Name):
            left = self.on_Name(target)
            result = frame.emit("binary", node, (left, self.lower(node.value)), operator)
            frame.local.add(target.id)
            frame.emit("store", target, (result,), target.id)
            if target.id == "__all__":
                self.note_exports(node.value, extend=True)
        elif isinstance(target, ast.Attribute):
            item = self.lower(target.value)
            left = frame.emit("attr", target, (item,), target.attr)
            result = frame.emit("binary", node, (left, self.lower(node.value)), operator)
            frame.emit("store_attr", target, (item, result), target.attr)
        else:
            item, index = self.lower(target.value), self.lower(target.slice)
            left = frame.emit("subscript", target, (item, index))
            result = frame.emit("binary", node, (left, self.lower(node.value)), operator)
            frame.emit("store_item", target, (item, index, result))

    def on_Delete(self, node: ast.Delete) -> None:  # noqa: N802
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.frame.emit("delete", target, (), target.id)
            elif isinstance(target, ast.Attribute):
                self.frame.emit("delete_attr", target, (self.lower(target.value),), target.attr)
            elif isinstance(target, ast.Subscript):
                item = self.lower(target.value)
                self.frame.emit("delete_item", target, (item, self.lower(target.slice)))
            elif isinstance(target, (ast.Tuple, ast.List)):
                self.on_Delete(ast.Delete(targets=target.elts))

    def on_Global(self, node: ast.Global | ast.Nonlocal) -> None:  # noqa: N802
        self.frame.free.update(node.names)

    on_Nonlocal = on_Global  # noqa: N815

    # -- control flow ---------------------------------------------------------------------------------------

    def on_If(self, node: ast.If) -> None:  # noqa: N802
        truth = self.frame.emit("truth", node.test, (self.lower(node.test),))
        self.conditions += 1
        checking = self.type_checking
        self.type_checking = checking or is_type_checking(node.test)
        self.block("if", node.body, truth)
        self.type_checking = checking
        self.block("else", node.orelse, truth)
        self.conditions -= 1

    def on_For(self, node: ast.For | ast.AsyncFor) -> None:  # noqa: N802
        iterable = self.lower(node.iter)
        kind = "async_iterate" if isinstance(node, ast.AsyncFor) else "iterate"
        iterate = self.frame.emit(kind, node.iter, (iterable,))  # type: ignore[arg-type]
        before = self.frame.open("loop", node, iterate)
        self.store(node.target, iterate)
        self.run(node.body)
        self.frame.close(before)
        self.block("loop_else", node.orelse, iterate)

    on_AsyncFor = on_For  # noqa: N815

    def on_While(self, node: ast.While) -> None:  # noqa: N802
        before = self.frame.open("while", node)
        truth = self.frame.emit("truth", node.test, (self.lower(node.test),))
        self.frame.opened_by(truth)
        self.run(node.body)
        self.frame.close(before)
        self.block("loop_else", node.orelse, truth)

    def on_Try(self, node: ast.Try) -> None:  # noqa: N802
        self.conditions += 1
        self.block("try", node.body)
        for handler in node.handlers:
            before = self.frame.open("except", handler)
            types = (self.lower(handler.type),) if handler.type is not None else ()
            catch = self.frame.emit("catch", handler.type or handler, types)
            self.frame.opened_by(catch)
            if handler.name:
                self.frame.local.add(handler.name)
                self.frame.emit("store", handler, (catch,), handler.name)
            self.run(handler.body)
            self.frame.close(before)
        self.block("try_else", node.orelse)
        self.conditions -= 1
        self.block("finally", node.finalbody)

    on_TryStar = on_Try  # noqa: N815

    def on_With(self, node: ast.With | ast.AsyncWith) -> None:  # noqa: N802
        is_async = isinstance(node, ast.AsyncWith)
        outer = self.frame.region
        for item in node.items:
            manager = self.lower(item.context_expr)
            enter = self.frame.emit("async_enter" if is_async else "enter", item.context_expr, (manager,))
            self.frame.open("async_with" if is_async else "with", node, enter)
            if item.optional_vars is not None:
                self.store(item.optional_vars, enter)
        self.run(node.body)
        self.frame.close(outer)

    on_AsyncWith = on_With  # noqa: N815

    def on_Match(self, node: ast.Match) -> None:  # noqa: N802
        subject = self.lower(node.subject)
        for case in node.cases:
            before = self.frame.open("match_case", [case.pattern, *case.body])
            match = self.frame.emit("match", case.pattern, (subject,))
            self.frame.opened_by(match)
            self.pattern(case.pattern, subject)
            outer = self.frame.region
            if case.guard is not None:
                truth = self.frame.emit("truth", case.guard, (self.lower(case.guard),))
                self.frame.open("conditional", list(case.body), truth)
            self.run(case.body)
            self.frame.close(outer)
            self.frame.close(before)

    # -- simple statements ----------------------------------------------------------------------------------

    def on_Expr(self, node: ast.Expr) -> None:  # noqa: N802
        if not isinstance(node.value, ast.Constant):
            self.frame.emit("expression", node, (self.lower(node.value),))

    def on_Return(self, node: ast.Return) -> None:  # noqa: N802
        self.frame.emit("return", node, (self.lower(node.value),) if node.value is not None else ())

    def on_Raise(self, node: ast.Raise) -> None:  # noqa: N802
        self.frame.emit("raise", node, tuple(self.lower(part) for part in (node.exc, node.cause) if part is not None))

    def on_Assert(self, node: ast.Assert) -> None:  # noqa: N802
        before = self.frame.open("assert", node)
        self.frame.emit("truth", node.test, (self.lower(node.test),))
        if node.msg is not None:
            self.lower(node.msg)
        self.frame.close(before)

    def on_Break(self, node: ast.Break) -> None:  # noqa: N802
        self.frame.emit("break", node)

    def on_Continue(self, node: ast.Continue) -> None:  # noqa: N802
        self.frame.emit("continue", node)

    def on_Pass(self, node: ast.Pass) -> None:  # noqa: N802
        """Nothing happens."""

    def on_TypeAlias(self, node: ast.stmt) -> None:  # noqa: N802
        """``type X = ...`` runs nothing."""

    def on_Import(self, node: ast.Import) -> None:  # noqa: N802
        for alias in node.names:
            self._import(node, 0, alias.name, None, alias.asname or alias.name.split(".")[0], bool(alias.asname))

    def on_ImportFrom(self, node: ast.ImportFrom) -> None:  # noqa: N802
        for alias in node.names:
            self._import(node, node.level, node.module or "", alias.name, alias.asname or alias.name, True)

    def _import(self, node: ast.stmt, level: int, module: str, name: str | None, bound: str, whole: bool) -> None:
        frame = self.frame
        conditional = self.conditions > 0 or frame.header.kind == "function"
        span = frame.columns.span(node)
        self.imports.append(
            Import(level, module, name, bound, frame.header.qualname, conditional, self.type_checking, span)
        )
        target = module if whole else module.split(".")[0]
        frame.emit("import", node, (), bound, value=f"{'.' * level}{target}:{name or ''}")
        if bound != "*":
            frame.local.add(bound)
