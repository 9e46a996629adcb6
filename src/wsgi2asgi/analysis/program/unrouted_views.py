"""What looks like a view where no route could be followed to it: routes made at run time may lead there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.static import Body

VIEW = "django.views.generic.base.View"
DRF_CLASS = "rest_framework.views.APIView"


class UnroutedViews:
    """Functions of views modules, and view classes."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.names = definitions.names

    def beside(self, routed: Mapping[str, object]) -> Iterator[str]:
        """Dotted names, those of ``routed`` left out where they are functions."""
        functions = {item.name for item in self.definitions.functions.values() if self._looks_like_view(item)}
        candidates = functions - routed.keys()
        yield from sorted(candidates - self._called(candidates))
        classes = [cls for cls in self.definitions.classes.values() if self._is_source(cls.path)]
        views = [cls for cls in classes if not cls.facts.parent and self._looks_like_view_class(cls)]
        derived_from = {base for cls in classes for base in cls.lineage[1:]}
        handed_on = self._handed_on({cls.name for cls in views} & derived_from)
        yield from (cls.name for cls in views if cls.name not in derived_from or cls.name in handed_on)

    def _is_source(self, path: str) -> bool:
        return self.names.files[path].role == "source"

    def _looks_like_view(self, function: Function) -> bool:
        """A function at the top of ``views.py`` or of a file in ``views/`` whose first parameter is ``request``."""
        facts = function.facts
        folders = function.path[: -len(".py")].split("/")
        if facts.kind != "function" or facts.parent != "" or "#" in facts.qualname or facts.name.startswith("_"):
            return False
        in_views = folders[-1] == "views" or "views" in folders[:-1]
        takes_request = bool(facts.parameters) and facts.parameters[0].name == "request"
        return in_views and takes_request and self._is_source(function.path)

    def _looks_like_view_class(self, cls: Class) -> bool:
        """A View, or a class called so whose last base, called so too, cannot be seen."""
        if self.definitions.derives(cls.name, VIEW, DRF_CLASS):
            return True
        ends = (cls.name, *cls.bases[-1:], *cls.lineage[-1:])
        return cls.has_unknown_base and all(name.endswith("View") for name in ends)

    def _called(self, candidates: set[str]) -> set[str]:
        """Which of these functions the project's own code calls: helpers that are handed the request."""
        called: set[str] = set()
        for body in self._bodies_mentioning(candidates):
            calls = (index for index, op in enumerate(body.ops) if op.kind == "call")
            called.update(name for index in calls if (name := body.callee(index)) in candidates)
        return called

    def _handed_on(self, candidates: set[str]) -> set[str]:
        """Which of these classes are more than bases: stored, listed, or asked for ``as_view``."""
        found: set[str] = set()
        for body in self._bodies_mentioning(candidates):
            for op in body.ops:
                if op.kind in ("store", "collection") or (op.kind == "attr" and op.name == "as_view"):
                    found.update(name for index in op.inputs if (name := body.dotted(index)) in candidates)
        return found

    def _bodies_mentioning(self, candidates: set[str]) -> Iterator[Body]:
        """All functions of the files that mention one of the names by its last part."""
        short = {name.rpartition(".")[2] for name in candidates}
        for facts in self.names.files.values():
            if facts.role == "source" and short & facts.mentions:
                yield from (Body(self.names, facts, function) for function in facts.functions)
