"""Mend an asgi.py that serves a WSGI application: under the wrong import, or wrapped in WSGI middleware.

A slip often seen: ``from django.core.asgi import get_asgi_application`` above ``application = get_wsgi_application()``.
https://docs.djangoproject.com/en/stable/howto/deployment/asgi/
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext
from libcst.metadata import MetadataWrapper, PositionProvider

from wsgi2asgi_codemods.reading.application import Applications
from wsgi2asgi_codemods.reading.callables import Translate
from wsgi2asgi_codemods.reading.names import Imports, bindings
from wsgi2asgi_codemods.reading.notes import Note
from wsgi2asgi_codemods.writing.pruning import prune
from wsgi2asgi_codemods.writing.unwrapping import Unwrapping


class ServeAsgiApplication(CodemodCommand):
    """Replaces Django's WSGI callables by their ASGI counterparts and takes WSGI wrappers off."""

    DESCRIPTION = "Serve an ASGI application in asgi.py."

    def __init__(self, context: CodemodContext, wsgi_wrappers: Sequence[str] = ()) -> None:
        """``wsgi_wrappers``: dotted names known to be WSGI middleware; every other wrapper stays."""
        super().__init__(context)
        self._wrappers = frozenset(wsgi_wrappers)
        self.notes: tuple[Note, ...] = ()

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Changes nothing where no WSGI callable and none of the wrappers is used."""
        imports = Imports.of(tree)
        positions = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
        lines = {node: place.start.line for node, place in positions.items()}
        if self._wrappers & set(imports.bound.values()):
            unwrapping = Unwrapping(Applications(imports, only=self._wrappers), lines, strict=False)
            tree = prune(unwrapping.module(tree), unwrapping.served)
            self.notes = tuple(unwrapping.notes)
        return tree.visit(Translate(imports)).visit(_Once())


class _Once(cst.CSTTransformer):
    """A file that imported both callables imports the ASGI one once."""

    def __init__(self) -> None:
        super().__init__()
        self._seen = False

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom | cst.RemovalSentinel:
        targets = [item.target for item in bindings(original_node)]
        if targets != ["django.core.asgi.get_asgi_application"]:
            return updated_node
        again, self._seen = self._seen, True
        return cst.RemoveFromParent() if again else updated_node
