"""Which converted views the failing tests point to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wsgi2asgi.model.verify import NewFailure, PutBack


def suspects(failures: Iterable[NewFailure], converted: Sequence[str]) -> tuple[PutBack, ...]:
    """For each failure the converted view that it went through, else the last one that its requests reached."""
    pointing: dict[str, list[NewFailure]] = {}
    for failure in failures:
        view = _on_the_stack(failure, converted) or _reached(failure, converted)
        if view is not None:
            pointing.setdefault(view, []).append(failure)
    return tuple(put_back(view, found) for view, found in sorted(pointing.items()))


def put_back(view: str, failures: Sequence[NewFailure]) -> PutBack:
    """The view with the first of the failures that point to it."""
    lines = failures[0].said.splitlines() or ["failed"]
    return PutBack(view, failures[0].test, lines[0], len(failures))


def _on_the_stack(failure: NewFailure, converted: Sequence[str]) -> str | None:
    for path, _, function in reversed(failure.frames):
        dotted = f".{path.removesuffix('.py').replace('/', '.')}.{function}"
        for view in converted:
            if dotted.endswith(f".{view}"):
                return view
    return None


def _reached(failure: NewFailure, converted: Sequence[str]) -> str | None:
    return next((view for view in reversed(failure.views) if view in converted), None)
