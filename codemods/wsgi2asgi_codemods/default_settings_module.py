"""Name the settings module in an entry point that relies on the environment to do so.

https://docs.djangoproject.com/en/stable/howto/deployment/asgi/#configuring-the-settings-module
"""

from __future__ import annotations

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.reading.entry_point import apps_loaded_at
from wsgi2asgi_codemods.reading.names import Imports
from wsgi2asgi_codemods.reading.strings import preferred_quote, quoted
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.adding_imports import Needed, add_imports
from wsgi2asgi_codemods.writing.before import insert_before

_VARIABLE = "DJANGO_SETTINGS_MODULE"


class DefaultSettingsModule(CodemodCommand):
    """Adds ``os.environ.setdefault("DJANGO_SETTINGS_MODULE", ...)`` above the first line that needs settings."""

    DESCRIPTION = "Name the settings module in an entry point."

    def __init__(self, context: CodemodContext, settings: str) -> None:
        """``settings``: the module, ``shop.settings``."""
        super().__init__(context)
        self._settings = settings

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Changes nothing where the file speaks of the variable. Raises Refused where it makes no application."""
        if _VARIABLE in tree.code:
            return tree
        imports = Imports.of(tree)
        index = apps_loaded_at(tree, imports)
        if index is None:
            raise Refused("no line makes the application, so there is no place for the settings module")
        quote = preferred_quote(tree)
        variable, settings = (quoted(text, quote).value for text in (_VARIABLE, self._settings))
        line = cst.parse_statement(f"os.environ.setdefault({variable}, {settings})", config=tree.config_for_parsing)
        changed = insert_before(tree, index, [line])
        return changed if imports.bound.get("os") == "os" else add_imports(changed, {Needed("os"): "os"})
