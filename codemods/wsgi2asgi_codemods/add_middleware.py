"""Put a middleware into ``MIDDLEWARE`` right behind another one.

https://docs.djangoproject.com/en/5.2/ref/middleware/#middleware-ordering
"""

from __future__ import annotations

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.reading.settings import base_assignment, listed, sequences
from wsgi2asgi_codemods.reading.strings import literal, preferred_quote, quoted
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.elements import insert


class AddMiddleware(CodemodCommand):
    """Adds one middleware unless the file lists it already."""

    DESCRIPTION = "Put a middleware into MIDDLEWARE."

    def __init__(self, context: CodemodContext, middleware: str, after: str) -> None:
        """``after``: the middleware it follows; where that is not listed it becomes the first."""
        super().__init__(context)
        self._middleware = middleware
        self._after = after

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Raises Refused where the file does not assign the setting, or not from list literals."""
        if self._middleware in listed(tree):
            return tree
        base = base_assignment(tree, "MIDDLEWARE")
        if base is None:
            raise Refused("MIDDLEWARE is not assigned here, or only under a condition")
        found = [part for part in sequences(tree, base.value) if part is not None]
        if not found:
            raise Refused("MIDDLEWARE is not made of lists or tuples that stand in this file")
        target, index = found[0], 0
        for sequence in found:
            names = [literal(element.value) for element in sequence.elements]
            if self._after in names:
                target, index = sequence, names.index(self._after) + 1
        value = quoted(self._middleware, preferred_quote(target, tree))
        replaced = tree.deep_replace(target, insert(target, index, value))
        return cst.ensure_type(replaced, cst.Module)
