"""Edits as values: what the codemod ``convert_view_to_async`` is asked to do, by span."""

from __future__ import annotations

from dataclasses import dataclass, field

from wsgi2asgi.analysis.facts.values import Span
from wsgi2asgi.model.plan import Json


@dataclass(frozen=True)
class Edit:
    """One edit: its kind (a file of ``wsgi2asgi_codemods.view_edits``), the span it is about, its options."""

    kind: str
    span: Span
    options: dict[str, Json] = field(default_factory=dict)

    def as_json(self) -> dict[str, Json]:
        """The form the codemod takes."""
        return {"kind": self.kind, "span": list(self.span), **self.options}
