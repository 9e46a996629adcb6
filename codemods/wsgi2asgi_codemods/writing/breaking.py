"""Break an expression over lines: brackets first, then what stands in them item by item."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.GeneratorExp)
_IN_PARENTHESES = (cst.IfExp, cst.BooleanOperation)


def broken(
    value: cst.BaseExpression, module: cst.Module, indent: str, depth: int, before: int, limit: int
) -> cst.BaseExpression:
    """The expression in lines of at most ``limit`` where that can be had.

    It stands behind ``before`` characters in a statement whose block is ``depth`` levels deep.
    """
    return _Breaker(module, indent, depth, limit).broken(value, before)


class _Breaker:
    """``level`` counts the brackets that are open, each of which indents by one."""

    def __init__(self, module: cst.Module, indent: str, depth: int, limit: int) -> None:
        self._module = module
        self._indent = indent
        self._depth = depth
        self._limit = limit

    def broken(self, value: cst.BaseExpression, before: int, level: int = 0) -> cst.BaseExpression:
        if isinstance(value, _IN_PARENTHESES) and not value.lpar and self._is_flat(value):
            return self._in_parentheses(value, level)
        if isinstance(value, cst.Await) and not value.lpar and self._is_flat(value) and _calls(value.expression) > 2:
            return self._in_parentheses(value, level)
        return self._at_last_bracket(value, before, level) or value

    def _at_last_bracket(self, value: cst.BaseExpression, before: int, level: int) -> cst.BaseExpression | None:
        """With its last bracket opened over lines; None where it has none that holds anything."""
        inner: cst.BaseExpression | None = None
        if isinstance(value, cst.Await):
            inner = self._at_last_bracket(value.expression, before + len("await "), level)
            return value.with_changes(expression=inner) if inner else None
        if isinstance(value, cst.UnaryOperation):
            inner = self._at_last_bracket(value.expression, before, level)
            return value.with_changes(expression=inner) if inner else None
        if isinstance(value, cst.Call):
            opens_in_time = self._width(level) + before + len(self._text(value.func)) < self._limit
            if value.args and (opens_in_time or not self._is_flat(value.func)):
                return self._call(value, before, level)
            inner = self._at_last_bracket(value.func, before, level)
            if inner is None:
                return self._call(value, before, level) if value.args else None
            return self._closed(value, level).with_changes(func=inner)
        if isinstance(value, cst.Attribute):
            inner = self._at_last_bracket(value.value, before, level)
            return value.with_changes(value=inner) if inner else None
        if isinstance(value, (cst.ListComp, cst.SetComp)):
            return self._comprehension(value, level)
        if isinstance(value, (cst.List, cst.Set, cst.Dict)):
            return self._items(value, level)
        return None

    # -- brackets ---------------------------------------------------------------------------------------------

    def _call(self, call: cst.Call, before: int, level: int) -> cst.Call:
        if not self._is_flat_list(call.args, call.whitespace_before_args) and not self._holds_one_line(call):
            return call
        bare = [arg.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=_NONE) for arg in call.args]
        one_line = ", ".join(self._text(arg) for arg in bare)
        magic = isinstance(call.args[-1].comma, cst.Comma)
        if self._fits(one_line, level + 1) and not magic and not self._holds_one_line(call):
            args = [*(arg.with_changes(comma=_COMMA) for arg in bare[:-1]), bare[-1].with_changes(comma=_NO_COMMA)]
            args[-1] = args[-1].with_changes(whitespace_after_arg=self._line(level))
            return call.with_changes(args=args, whitespace_before_args=self._line(level + 1))
        fitted = [self._arg(arg, level + 1) for arg in bare]
        ends = cst.Comma(whitespace_after=self._line(level))
        between = cst.Comma(whitespace_after=self._line(level + 1))
        args = [*(arg.with_changes(comma=between) for arg in fitted[:-1]), fitted[-1]]
        single = len(args) == 1
        args[-1] = (
            args[-1].with_changes(whitespace_after_arg=self._line(level))
            if single
            else args[-1].with_changes(comma=ends)
        )
        return call.with_changes(args=args, whitespace_before_args=self._line(level + 1))

    def _closed(self, call: cst.Call, level: int) -> cst.Call:
        """With the arguments behind the bracket again if they are on one line of their own, and have room there."""
        last = call.args[-1] if call.args else None
        if last is None or isinstance(last.comma, cst.Comma) or not self._holds_one_line(call):
            return call
        spaces = self._text(call.whitespace_before_args) + self._text(last.whitespace_after_arg)
        args = [*call.args[:-1], last.with_changes(whitespace_after_arg=_NONE)]
        closed = call.with_changes(args=args, whitespace_before_args=_NONE)
        line = self._text(closed.with_changes(func=cst.Name("_")))
        return closed if "#" not in spaces and self._fits(line, level) else call

    def _arg(self, arg: cst.Arg, level: int) -> cst.Arg:
        if self._fits(f"{self._text(arg)},", level):
            return arg
        before = len(self._text(arg)) - len(self._text(arg.value))
        return arg.with_changes(value=self.broken(arg.value, before, level))

    def _items(self, value: cst.List | cst.Set | cst.Dict, level: int) -> cst.BaseExpression | None:
        elements = value.elements
        if not elements or not self._is_flat(value):
            return None
        bare = [item.with_changes(comma=cst.MaybeSentinel.DEFAULT) for item in elements]
        between = cst.Comma(whitespace_after=self._line(level + 1))
        ends = cst.Comma(whitespace_after=self._line(level))
        items = [*(item.with_changes(comma=between) for item in bare[:-1]), bare[-1].with_changes(comma=ends)]
        return self._opened(value, level).with_changes(elements=items)

    def _comprehension(self, value: cst.ListComp | cst.SetComp, level: int) -> cst.BaseExpression | None:
        if not self._is_flat(value):
            return None
        clause = value.for_in.with_changes(whitespace_before=_NONE)
        one_line = f"{self._text(value.elt)} {self._text(clause)}"
        if self._fits(one_line, level + 1):
            return self._opened(value, level, closes=True)
        line = self._line(level + 1)
        clause = value.for_in.with_changes(
            whitespace_before=line, ifs=[item.with_changes(whitespace_before=line) for item in value.for_in.ifs]
        )
        return self._opened(value.with_changes(for_in=clause), level, closes=True)

    def _opened(self, value: cst.BaseExpression, level: int, *, closes: bool = False) -> cst.BaseExpression:
        """With a line's end behind the bracket that opens it, and before the one that closes it."""
        left = "lbrace" if isinstance(value, (cst.Set, cst.Dict, cst.SetComp)) else "lbracket"
        right = left.replace("l", "r", 1)
        opened = value.with_changes(**{left: getattr(value, left).with_changes(whitespace_after=self._line(level + 1))})
        space = self._line(level) if closes else _NONE
        return opened.with_changes(**{right: getattr(value, right).with_changes(whitespace_before=space)})

    def _in_parentheses(self, value: cst.BaseExpression, level: int) -> cst.BaseExpression:
        line = self._line(level + 1)
        if not self._fits(self._text(value), level + 1):
            value = self._at_operators(value, line)
        return value.with_changes(
            lpar=[cst.LeftParen(whitespace_after=line)], rpar=[cst.RightParen(whitespace_before=self._line(level))]
        )

    def _at_operators(self, value: cst.BaseExpression, line: cst.ParenthesizedWhitespace) -> cst.BaseExpression:
        if isinstance(value, cst.Await):
            return value.with_changes(expression=_at_dots(value.expression, line))
        if isinstance(value, cst.IfExp):
            return value.with_changes(whitespace_before_if=line, whitespace_before_else=line)
        if isinstance(value, cst.BooleanOperation):
            left = value.left
            same = isinstance(left, cst.BooleanOperation) and not left.lpar
            return value.with_changes(
                left=self._at_operators(left, line) if same else left,
                operator=value.operator.with_changes(whitespace_before=line),
            )
        return value

    # -- measures ---------------------------------------------------------------------------------------------

    def _line(self, level: int) -> cst.ParenthesizedWhitespace:
        return cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace(self._indent * level))

    def _fits(self, text: str, level: int) -> bool:
        return "\n" not in text and self._width(level) + len(text) <= self._limit

    def _width(self, level: int) -> int:
        return len(self._indent) * (self._depth + level)

    def _text(self, node: cst.CSTNode) -> str:
        return self._module.code_for_node(node)

    def _is_flat(self, node: cst.CSTNode) -> bool:
        return "\n" not in self._text(node)

    def _is_flat_list(self, args: Sequence[cst.Arg], space: cst.BaseParenthesizableWhitespace) -> bool:
        return isinstance(space, cst.SimpleWhitespace) and all(self._is_flat(arg) for arg in args)

    def _holds_one_line(self, call: cst.Call) -> bool:
        """Whether it is open already, with all arguments on one line of their own."""
        return isinstance(call.whitespace_before_args, cst.ParenthesizedWhitespace) and all(
            "\n" not in self._text(arg.with_changes(whitespace_after_arg=_NONE)) for arg in call.args
        )


def _calls(value: cst.BaseExpression) -> int:
    """The number of method calls in a chain."""
    if isinstance(value, cst.Attribute):
        return _calls(value.value)
    if isinstance(value, cst.Call):
        return _calls(value.func) + isinstance(value.func, cst.Attribute)
    return 0


def _at_dots(value: cst.BaseExpression, line: cst.ParenthesizedWhitespace) -> cst.BaseExpression:
    """A chain with each method call but the first on a line of its own."""
    if not isinstance(value, cst.Call) or not isinstance(value.func, cst.Attribute) or _calls(value) < 2:
        return value
    called = value.func
    dot = called.dot.with_changes(whitespace_before=line)
    return value.with_changes(func=called.with_changes(value=_at_dots(called.value, line), dot=dot))


_NONE = cst.SimpleWhitespace("")
_COMMA = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
_NO_COMMA = cst.MaybeSentinel.DEFAULT
