"""``await``, with parentheses where the place needs them."""

from __future__ import annotations

import libcst as cst

SPACE = cst.SimpleWhitespace(" ")


def awaited(value: cst.BaseExpression, instead_of: cst.BaseExpression) -> cst.Await:
    """``await value`` inside the parentheses that ``instead_of`` stood in.

    Where an attribute, a call or an index follows, ``Parenthesise`` adds a pair later.
    """
    bare = value.with_changes(lpar=[], rpar=[]) if value.lpar and value.lpar == instead_of.lpar else value
    return cst.Await(bare, whitespace_after_await=SPACE, lpar=instead_of.lpar, rpar=instead_of.rpar)


def in_thread(names_sync_to_async: str, function: cst.BaseExpression, *, thread_sensitive: bool = True) -> cst.Call:
    """``sync_to_async(function)``."""
    arguments = [cst.Arg(function)]
    if not thread_sensitive:
        equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        arguments.append(cst.Arg(cst.Name("False"), keyword=cst.Name("thread_sensitive"), equal=equal))
    return cst.Call(cst.Name(names_sync_to_async), arguments)


class Parenthesise(cst.CSTTransformer):
    """Puts ``await x`` into parentheses where ``.``, ``(`` or ``[`` follows it, and takes them away behind ``not``."""

    def leave_UnaryOperation(
        self, original_node: cst.UnaryOperation, updated_node: cst.UnaryOperation
    ) -> cst.UnaryOperation:
        operator, value = updated_node.operator, updated_node.expression
        if not isinstance(operator, cst.Not) or operator.whitespace_after.empty or not isinstance(value, cst.Await):
            return updated_node
        return updated_node.with_changes(expression=value.with_changes(lpar=[], rpar=[]))

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> cst.Attribute:
        return updated_node.with_changes(value=_closed(updated_node.value))

    def leave_Subscript(self, original_node: cst.Subscript, updated_node: cst.Subscript) -> cst.Subscript:
        return updated_node.with_changes(value=_closed(updated_node.value))

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        return updated_node.with_changes(func=_closed(updated_node.func))


def _closed(value: cst.BaseExpression) -> cst.BaseExpression:
    if isinstance(value, cst.Await) and not value.lpar:
        return value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return value
