"""Break an expression over lines: brackets first, then what stands in them item by item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import libcst as cst

from wsgi2asgi_codemods.writing.shifting import shifted

_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.GeneratorExp)
_BRACKETED = (cst.Dict, cst.List, cst.Set, cst.Tuple, cst.DictComp, cst.ListComp, cst.SetComp)
_JOINED_BY_TWO = (cst.BooleanOperation, cst.BinaryOperation)
_OPERATIONS = (*_JOINED_BY_TWO, cst.Comparison, cst.IfExp, cst.GeneratorExp)


class Breaker:
    """For the statements of a block that is ``depth`` levels deep.

    ``margin`` is what a line is indented by beyond its block: one level more for each bracket that is open.
    """

    def __init__(self, module: cst.Module, indent: str, depth: int, limit: int) -> None:
        self._module = module
        self._indent = indent
        self._depth = depth
        self._limit = limit

    def broken(self, value: cst.BaseExpression, before: int, margin: str = "") -> cst.BaseExpression:
        """The expression, which stands behind ``before`` characters, in lines that are short enough where that can
        be had."""
        if not value.lpar and self._is_flat(value):
            if isinstance(value, cst.Tuple):
                return self._items(value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()]), margin) or value
            if isinstance(value, (*_JOINED_BY_TWO, cst.GeneratorExp)) and margin:
                return self._at_operators(value, margin)
            if isinstance(value, _OPERATIONS) and not self._opens_in_time(value, before, margin):
                return self._in_parentheses(value, margin)
            if isinstance(value, cst.Await) and _calls(value) > 2:
                return self._in_parentheses(value, margin)
        if value.lpar and isinstance(value.lpar[0].whitespace_after, cst.ParenthesizedWhitespace):
            return value
        return self._at_last_bracket(value, before, margin) or value

    def inside(self, value: cst.BaseExpression, margin: str) -> cst.BaseExpression:
        """The same for an expression that stands between parentheses of its own, on a line indented by ``margin``."""
        if isinstance(value, _OPERATIONS) or _calls(value) > 1:
            return self._at_operators(value, margin)
        return self.broken(value, 0, margin)

    def signature(self, function: cst.FunctionDef) -> cst.FunctionDef:
        """The function with its parameters on a line of their own, or one a line."""
        before, line = function.whitespace_before_params, self._text(function.params)
        if not line or "\n" in line or not isinstance(before, cst.SimpleWhitespace):
            return function
        if not self._fits(line, self._indent) or line.endswith(","):
            texts = (self._text(item).strip(" ,") for item in _parameters(function.params))
            line = "".join(f"{text},\n{self._indent}" for text in texts).rstrip()
        opened = cst.parse_statement(f"def _(\n{self._indent}{line}\n): ...\n", self._module.config_for_parsing)
        assert isinstance(opened, cst.FunctionDef)
        return function.with_changes(params=opened.params, whitespace_before_params=opened.whitespace_before_params)

    def _at_last_bracket(self, value: cst.BaseExpression, before: int, margin: str) -> cst.BaseExpression | None:
        """With its last bracket opened over lines; None where it has none that holds anything."""
        if value.lpar and isinstance(value, _OPERATIONS):
            return self._in_parentheses(value, margin) if self._is_flat(value) else None
        if followed := _followed(value):
            name, child, width = followed
            inner = self._at_last_bracket(child, before + width, margin)
            return value.with_changes(**{name: inner}) if inner else None
        if isinstance(value, cst.Comparison):
            last = value.comparisons[-1]
            inner = self._at_last_bracket(last.comparator, before, margin)
            return (
                value.with_changes(comparisons=[*value.comparisons[:-1], last.with_changes(comparator=inner)])
                if inner
                else None
            )
        if isinstance(value, cst.Call):
            opens_in_time = self._width(margin) + before + len(self._text(value.func)) < self._limit
            if value.args and (opens_in_time or not self._is_flat(value.func)):
                return self._call(value, before, margin)
            inner = self._at_last_bracket(value.func, before, margin)
            if inner is None:
                return self._call(value, before, margin) if value.args else None
            return self._closed(value, margin).with_changes(func=inner)
        if isinstance(value, (cst.ListComp, cst.SetComp)):
            return self._comprehension(value, margin)
        if isinstance(value, (cst.List, cst.Set, cst.Dict, cst.Tuple)):
            return self._items(value, margin)
        return None

    # -- brackets ---------------------------------------------------------------------------------------------

    def _call(self, call: cst.Call, before: int, margin: str) -> cst.Call:
        if not self._is_flat_list(call.args, call.whitespace_before_args) and not self._holds_one_line(call):
            return self._behind_the_bracket(call, margin)
        bare = [arg.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=_NONE) for arg in call.args]
        one_line = ", ".join(self._text(arg) for arg in bare)
        magic = isinstance(call.args[-1].comma, cst.Comma)
        if self._fits(one_line, margin + self._indent) and not magic and not self._holds_one_line(call):
            args = [*(arg.with_changes(comma=_COMMA) for arg in bare[:-1]), bare[-1].with_changes(comma=_NO_COMMA)]
            args[-1] = args[-1].with_changes(whitespace_after_arg=self._line(margin))
            return call.with_changes(args=args, whitespace_before_args=self._line(margin + self._indent))
        fitted = [self._item(arg, margin + self._indent) for arg in bare]
        ends = cst.Comma(whitespace_after=self._line(margin))
        between = cst.Comma(whitespace_after=self._line(margin + self._indent))
        args = [*(arg.with_changes(comma=between) for arg in fitted[:-1]), fitted[-1]]
        single = len(args) == 1
        args[-1] = (
            args[-1].with_changes(whitespace_after_arg=self._line(margin))
            if single
            else args[-1].with_changes(comma=ends)
        )
        return call.with_changes(args=args, whitespace_before_args=self._line(margin + self._indent))

    def _behind_the_bracket(self, call: cst.Call, margin: str) -> cst.Call:
        """With a line's end behind the bracket that opens it, if only its last argument spans lines."""
        *others, last = call.args
        if not self._is_flat_list(others, call.whitespace_before_args) or not isinstance(last.value, _BRACKETED):
            return call
        last = shifted(last, len(self._indent))
        return call.with_changes(args=[*others, last], whitespace_before_args=self._line(margin + self._indent))

    def _closed(self, call: cst.Call, margin: str) -> cst.Call:
        """With the arguments behind the bracket again if they are on one line of their own, and have room there."""
        last = call.args[-1] if call.args else None
        if last is None or isinstance(last.comma, cst.Comma) or not self._holds_one_line(call):
            return call
        spaces = self._text(call.whitespace_before_args) + self._text(last.whitespace_after_arg)
        args = [*call.args[:-1], last.with_changes(whitespace_after_arg=_NONE)]
        closed = call.with_changes(args=args, whitespace_before_args=_NONE)
        line = self._text(closed.with_changes(func=cst.Name("_")))
        return closed if "#" not in spaces and self._fits(line, margin) else call

    def _item(self, item: Any, margin: str) -> Any:
        if self._fits(f"{self._text(item)},", margin):
            return item
        before = len(self._text(item)) - len(self._text(item.value))
        return item.with_changes(value=self.broken(item.value, before, margin))

    def _items(self, value: cst.List | cst.Set | cst.Dict | cst.Tuple, margin: str) -> cst.BaseExpression | None:
        elements = value.elements
        if not elements or not self._is_flat(value):
            return None
        bare = [item.with_changes(comma=cst.MaybeSentinel.DEFAULT) for item in elements]
        between = cst.Comma(whitespace_after=self._line(margin + self._indent))
        if len(bare) == 1 and not isinstance(value, cst.Tuple) and not isinstance(elements[0].comma, cst.Comma):
            only = self._item(bare[0], margin + self._indent)
            return self._opened(value, margin, closes=True).with_changes(elements=[only])
        bare = [self._item(item, margin + self._indent) for item in bare]
        ends = cst.Comma(whitespace_after=self._line(margin))
        items = [*(item.with_changes(comma=between) for item in bare[:-1]), bare[-1].with_changes(comma=ends)]
        return self._opened(value, margin).with_changes(elements=items)

    def _comprehension(self, value: cst.ListComp | cst.SetComp, margin: str) -> cst.BaseExpression | None:
        if not self._is_flat(value):
            return None
        clause = value.for_in.with_changes(whitespace_before=_NONE)
        one_line = f"{self._text(value.elt)} {self._text(clause)}"
        if self._fits(one_line, margin + self._indent):
            return self._opened(value, margin, closes=True)
        line = self._line(margin + self._indent)
        clause = value.for_in.with_changes(
            whitespace_before=line, ifs=[item.with_changes(whitespace_before=line) for item in value.for_in.ifs]
        )
        return self._opened(value.with_changes(for_in=clause), margin, closes=True)

    def _opened(self, value: cst.BaseExpression, margin: str, *, closes: bool = False) -> cst.BaseExpression:
        """With a line's end behind the bracket that opens it, and before the one that closes it."""
        inside, outside = self._line(margin + self._indent), self._line(margin) if closes else _NONE
        if isinstance(value, cst.Tuple):
            return value.with_changes(lpar=[cst.LeftParen(inside)], rpar=[cst.RightParen(outside)])
        left = "lbrace" if isinstance(value, (cst.Set, cst.Dict, cst.SetComp)) else "lbracket"
        right = left.replace("l", "r", 1)
        opened = value.with_changes(**{left: getattr(value, left).with_changes(whitespace_after=inside)})
        return opened.with_changes(**{right: getattr(value, right).with_changes(whitespace_before=outside)})

    def _in_parentheses(self, value: cst.BaseExpression, margin: str) -> cst.BaseExpression:
        deeper = margin + self._indent
        bare = value.with_changes(lpar=[], rpar=[])
        if not self._fits(self._text(bare), deeper):
            value = self._at_operators(value, deeper)
        left, right = cst.LeftParen(self._line(deeper)), cst.RightParen(self._line(margin))
        return value.with_changes(lpar=[left], rpar=[right])

    def _at_operators(self, value: cst.BaseExpression, margin: str) -> cst.BaseExpression:
        line = self._line(margin)
        if isinstance(value, cst.Await):
            return value.with_changes(expression=_at_dots(value.expression, line))
        if isinstance(value, cst.Call):
            return _at_dots(value, line)
        if isinstance(value, cst.IfExp):
            return value.with_changes(whitespace_before_if=line, whitespace_before_else=line)
        if isinstance(value, cst.GeneratorExp):
            ifs = [item.with_changes(whitespace_before=line) for item in value.for_in.ifs]
            return value.with_changes(for_in=value.for_in.with_changes(whitespace_before=line, ifs=ifs))
        if isinstance(value, _JOINED_BY_TWO):
            left = value.left
            same = isinstance(left, type(value)) and not left.lpar
            return value.with_changes(
                left=self._at_operators(left, margin) if same else self._operand(left, 0, margin),
                operator=value.operator.with_changes(whitespace_before=line),
                right=self._operand(value.right, len(self._text(value.operator).lstrip()), margin),
            )
        return value

    def _operand(self, value: cst.BaseExpression, before: int, margin: str) -> cst.BaseExpression:
        if self._fits(" " * before + self._text(value), margin) or not self._is_flat(value):
            return value
        return self._at_last_bracket(value, before, margin) or value

    # -- measures ---------------------------------------------------------------------------------------------

    def _line(self, margin: str) -> cst.ParenthesizedWhitespace:
        return cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace(margin))

    def _fits(self, text: str, margin: str) -> bool:
        return "\n" not in text and self._width(margin) + len(text) <= self._limit

    def _width(self, margin: str) -> int:
        return len(self._indent) * self._depth + len(margin)

    def _text(self, node: cst.CSTNode) -> str:
        return self._module.code_for_node(node)

    def _is_flat(self, node: cst.CSTNode) -> bool:
        return "\n" not in self._text(node)

    def _is_flat_list(self, args: Sequence[cst.Arg], space: cst.BaseParenthesizableWhitespace) -> bool:
        return isinstance(space, cst.SimpleWhitespace) and all(self._is_flat(arg) for arg in args)

    def _opens_in_time(self, value: cst.BaseExpression, before: int, margin: str) -> bool:
        """Whether an operation has one operator, and a last operand whose bracket can be opened on the first line."""
        if isinstance(getattr(value, "left", None), type(value)):
            return False
        opened = self._at_last_bracket(value, before, margin)
        if opened is None or opened is value or self._text(value).endswith("()"):
            return False
        return self._fits(" " * before + self._text(opened).partition("\n")[0], margin)

    def _holds_one_line(self, call: cst.Call) -> bool:
        """Whether it is open already, with all arguments on one line of their own."""
        return isinstance(call.whitespace_before_args, cst.ParenthesizedWhitespace) and all(
            "\n" not in self._text(arg.with_changes(whitespace_after_arg=_NONE)) for arg in call.args
        )


def _followed(value: cst.BaseExpression) -> tuple[str, cst.BaseExpression, int] | None:
    """For an expression that ends in another one, or is one and a short end: the field that holds it, what it holds,
    and the width of what stands before it at least."""
    match value:
        case cst.Await():
            return "expression", value.expression, len("await ")
        case cst.UnaryOperation():
            return "expression", value.expression, 0
        case cst.Lambda():
            return "body", value.body, len("lambda: ")
        case cst.NamedExpr():
            return "value", value.value, 0
        case cst.BinaryOperation() | cst.BooleanOperation():
            return "right", value.right, 0
        case cst.Attribute() | cst.Subscript():
            return "value", value.value, 0
    return None


def _parameters(parameters: cst.Parameters) -> Iterator[cst.CSTNode]:
    """As they stand, the signs between them too."""
    yield from parameters.posonly_params
    if isinstance(parameters.posonly_ind, cst.ParamSlash):
        yield parameters.posonly_ind
    yield from parameters.params
    if isinstance(parameters.star_arg, (cst.Param, cst.ParamStar)):
        yield parameters.star_arg
    yield from parameters.kwonly_params
    if parameters.star_kwarg is not None:
        yield parameters.star_kwarg


def _calls(value: cst.BaseExpression) -> int:
    """The number of method calls in a chain."""
    if isinstance(value, cst.Await):
        return _calls(value.expression)
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
