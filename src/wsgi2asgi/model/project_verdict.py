"""Whether a project should move to ASGI at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.model.places import Reason

#: ``stay``: on WSGI; ``hybrid``: a second service over ASGI for the routes that gain; ``migrate``: the whole project;
#: ``blocked``: not before something is cured.
Course = Literal["stay", "hybrid", "migrate", "blocked"]


@dataclass(frozen=True, slots=True)
class ProjectVerdict:
    """The course in a word and in a sentence, why, and what it costs whatever is gained."""

    course: Course
    summary: str
    reasons: tuple[Reason, ...]
    costs: tuple[Reason, ...] = ()
