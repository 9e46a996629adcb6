"""Expressions as operations, in the order in which Python evaluates them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from wsgi2asgi.analysis.facts.frame import Frame

_BINARY = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^", ast.MatMult: "@",
}  # fmt: skip
_UNARY = {ast.Not: "not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}
_COMPARE = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
_COMPREHENSIONS = {ast.ListComp: "list", ast.SetComp: "set", ast.GeneratorExp: "generator", ast.DictComp: "dict"}


class Expressions:
    """Lowers expressions into ``self.frame``; every method returns the index of the operation with the result."""

    frame: Frame
    _methods_of_nodes: ClassVar[Mapping[type[ast.AST], Callable[[Any, Any], Any]]] = {}

    def __init_subclass__(cls) -> None:
        nodes = (*ast.expr.__subclasses__(), *ast.stmt.__subclasses__())
        found = ((node, getattr(cls, f"on_{node.__name__}", None)) for node in nodes)
        cls._methods_of_nodes = {node: method for node, method in found if method is not None}

    def lower(self, node: ast.expr) -> int:
        """Lower any expression."""
        method = self._methods_of_nodes.get(type(node))
        return method(self, node) if method is not None else self.frame.emit("unknown", node, name=type(node).__name__)

    def lower_all(self, nodes: Sequence[ast.expr]) -> tuple[int, ...]:
        """Lower several from left to right."""
        return tuple([self.lower(node) for node in nodes])

    def store(self, target: ast.expr, value: int, annotation: str | None = None) -> None:
        """Bind a target to a value. Objects and indexes of the target are evaluated here."""
        raise NotImplementedError

    # -- atoms ----------------------------------------------------------------------------------------------

    def on_Name(self, node: ast.Name) -> int:  # noqa: N802
        frame = self.frame
        frame.mentions.add(node.id)
        shadow = frame.shadow_of(node.id) if frame.shadows else None
        return frame.emit("name", node, (), node.id, value=shadow)

    def on_Constant(self, node: ast.Constant) -> int:  # noqa: N802
        if node.value is ...:
            return self.frame.emit("const", node, (), "...")
        return self.frame.emit("const", node, (), "", value=node.value)

    def on_Attribute(self, node: ast.Attribute) -> int:  # noqa: N802
        value = self.lower(node.value)
        self.frame.mentions.add(node.attr)
        return self.frame.emit("attr", node, (value,), node.attr)

    def on_Subscript(self, node: ast.Subscript) -> int:  # noqa: N802
        value = self.lower(node.value)
        return self.frame.emit("subscript", node, (value, self.lower(node.slice)))

    def on_Slice(self, node: ast.Slice) -> int:  # noqa: N802
        parts = tuple(-1 if part is None else self.lower(part) for part in (node.lower, node.upper, node.step))
        return self.frame.emit("slice", node, parts)

    def on_Starred(self, node: ast.Starred) -> int:  # noqa: N802
        return self.frame.emit("star", node, (self.lower(node.value),))

    # -- calls and operators --------------------------------------------------------------------------------

    def on_Call(self, node: ast.Call) -> int:  # noqa: N802
        inputs = [self.lower(node.func)]
        inputs.extend([self.lower(argument) for argument in node.args])
        names = []
        for keyword in node.keywords:
            inputs.append(self.lower(keyword.value))
            names.append(keyword.arg)
        return self.frame.emit("call", node, tuple(inputs), keywords=tuple(names))

    def on_Await(self, node: ast.Await) -> int:  # noqa: N802
        return self.frame.emit("await", node, (self.lower(node.value),))

    def on_Yield(self, node: ast.Yield) -> int:  # noqa: N802
        self.frame.is_generator = True
        return self.frame.emit("yield", node, (self.lower(node.value),) if node.value else ())

    def on_YieldFrom(self, node: ast.YieldFrom) -> int:  # noqa: N802
        self.frame.is_generator = True
        return self.frame.emit("yield_from", node, (self.lower(node.value),))

    def on_BinOp(self, node: ast.BinOp) -> int:  # noqa: N802
        left = self.lower(node.left)
        return self.frame.emit("binary", node, (left, self.lower(node.right)), _BINARY[type(node.op)])

    def on_UnaryOp(self, node: ast.UnaryOp) -> int:  # noqa: N802
        operand = self.lower(node.operand)
        if isinstance(node.op, ast.Not):
            self.frame.emit("truth", node.operand, (operand,))
        return self.frame.emit("unary", node, (operand,), _UNARY[type(node.op)])

    def on_BoolOp(self, node: ast.BoolOp) -> int:  # noqa: N802
        frame = self.frame
        outer = frame.region
        results = [self.lower(node.values[0])]
        for before, value in zip(node.values, node.values[1:], strict=False):
            frame.open("conditional", value, frame.emit("truth", before, (results[-1],)))
            results.append(self.lower(value))
        frame.close(outer)
        return frame.emit("boolean", node, tuple(results), "and" if isinstance(node.op, ast.And) else "or")

    def on_Compare(self, node: ast.Compare) -> int:  # noqa: N802
        frame = self.frame
        outer = frame.region
        results: list[int] = []
        left, left_node = self.lower(node.left), node.left
        for operator, comparator in zip(node.ops, node.comparators, strict=True):
            if results:
                frame.open("conditional", comparator, frame.emit("truth", left_node, (results[-1],)))
            right = self.lower(comparator)
            results.append(frame.emit("compare", node, (left, right), _COMPARE[type(operator)]))
            left, left_node = right, comparator
        frame.close(outer)
        return results[0] if len(results) == 1 else frame.emit("boolean", node, tuple(results), "and")

    def on_IfExp(self, node: ast.IfExp) -> int:  # noqa: N802
        frame = self.frame
        truth = frame.emit("truth", node.test, (self.lower(node.test),))
        results = []
        for branch in (node.body, node.orelse):
            outer = frame.open("conditional", branch, truth)
            results.append(self.lower(branch))
            frame.close(outer)
        return frame.emit("conditional", node, tuple(results))

    def on_NamedExpr(self, node: ast.NamedExpr) -> int:  # noqa: N802
        value = self.lower(node.value)
        self.frame.local.add(node.target.id)
        self.frame.emit("store", node.target, (value,), node.target.id)
        return value

    # -- strings and collections ----------------------------------------------------------------------------

    def on_JoinedStr(self, node: ast.JoinedStr) -> int:  # noqa: N802
        parts = [self.lower(part) for part in node.values if not isinstance(part, ast.Constant)]
        return self.frame.emit("fstring", node, tuple(parts))

    def on_FormattedValue(self, node: ast.FormattedValue) -> int:  # noqa: N802
        value = self.lower(node.value)
        if isinstance(node.format_spec, ast.JoinedStr) and len(node.format_spec.values) > 1:
            self.lower(node.format_spec)
        conversion = chr(node.conversion) if node.conversion > 0 else ""
        return self.frame.emit("format", node.value, (value,), conversion)

    on_TemplateStr, on_Interpolation = on_JoinedStr, on_FormattedValue  # noqa: N815

    def on_List(self, node: ast.List) -> int:  # noqa: N802
        return self.frame.emit("collection", node, self.lower_all(node.elts), "list")

    def on_Tuple(self, node: ast.Tuple) -> int:  # noqa: N802
        return self.frame.emit("collection", node, self.lower_all(node.elts), "tuple")

    def on_Set(self, node: ast.Set) -> int:  # noqa: N802
        return self.frame.emit("collection", node, self.lower_all(node.elts), "set")

    def on_Dict(self, node: ast.Dict) -> int:  # noqa: N802
        inputs: list[int] = []
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                inputs.append(self.frame.emit("double_star", value, (self.lower(value),)))
            else:
                inputs.append(self.lower(key))
                inputs.append(self.lower(value))
        return self.frame.emit("collection", node, tuple(inputs), "dict")

    # -- comprehensions -------------------------------------------------------------------------------------

    def on_ListComp(self, node: Comprehension) -> int:  # noqa: N802
        frame = self.frame
        outer = frame.region
        bound: dict[str, int] = {}
        for index, clause in enumerate(node.generators):
            iterable = self.lower(clause.iter)
            if index == 0:
                frame.shadows.append(bound)
            iterate = frame.emit("async_iterate" if clause.is_async else "iterate", clause.iter, (iterable,))
            frame.open("generator" if isinstance(node, ast.GeneratorExp) else "comprehension", node, iterate)
            bound.update(dict.fromkeys(_names(clause.target), frame.region))
            self.store(clause.target, iterate)
            for condition in clause.ifs:
                truth = frame.emit("truth", condition, (self.lower(condition),))
                frame.open("conditional", node, truth)
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        results = self.lower_all(parts)
        frame.shadows.pop()
        frame.close(outer)
        return frame.emit("comprehension", node, results, _COMPREHENSIONS[type(node)])

    on_SetComp = on_GeneratorExp = on_DictComp = on_ListComp  # noqa: N815


def _names(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
