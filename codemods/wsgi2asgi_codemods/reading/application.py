"""Recognise the application object of an entry point, and what is wrapped round it."""

from __future__ import annotations

from dataclasses import dataclass, field

import libcst as cst

from wsgi2asgi_codemods.reading.callables import FACTORIES, STATIC_HANDLER
from wsgi2asgi_codemods.reading.names import Imports


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """An expression that makes or names the application, without its wrappers (outermost first)."""

    core: cst.BaseExpression
    wrappers: tuple[cst.Call, ...] = ()


@dataclass(slots=True)
class Applications:
    """The names that hold the application so far, and the judgement of expressions by them."""

    imports: Imports
    only: frozenset[str] | None = None  # take off only these wrappers, by dotted name; None: all
    names: set[str] = field(default_factory=set)
    wrapped: set[str] = field(default_factory=set)  # names that once held a wrapper we took off

    def unwrap(self, node: cst.BaseExpression) -> Unwrapped | None:
        """The application inside an expression; None where the expression is something else."""
        if isinstance(node, cst.Name):
            return Unwrapped(node) if node.value in self.names else None
        if not isinstance(node, cst.Call):
            return None
        if self.imports.resolve(node.func) in FACTORIES or self._is_slip(node.func):
            return Unwrapped(node)
        inner = [found for arg in node.args if not arg.star and (found := self.unwrap(arg.value))]
        if len(inner) != 1 or self._is_method(node.func):
            return None
        if self.wrapper_name(node) == STATIC_HANDLER:
            return Unwrapped(node)
        if self.only is not None and self.wrapper_name(node) not in self.only:
            return Unwrapped(node)
        return Unwrapped(inner[0].core, (node, *inner[0].wrappers))

    def wrapper_name(self, call: cst.Call) -> str:
        """The dotted name of a wrapper; of ``agent.wsgi_application()(app)`` that of the inner call."""
        func = call.func
        while isinstance(func, cst.Call):
            func = func.func
        return self.imports.resolve(func) or cst.Module([]).code_for_node(func)

    def _is_slip(self, func: cst.BaseExpression) -> bool:
        return isinstance(func, cst.Name) and func.value == "get_wsgi_application"

    def _is_method(self, func: cst.BaseExpression) -> bool:
        """``application.run(application)`` is no wrapping."""
        return isinstance(func, cst.Attribute) and self.unwrap(func.value) is not None
