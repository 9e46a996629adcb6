"""What names refer to: module scopes, imports, re-exports. Statically, without following values."""

from __future__ import annotations

import builtins
from collections.abc import Mapping

from wsgi2asgi.analysis.facts.values import FileFacts, FunctionFacts, Import
from wsgi2asgi.analysis.program.mentions import Mentions
from wsgi2asgi.analysis.program.modules import absolute
from wsgi2asgi.knowledge import django_names
from wsgi2asgi.knowledge.moved_names import unmoved

_BUILTINS = frozenset(dir(builtins))


class Names:
    """Resolves dotted names over the files of a project."""

    def __init__(self, files: Mapping[str, FileFacts], modules: Mapping[str, str]) -> None:
        self.files = files
        self.modules = modules
        self.mentions = Mentions(files.values())
        self._scopes: dict[str, dict[str, str]] = {}
        self._canonical: dict[str, str] = {}
        self._local_imports: dict[str, dict[str, dict[str, str]]] = {}

    def add(self, files: Mapping[str, FileFacts]) -> None:
        """Further files: nothing that was asked for until now depends on them."""
        self.files = dict(sorted({**self.files, **files}.items()))
        self.mentions = Mentions(self.files.values())

    def facts(self, module: str) -> FileFacts | None:
        """The file of a module."""
        path = self.modules.get(module)
        return self.files.get(path) if path is not None else None

    def scope(self, module: str) -> Mapping[str, str]:
        """What a module's own names stand for: ``{name: dotted}``; a variable stands for ``module.name``."""
        found = self._scopes.get(module)
        if found is None:
            found = self._scopes[module] = {}  # before it is filled: modules may import each other
            facts = self.facts(module)
            if facts is not None:
                self._fill(found, facts)
        return found

    def canonical(self, name: str) -> str:
        """The dotted name of the place of definition, following the project's re-exports and Django's."""
        found = self._canonical.get(name)
        if found is None:
            self._canonical[name] = name  # a cycle of imports ends here
            found = self._canonical[name] = self._follow(name)
        return found

    def resolve_text(self, facts: FileFacts, scope: str, text: str) -> str | None:
        """What the dotted ``text`` refers to where it stands in the function or class body ``scope``.

        None for a variable of an enclosing function, an undefined name, or no dotted name at all.
        """
        head, _, tail = text.partition(".")
        if not head:
            return None
        base = self._in_scopes(facts, scope, head)
        if base is None:
            return None
        return self.canonical(f"{base}.{tail}" if tail else base)

    def _in_scopes(self, facts: FileFacts, scope: str, name: str) -> str | None:
        at: str | None = scope
        while at:
            function = facts.by_qualname.get(at)
            if function is None:
                break
            if (function.kind != "class" or at == scope) and name in function.local:
                return self.local_target(facts, function, name)
            at = function.parent
        found = self.scope(facts.module).get(name)
        if found is None and name in _BUILTINS:
            return f"builtins.{name}"
        return found

    def local_target(self, facts: FileFacts, function: FunctionFacts, name: str) -> str | None:
        """What a name bound inside a function stands for, if an import, a def or a class binds it."""
        imported = self.local_imports(facts, function.qualname).get(name)
        if imported is not None:
            return imported
        separator = "." if function.kind == "class" else ".<locals>."
        nested = f"{function.qualname}{separator}{name}"
        return f"{facts.module}.{nested}" if nested in facts.by_qualname else None

    def local_imports(self, facts: FileFacts, qualname: str) -> Mapping[str, str]:
        """The names that imports inside one function bind."""
        tables = self._local_imports.get(facts.path)
        if tables is None:
            tables = self._local_imports[facts.path] = {}
            for item in facts.imports:
                if item.function and item.bound != "*":
                    tables.setdefault(item.function, {}).setdefault(item.bound, self.target(facts, item))
        return tables.get(qualname, {})

    def target(self, facts: FileFacts, item: Import) -> str:
        """The absolute dotted name an import binds (for ``*``: the module)."""
        module = absolute(facts, item.level, item.module)
        if item.name is None:
            return module if item.bound != module.split(".")[0] else item.bound
        return module if item.name == "*" else f"{module}.{item.name}"

    def star_names(self, module: str) -> Mapping[str, str]:
        """What ``from module import *`` binds."""
        facts = self.facts(module)
        if facts is None:
            return {}
        scope = self.scope(module)
        if facts.exports is not None:
            return {name: scope.get(name, f"{module}.{name}") for name in facts.exports}
        return {name: target for name, target in scope.items() if not name.startswith("_")}

    def _fill(self, scope: dict[str, str], facts: FileFacts) -> None:
        later: dict[str, str] = {}
        for item in facts.imports:
            if item.function:
                continue
            if item.bound == "*":
                for name, target in self.star_names(self.target(facts, item)).items():
                    scope[name] = target
            elif item.conditional and item.bound in scope:
                later.setdefault(item.bound, self.target(facts, item))
            else:
                scope[item.bound] = self.target(facts, item)
        body = facts.by_qualname[""]
        imported = {item.bound for item in facts.imports if not item.function}
        for name in sorted(body.local):
            if name in facts.by_qualname or name not in imported:
                scope[name] = f"{facts.module}.{name}"
        for name, target in later.items():
            scope.setdefault(name, target)

    def _follow(self, name: str) -> str:
        head, tail = (name, "") if not self._is_shadowed(name) else name.rpartition(".")[::2]
        while head:
            facts = self.facts(head)
            if facts is not None:
                return self._inside(facts, tail)
            head, _, last = head.rpartition(".")
            tail = f"{last}.{tail}" if tail else last
        return django_names.canonical(unmoved(name))

    def _is_shadowed(self, name: str) -> bool:
        """Whether a package binds something else to the name of its submodule.

        After ``from .archive import archive`` in ``views/__init__.py``, ``views.archive`` is the function.
        https://docs.python.org/3/reference/import.html#submodules
        """
        package, _, last = name.rpartition(".")
        if not package or self.facts(name) is None or self.facts(package) is None:
            return False
        return self.scope(package).get(last, name) != name

    def _inside(self, facts: FileFacts, tail: str) -> str:
        if not tail:
            return facts.module
        first, _, rest = tail.partition(".")
        own = f"{facts.module}.{first}"
        target = self.scope(facts.module).get(first, own)
        if target == own:
            return f"{own}.{rest}" if rest else own
        return self.canonical(f"{target}.{rest}" if rest else target)
