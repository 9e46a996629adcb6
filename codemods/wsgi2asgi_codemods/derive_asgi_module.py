"""Make of a wsgi.py the asgi.py that does the same.

Kept in order and with its comments: environment loading, path set-up, tracing, warnings filters, the settings
default. Taken out, each with a note: WSGI middleware round the application (it cannot wrap an ASGI application),
monkey patching for gevent and eventlet, a development server under ``__main__``; without one, comments on a WSGI
server and code commented out. Refused: anything else that uses
the application object, because it was written for WSGI.

https://docs.djangoproject.com/en/stable/howto/deployment/asgi/
"""

from __future__ import annotations

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext
from libcst.metadata import MetadataWrapper, PositionProvider

from wsgi2asgi_codemods.reading.application import Applications
from wsgi2asgi_codemods.reading.callables import Translate
from wsgi2asgi_codemods.reading.entry_text import (
    TEMPLATE,
    asgi_comments,
    asgi_prose,
    docs_version,
    project_of,
    without_loose_notes,
)
from wsgi2asgi_codemods.reading.names import Imports
from wsgi2asgi_codemods.reading.notes import Note
from wsgi2asgi_codemods.reading.obvious import Obvious, read_obvious
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.pruning import prune
from wsgi2asgi_codemods.writing.unwrapping import Unwrapping


class DeriveAsgiModule(CodemodCommand):
    """Turns the tree of a wsgi.py into that of the asgi.py beside it."""

    DESCRIPTION = "Make of a wsgi.py the asgi.py that does the same."

    def __init__(self, context: CodemodContext, project: str, django: str | None = None) -> None:
        """``project``: its name where the docstring gives none. ``django``: "5.2", or None where it is unknown."""
        super().__init__(context)
        self._project = project
        self._django = django
        self.notes: tuple[Note, ...] = ()

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Where wsgi.py holds nothing of its own, the result is what ``startproject`` writes."""
        plain = cst.parse_module(tree.code.replace("\r\n", "\n"))
        text = self._derived(plain).rstrip() + "\n"
        return cst.parse_module(text.replace("\n", tree.default_newline))

    def _derived(self, tree: cst.Module) -> str:
        docs = docs_version(tree.code, self._django)
        obvious = read_obvious(tree)
        if obvious is not None:
            return self._startproject(tree, obvious, docs)
        imports = Imports.of(tree)
        unwrapping = Unwrapping(Applications(imports), self._lines(tree))
        unwrapped = unwrapping.module(tree)
        if not unwrapping.applications.names:
            raise Refused("nothing in it makes an application with get_wsgi_application()")
        self.notes = tuple(unwrapping.notes)
        pruned = prune(unwrapped, unwrapping.served)
        translated = pruned.visit(Translate(imports)).visit(_Prose(docs))
        return asgi_comments(without_loose_notes(translated.code))

    def _startproject(self, tree: cst.Module, obvious: Obvious, docs: str) -> str:
        project = project_of(tree.get_docstring(clean=False)) or self._project
        return TEMPLATE.format(project=project, docs=docs, quote=obvious.quote, settings=obvious.settings)

    def _lines(self, tree: cst.Module) -> dict[cst.CSTNode, int]:
        positions = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
        return {node: place.start.line for node, place in positions.items()}


class _Prose(cst.CSTTransformer):
    """Rewords the strings that stand alone at the top level: the docstring, wherever it is put."""

    def __init__(self, docs: str) -> None:
        super().__init__()
        self._docs = docs

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> bool:
        return False

    def leave_Expr(self, original_node: cst.Expr, updated_node: cst.Expr) -> cst.Expr:
        value = updated_node.value
        if not isinstance(value, cst.SimpleString):
            return updated_node
        return updated_node.with_changes(value=value.with_changes(value=asgi_prose(value.value, self._docs)))
