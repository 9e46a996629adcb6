"""The step ``middleware``: what ASGI would break is mended; what costs hops runs async as well, where it is proven."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.chain import Chain
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.plan import EditPython, Json, Step
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.planning.conversion.engine import Stays
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.layout import layout_parameters
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.middleware.choosing import choose, with_entries
from wsgi2asgi.planning.middleware.hybrid import FIRST_DJANGO, Hybrid, hybrid
from wsgi2asgi.planning.middleware.repairs import Repair, repairs

CODEMOD = "convert_view_to_async"


def plan(program: Program, options: MigrateOptions) -> Step:
    """One wish a file; for review, as middleware stands around every view."""
    mended = tuple(repairs(program))
    chain = with_entries(program.middleware, {item.middleware.name: item.middleware for item in mended})
    hybrids = _hybrids(program, options, chain)
    functions: dict[str, list[Json]] = {}
    why: dict[str, list[str]] = {}
    changing: tuple[Repair | Hybrid, ...] = (*mended, *hybrids)
    for item in changing:
        path = item.path
        functions.setdefault(path, []).append({"name": item.made, "edits": [edit.as_json() for edit in item.edits]})
        said = item.why if isinstance(item, Repair) else f"{item.middleware.name} runs async, too: it takes no thread"
        why.setdefault(path, []).append(said)
    wishes = (
        EditPython(path, CODEMOD, _parameters(program, path, own), content_hash(program.project.tree.read(path)),
                   "; ".join(why[path]))
        for path, own in sorted(functions.items())
    )  # fmt: skip
    return Step("middleware", CODEMOD, "Middleware that works under ASGI, in fewer threads", "review", tuple(wishes))


def _hybrids(program: Program, options: MigrateOptions, chain: Chain) -> tuple[Hybrid, ...]:
    setting = Setting.of(program, options.orm)
    if setting is None or setting.django < FIRST_DJANGO:
        return ()
    return choose(chain, tuple(_candidates(program, setting)))


def _candidates(program: Program, setting: Setting) -> Iterator[Hybrid]:
    harmless = Harmless(setting)
    for entry in program.middleware.entries:
        if entry.origin == "project" and entry.mode == "sync" and not entry.mixin:
            try:
                yield hybrid(entry, setting, harmless)
            except Stays:
                continue  # the request path says of each sync-only middleware what it costs


def _parameters(program: Program, path: str, functions: list[Json]) -> dict[str, Json]:
    return {"functions": functions, **layout_parameters(program, path)}
