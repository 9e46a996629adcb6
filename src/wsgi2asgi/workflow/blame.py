"""Which views a complaint of the guard is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.apply.guard import Complaint, syntax_complaints
from wsgi2asgi.apply.transform import transform
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.plan import EditPython, Json, Step
from wsgi2asgi.planning.conversion.surroundings import functions_of


@dataclass(frozen=True, slots=True)
class Blame:
    """A view whose conversion fails, and why. ``is_bug``: through a fault of ours."""

    view: str
    path: str
    said: str
    is_bug: bool = True


def blame(before: Program, after: Program, step: Step, complaints: Iterable[Complaint]) -> list[Blame]:
    """The converted views to blame for the complaints: those that show what is wrong, or fail alone, else all of the
    file. Empty where a complaint is about a file without any."""
    names = {view.name for view in step.views if view.result == "converted"}
    converted = [view for view in before.views if view.name in names]
    found: dict[str, Blame] = {}
    for complaint in complaints:
        path = complaint.path
        in_file = [view for view in converted if any(_only(before, [view], step, path))]
        if complaint.places:
            guilty = [view for view in converted if any(_holds(after, view, place) for place in complaint.places)]
        else:
            guilty = list(_failing(before, in_file, step, path))
        for view in guilty or in_file:
            found.setdefault(view.name, Blame(view.name, path, complaint.said, complaint.is_bug))
        if not in_file:
            return []
    return list(found.values())


def _holds(program: Program, view: View, place: Place) -> bool:
    """Whether the place stands in the view."""
    for function in functions_of(view, program):
        if function.path == place.path:
            first, _, last, _ = function.facts.span
            if first <= place.line <= last:
                return True
    return False


def _failing(program: Program, views: Sequence[View], step: Step, path: str) -> Iterator[View]:
    """The views whose edits alone make the file fail, by halves."""
    wishes = tuple(_only(program, views, step, path))
    done = transform(program.project.tree, replace(step, wishes=wishes))
    if not wishes or not (done.bugs or done.refused or syntax_complaints(done.changes)):
        return
    if len(views) == 1:
        yield views[0]
    else:
        half = len(views) // 2
        yield from _failing(program, views[:half], step, path)
        yield from _failing(program, views[half:], step, path)


def _only(program: Program, views: Sequence[View], step: Step, path: str) -> Iterator[EditPython]:
    """The wishes for a file with none but the views' own edits."""
    functions = (item for view in views for item in functions_of(view, program))
    names = {item.facts.qualname for item in functions if item.path == path}
    for wish in step.wishes:
        if isinstance(wish, EditPython) and wish.path == path:
            edits = wish.parameters.get("functions")
            if not isinstance(edits, list):
                continue
            own: list[Json] = [item for item in edits if isinstance(item, dict) and item["name"] in names]
            if own:
                yield replace(wish, parameters={**wish.parameters, "functions": own})
