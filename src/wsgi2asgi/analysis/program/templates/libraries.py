"""The project's own tags and filters: functions that a library registers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.static import Body

_FOLDER = "templatetags"
_KINDS = ("filter", "simple_tag", "inclusion_tag", "simple_block_tag", "tag", "assignment_tag")


@dataclass(frozen=True, slots=True)
class Tag:
    """``kind`` is the name of the decorator; ``template`` is that of an inclusion tag, None where it is unknown."""

    kind: str
    function: str
    template: str | None = None
    takes_context: bool = False


class Libraries:
    """All tag libraries of a project, by the name under which ``load`` finds them."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    def names(self, libraries: tuple[str, ...]) -> Tags:
        """What a template that loads these libraries can use."""
        return Tags(self._found, libraries)

    @cached_property
    def _found(self) -> Mapping[tuple[str, bool], Mapping[str, Tag]]:
        """By name of the tag and whether it is a filter: the tags of each library."""
        found: dict[tuple[str, bool], dict[str, Tag]] = {}
        for function in self._definitions.functions.values():
            if _FOLDER not in function.path.split("/"):
                continue
            library = function.module.rpartition(".")[2]
            for name, tag in self._registered(function):
                found.setdefault((name, tag.kind == "filter"), {})[library] = tag
        return found

    def _registered(self, function: Function) -> Iterator[tuple[str, Tag]]:
        facts = self._definitions.names.files[function.path]
        for text, item in zip(function.decorators, function.facts.decorators, strict=True):
            kind = text.rsplit(".", 1)[-1]
            if kind not in _KINDS:
                continue
            body = Body(self._definitions.names, facts, facts.by_qualname[function.facts.parent or ""])
            op = body.ops[item.op]
            called = op.kind == "call"
            first = body.constant(op.inputs[1]) if called and len(op.positional) else None
            given = body.constant(op.keyword("name")) if called else None
            template = first if kind == "inclusion_tag" else None
            if kind == "inclusion_tag" and called and template is None:
                template = body.constant(op.keyword("filename"))
            first = None if kind == "inclusion_tag" else first
            name = given if isinstance(given, str) else first if isinstance(first, str) else function.facts.name
            takes = bool(called and body.constant(op.keyword("takes_context")))
            yield name, Tag(kind, function.name, template if isinstance(template, str) else None, takes)


@dataclass(frozen=True, slots=True)
class Tags:
    """What the templates of a page can use: of the libraries they load, else of any (builtins of the settings)."""

    found: Mapping[tuple[str, bool], Mapping[str, Tag]]
    libraries: tuple[str, ...]

    def tag(self, name: str) -> Tag | None:
        """The project's tag of that name."""
        return self._of(self.found.get((name, False), {}))

    def filter(self, name: str) -> str | None:
        """The project's function behind a filter."""
        found = self._of(self.found.get((name, True), {}))
        return found.function if found else None

    def _of(self, candidates: Mapping[str, Tag]) -> Tag | None:
        loaded = [candidates[name] for name in reversed(self.libraries) if name in candidates]
        return next(iter(loaded or candidates.values()), None)
