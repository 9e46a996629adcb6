"""Django's WSGI entry points and the ASGI ones that stand in their place.

https://docs.djangoproject.com/en/stable/howto/deployment/asgi/ and, for django-configurations,
https://django-configurations.readthedocs.io/en/stable/changes/ (2.2: ASGI support).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import libcst as cst

from wsgi2asgi_codemods.reading.names import Imports, bindings, dotted, imported_module

#: What makes the application: called without more, the result is the application.
FACTORIES = frozenset(
    {
        "django.core.wsgi.get_wsgi_application",
        "configurations.wsgi.get_wsgi_application",
        "django.core.handlers.wsgi.WSGIHandler",
        "django.core.asgi.get_asgi_application",
        "configurations.asgi.get_asgi_application",
        "django.core.handlers.asgi.ASGIHandler",
    }
)
_MODULES = ("django.core.wsgi", "configurations.wsgi", "django.core.handlers.wsgi")
#: The one wrapper that has a namesake: https://docs.djangoproject.com/en/5.2/ref/contrib/staticfiles/
STATIC_HANDLER = "django.contrib.staticfiles.handlers.StaticFilesHandler"
_WORDS = {
    "wsgi": "asgi",
    "get_wsgi_application": "get_asgi_application",
    "WSGIHandler": "ASGIHandler",
    "StaticFilesHandler": "ASGIStaticFilesHandler",
}


def speaks_wsgi(name: str | None) -> bool:
    """Whether a dotted name lies in one of the modules that have an ASGI counterpart."""
    return name is not None and (name in _MODULES or name.rpartition(".")[0] in _MODULES or name == STATIC_HANDLER)


def _translated(node: cst.BaseExpression) -> cst.BaseExpression:
    """``django.core.wsgi.get_wsgi_application`` word by word; other words stay."""
    if isinstance(node, cst.Name):
        return node.with_changes(value=_WORDS.get(node.value, node.value))
    if isinstance(node, cst.Attribute):
        return node.with_changes(value=_translated(node.value), attr=_translated(node.attr))
    return node


class Translate(cst.CSTTransformer):
    """Renames Django's WSGI callables to their ASGI counterparts, in imports and wherever they are used."""

    def __init__(self, imports: Imports) -> None:
        super().__init__()
        self._imports = imports

    def leave_ImportFrom(self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom) -> cst.ImportFrom:
        """``from django.core.wsgi import get_wsgi_application``, ``from django.core import wsgi``."""
        if isinstance(original_node.names, cst.ImportStar) or updated_node.module is None:
            return updated_node
        if not any(speaks_wsgi(item.target) for item in bindings(original_node)):
            return updated_node
        module = updated_node.module
        if speaks_wsgi(imported_module(original_node)):
            module = cast("cst.Name | cst.Attribute", _translated(module))
        return updated_node.with_changes(module=module, names=_aliases(original_node.names))

    def leave_Import(self, original_node: cst.Import, updated_node: cst.Import) -> cst.Import:
        """``import django.core.handlers.wsgi``."""
        names = [alias if dotted(alias.name) not in _MODULES else _alias(alias) for alias in original_node.names]
        return updated_node.with_changes(names=names)

    def visit_Import(self, node: cst.Import) -> bool:
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> cst.BaseExpression:
        """``django.core.wsgi.get_wsgi_application`` and ``wsgi.get_wsgi_application``."""
        return _translated(original_node) if self._is_wsgi(original_node) else updated_node

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        """``get_wsgi_application``, also where only its ASGI namesake was imported (a slip often seen)."""
        if self._is_wsgi(original_node) or self._is_unbound_slip(original_node):
            return _translated(updated_node)
        return updated_node

    def _is_wsgi(self, node: cst.BaseExpression) -> bool:
        name = self._imports.resolve(node)
        return name is not None and speaks_wsgi(name) and name.rpartition(".")[2] in _WORDS and name not in _MODULES

    def _is_unbound_slip(self, node: cst.Name) -> bool:
        bound = self._imports.bound
        return node.value == "get_wsgi_application" and node.value not in bound and _WORDS[node.value] in bound


def _aliases(names: Sequence[cst.ImportAlias] | cst.ImportStar) -> Sequence[cst.ImportAlias]:
    assert not isinstance(names, cst.ImportStar)
    return [_alias(alias) for alias in names]


def _alias(alias: cst.ImportAlias) -> cst.ImportAlias:
    text = cst.Module([]).code_for_node(alias.name)
    if text.rpartition(".")[2] in _WORDS and (text in _WORDS or text in _MODULES):
        return alias.with_changes(name=_translated(alias.name))
    return alias
