"""Imports in asgi.py that need Django's apps although nothing has loaded them yet."""

from __future__ import annotations

from wsgi2asgi.analysis.facts.values import Import
from wsgi2asgi.analysis.program.import_time import loads_apps, needs_apps, top_level
from wsgi2asgi.analysis.program.modules import absolute
from wsgi2asgi.analysis.program.program import Program


def early_imports(program: Program, path: str) -> tuple[str, ...]:
    """Dotted names that a file imports above the call that loads the apps, and whose import leads to models."""
    facts = program.files.get(path)
    loaded = loads_apps(program, path) if facts else None
    if facts is None or loaded is None:
        return ()
    early = [item for item in top_level(facts) if item.span[:2] < loaded and needs_apps(program, facts, item)]
    return tuple(dict.fromkeys(_named(item, absolute(facts, item.level, item.module)) for item in early))


def _named(item: Import, module: str) -> str:
    """As a codemod names a binding: ``import a.b`` binds ``a``, ``import a.b as c`` and ``from a import b`` ``a.b``."""
    if item.name:
        return f"{module}.{item.name}"
    return item.bound if item.bound == module.split(".")[0] else module
