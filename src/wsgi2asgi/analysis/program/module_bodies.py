"""Looking through the bodies of the project's modules: who uses a variable of a module, and what it was given."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.static import Body


def bodies_mentioning(names: Names, word: str) -> Iterator[Body]:
    """The bodies of the project's modules that read a name or attribute of this word, or import it under another."""
    for facts in names.mentions.of(word):
        if facts.role == "source":
            yield Body(names, facts, facts.by_qualname[""])


def variable(names: Names, dotted: str) -> tuple[Body, int] | None:
    """The body in which a module's variable gets its value, and the operation of that value; the last one counts."""
    module, _, name = dotted.rpartition(".")
    facts = names.facts(module)
    if facts is None:
        return None
    body = Body(names, facts, facts.by_qualname[""])
    stores = [store for store in body.stores.get(name, ()) if body.ops[store].inputs]
    return (body, body.ops[stores[-1]].inputs[0]) if stores else None
