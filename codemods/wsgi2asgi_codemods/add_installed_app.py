"""Put an app into ``INSTALLED_APPS``, at its head or its end, in the literal it is made of.

https://docs.djangoproject.com/en/5.2/ref/settings/#installed-apps
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.reading.settings import Sequenced, base_assignment, listed, sequences, value_of
from wsgi2asgi_codemods.reading.strings import preferred_quote, quoted
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.elements import insert

_THIRD_PARTY = re.compile(r"third.?party|external|vendor", re.IGNORECASE)


class AddInstalledApp(CodemodCommand):
    """Adds one app unless it, or an ``AppConfig`` of its package, is listed already."""

    DESCRIPTION = "Put an app into INSTALLED_APPS."

    def __init__(self, context: CodemodContext, app: str, first: bool = False) -> None:
        """``first``: before all others (apps found earlier win: templates, commands); else behind them."""
        super().__init__(context)
        self._app = app
        self._first = first

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Raises Refused where the file does not assign the setting, or not from list literals."""
        if any(name == self._app or name.startswith(f"{self._app}.apps.") for name in listed(tree)):
            return tree
        base = base_assignment(tree, "INSTALLED_APPS")
        if base is None:
            raise Refused(f"INSTALLED_APPS is not assigned here, or only under a condition: add {self._app!r} by hand")
        target = self._target(tree, sequences(tree, base.value))
        app = quoted(self._app, preferred_quote(target, tree))
        replaced = tree.deep_replace(target, insert(target, 0 if self._first else len(target.elements), app))
        return cst.ensure_type(replaced, cst.Module)

    def _target(self, tree: cst.Module, parts: Sequence[Sequenced | None]) -> Sequenced:
        """The very first literal, or the list of third-party apps where there is one, else the last literal."""
        known = [part for part in parts if part is not None]
        if not known or (self._first and parts[0] is None):
            raise Refused(
                f"INSTALLED_APPS is not made of lists or tuples that stand in this file: add {self._app!r} by hand"
            )
        if self._first:
            return known[0]
        foreign = [value for value in value_of(tree, _THIRD_PARTY) if value in known]
        return cast("Sequenced", foreign[0]) if foreign else known[-1]
