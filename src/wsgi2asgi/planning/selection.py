"""``--views``: which views a person means by ``auto``, ``all``, ``none``, a name, a glob, a url name or a path."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.planning.conversion.decision import Decision

_FORMS = "auto, all, none, a dotted name, a glob like shop.views.*, url:namespace:name, or a path like shop/views.py"


def select(decisions: Sequence[Decision], selectors: Sequence[str]) -> frozenset[str]:
    """The names of the selected views. Raises UserError for a selector that fits none."""
    chosen: set[str] = set()
    for selector in selectors:
        chosen |= _one(decisions, selector.strip())
    return frozenset(chosen)


def _one(decisions: Sequence[Decision], selector: str) -> set[str]:
    if selector == "none":
        return set()
    if selector == "all":
        return {decision.view.name for decision in decisions}
    if selector == "auto":
        return {decision.view.name for decision in decisions if decision.gain == "high"}
    fits = _matcher(selector)
    found = {decision.view.name for decision in decisions if fits(decision.view)}
    if not found:
        raise UserError(f"--views {selector} fits no view of this project", hint=_hint(decisions, selector))
    return found


def _matcher(selector: str) -> Callable[[View], bool]:
    if selector.startswith("url:"):
        wanted = selector[4:]
        return lambda view: any(
            route.url_name is not None and fnmatchcase(route.url_name, wanted) for route in view.routes
        )
    if "/" in selector or selector.endswith(".py"):
        path = selector.removeprefix("./")
        return lambda view: (
            view.path == path or fnmatchcase(view.path, path) or view.path.startswith(path.rstrip("/") + "/")
        )
    return lambda view: fnmatchcase(view.name, selector)


def _hint(decisions: Sequence[Decision], selector: str) -> str:
    """Near misses, or the forms there are."""
    known = sorted(_spellings(decisions, selector))
    near = difflib.get_close_matches(selector, known, n=3, cutoff=0.5)
    near += [name for name in known if name not in near and name.rpartition(".")[2] == selector][:3]
    return f"did you mean {', '.join(near)}?" if near else f"give {_FORMS}"


def _spellings(decisions: Sequence[Decision], selector: str) -> set[str]:
    if selector.startswith("url:"):
        return {f"url:{route.url_name}" for item in decisions for route in item.view.routes if route.url_name}
    if "/" in selector or selector.endswith(".py"):
        return {item.view.path for item in decisions}
    return {item.view.name for item in decisions}
