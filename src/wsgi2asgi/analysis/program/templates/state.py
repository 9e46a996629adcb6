"""A piece of a template while its values are followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wsgi2asgi.analysis.program.flow import awaited
from wsgi2asgi.analysis.program.flow.state import Effect, Env, Key, State
from wsgi2asgi.analysis.program.templates.page import Page
from wsgi2asgi.analysis.program.types import Type, Types


@dataclass
class PieceState(State):
    """The variables of the context are ``env``. ``page`` is what is rendered as a whole; the piece stands at ``depth``
    of its chain, in the block ``name`` or in none."""

    page: Page = field(kw_only=True)
    depth: int = field(kw_only=True)

    def key_of(self, index: int) -> Key | None:
        """The variable behind a look-up; Django calls what it finds, so a call stands for what is called."""
        op = self.ops[index]
        if op.kind == "call":
            return self.key_of(op.inputs[0])
        return op.name if op.kind == "name" else None

    def unsure(self, index: int, subject: Type | None = None) -> None:
        """Nobody knows what is done here."""
        self.record(index, Effect("unknown-call", (), "possible", subject))

    def project_call(self, index: int, name: str, given: tuple[Types, ...], keywords: Mapping[str, Types]) -> Types:
        """A function of the project is called by a tag or filter; what it gives for just these values."""
        self.record(index, Effect("project-call", (), "certain", None, name, (name,)))
        found = self.engine.call(name, given, keywords)
        if name in self.engine.flows and (name in self.engine.dirty or self.engine.has_news(name)):
            self.engine.again(name)
            found = self.engine.flow(name).returns
        return found

    def block(self, index: int, name: str) -> None:
        """The innermost definition of a block is rendered here."""
        self._piece(index, name, 0)

    def above(self, index: int) -> None:
        """``{{ block.super }}``: the next definition of the block in the templates above."""
        self._piece(index, self.function.facts.qualname, self.depth + 1)

    def include(self, index: int, page: Page, given: Env) -> None:
        """Another page is rendered here with these variables."""
        hidden: Env = {key: types for key, types in self.env.items() if key in awaited.HIDDEN}
        self._rendered(index, self.engine.pages.rendered(page, {**hidden, **given}))

    def _piece(self, index: int, block: str, depth: int) -> None:
        found = self.page.definition(block, depth)
        if found is not None:
            self._rendered(index, self.engine.pages.piece(self.page, *found, self.env))
        elif not self.page.is_whole:
            self.unsure(index)

    def _rendered(self, index: int, name: str | None) -> None:
        if name is None:
            self.unsure(index)
        else:
            self.called(index, name)

    def _call_text(self, index: int) -> str:
        text = self.ops[index].value
        return text if isinstance(text, str) else ""
