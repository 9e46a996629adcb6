"""Which dotted names the project's files have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from wsgi2asgi.analysis.facts.values import FileFacts


def leading_first(source_roots: Iterable[str], paths: Collection[str], settings: str, file: str) -> list[str]:
    """The source roots in the order in which they name files: inner ones first, but folders that are packages
    themselves last, except the one from which the module ``settings`` is the ``file``.

    With ``site/__init__.py``, ``site/manage.py`` and settings ``site.settings``, views are ``site.views``, as Django
    names them, although the folder of manage.py stands on sys.path.
    """

    def rank(root: str) -> tuple[bool, int]:
        stem = f"{root}/{settings.replace('.', '/')}".removeprefix("/")
        is_leading = file in (f"{stem}.py", f"{stem}/__init__.py")
        return (f"{root}/__init__.py" in paths and not is_leading, -len(root))

    return sorted(source_roots, key=rank)


def module_names(path: str, source_roots: Iterable[str]) -> tuple[str, ...]:
    """All dotted names a file can be imported by, in the order of the source roots.

    ``src/shop/views.py`` under the roots "src" and "" is ``shop.views``, then ``src.shop.views``.
    """
    names = []
    for root in source_roots:
        prefix = f"{root}/" if root else ""
        if path.startswith(prefix):
            parts = path[len(prefix) : -len(".py")].split("/")
            if parts[-1] == "__init__":
                parts.pop()
            if parts:
                names.append(".".join(parts))
    return tuple(dict.fromkeys(names)) or (path[: -len(".py")].replace("/", "."),)


def module_table(paths: Iterable[str], source_roots: Iterable[str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """(module of each path, path of each module name). Where two files claim a name, a package wins, then the first."""
    roots = tuple(source_roots) or ("",)
    own: dict[str, str] = {}
    table: dict[str, str] = {}
    aliases: list[tuple[str, str]] = []
    for path in sorted(paths, key=lambda path: (not path.endswith("__init__.py"), path)):
        first, *others = module_names(path, roots)
        own[path] = first if table.setdefault(first, path) == path else path[: -len(".py")].replace("/", ".")
        table.setdefault(own[path], path)
        aliases += [(name, path) for name in others]
    for name, path in aliases:
        table.setdefault(name, path)
    return own, table


def absolute(facts: FileFacts, level: int, module: str) -> str:
    """A module's name as a file imports it, its ``level`` leading dots resolved."""
    if not level:
        return module
    parts = facts.module.split(".")
    kept = parts[: len(parts) - level + int(facts.is_package)]
    return ".".join([*kept, *([module] if module else [])])
