"""The head of the page: what to do with the project, how ready it is, what it is."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.project import Answer, Project
from wsgi2asgi.report.html.elements import Html, joined, prose, reasons, tag
from wsgi2asgi.report.readiness import LEVELS, counts, next_steps, next_title


def top(result: CheckResult) -> Html:
    """Verdict, readiness and facts."""
    course, _, rest = result.verdict.summary.partition(": ")
    return tag(
        "header",
        tag("p", "From WSGI to ASGI", class_="overline"),
        tag("h1", result.project.tree.root.name),
        tag("p", tag("strong", course), tag("span", prose(rest)), class_=f"verdict {result.verdict.course}"),
        tag("div", _why(result), _readiness(result), class_="columns"),
        _facts(result.project),
    )


def navigation(result: CheckResult) -> Html:
    """Where to find what, and how much of it."""
    numbers = {
        "request-path": ("Request path", len(result.middleware)),
        "connections": ("Connections", None),
        "findings": ("Findings", len(result.findings)),
        "views": ("Views", len(result.views)),
        "packages": ("Packages", len(result.packages)),
        "deployment": ("Deployment", len(result.deployment)),
        "skipped": ("Skipped", len(result.skipped)),
    }
    items = (
        tag("li", tag("a", title, *_number(number), href=f"#{identifier}"))
        for identifier, (title, number) in numbers.items()
        if number != 0
    )
    return tag("nav", tag("ul", *items), aria_label="Sections")


def _number(number: int | None) -> tuple[str, ...]:
    return () if number is None else (" ", tag("span", str(number), class_="count"))


def _why(result: CheckResult) -> Html:
    costs = (tag("h2", "What it costs"), reasons(result.verdict.costs)) if result.verdict.costs else ()
    return tag("div", tag("h2", "Why"), reasons(result.verdict.reasons), *costs)


def _readiness(result: CheckResult) -> Html:
    readiness = result.readiness
    bar = tag("span", style=f"width:{readiness.score}%")
    steps = [tag("li", prose(step)) for step in next_steps(result)]
    return tag(
        "div",
        tag("h2", f"Readiness {readiness.score}/100"),
        tag("div", bar, class_=f"meter {readiness.level}", aria_hidden="true"),
        tag("p", f"{LEVELS[readiness.level]}. {counts(result)}."),
        *((tag("h2", next_title(result)), tag("ol", *steps)) if steps else ()),
    )


def _facts(project: Project) -> Html:
    items = joined(tag("div", tag("dt", name), tag("dd", *said)) for name, said in _answers(project))
    return tag("details", tag("summary", "What was looked at"), tag("dl", items, class_="facts"))


def _answers(project: Project) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "Django", _answer(project.django)
    yield "Settings", _answer(project.settings_module)
    yield "URLconf", _answer(project.root_urlconf)
    yield "WSGI", _answer(project.wsgi_module)
    yield "ASGI", _answer(project.asgi_module)
    for note in project.notes:
        yield "Note", (note,)


def _answer(answer: Answer[str] | None) -> tuple[str, ...]:
    return (tag("code", answer.value), " ", tag("small", answer.source)) if answer else ("none found",)
