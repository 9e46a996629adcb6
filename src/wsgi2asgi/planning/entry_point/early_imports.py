"""Imports in asgi.py that need Django's apps although nothing has loaded them yet."""

from __future__ import annotations

from collections import deque

from wsgi2asgi.analysis.facts.values import FileFacts, Import
from wsgi2asgi.analysis.program.program import Program


def imports_of_models(program: Program, path: str) -> tuple[str, ...]:
    """Dotted names imported in a file from project modules whose import reaches a module with models."""
    facts = program.files.get(path)
    if facts is None:
        return ()
    found = []
    for item in facts.imports:
        if item.function or item.type_checking:
            continue
        module = absolute(facts, item)
        if any(
            name in program.modules and _reaches_models(program, name) for name in (f"{module}.{item.name}", module)
        ):
            found.append(f"{module}.{item.name}" if item.name else _bound(item, module))
    return tuple(dict.fromkeys(found))


def absolute(facts: FileFacts, item: Import) -> str:
    """The module an import names, relative dots resolved."""
    if not item.level:
        return item.module
    parts = facts.module.split(".")
    keep = len(parts) - item.level + (1 if facts.is_package else 0)
    return ".".join([*parts[:keep], *([item.module] if item.module else [])])


def _bound(item: Import, module: str) -> str:
    """``import a.b`` binds ``a``; ``import a.b as c`` stands for ``a.b``."""
    return item.bound if item.bound == module.split(".")[0] else module


def _reaches_models(program: Program, module: str) -> bool:
    """Whether importing a module imports models, its own or another's, at its top level."""
    queue, seen = deque([module]), {module}
    models = {name.rpartition(".")[0] for name in program.models}
    while queue:
        name = queue.popleft()
        if name in models or name.endswith(".models"):
            return True
        facts = program.files.get(program.modules.get(name, ""))
        for item in facts.imports if facts else ():
            if item.function or item.type_checking:
                continue
            target = absolute(facts, item) if facts else ""
            for candidate in (f"{target}.{item.name}", target):
                if candidate not in seen:
                    seen.add(candidate)
                    queue.append(candidate)
    return False
