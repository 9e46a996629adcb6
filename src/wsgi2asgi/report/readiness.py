"""The end of every report for people: how ready the project is, and what a team does first, second and third."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding, Severity
from wsgi2asgi.report.grouping import counted

LEVELS = {
    "ready": "ready: no error stands in the way",
    "needs-work": "needs work: errors stand in the way",
    "blocked": "blocked: do not serve this project over ASGI before the ASG0 errors are cured",
}
_NOUNS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def counts(result: CheckResult) -> str:
    """``3 errors, 8 warnings, 6 notes``."""
    return ", ".join(counted(result.readiness.counts.get(severity, 0), noun) for severity, noun in _NOUNS.items())


def next_title(result: CheckResult) -> str:
    """What stands above the next steps: a project that is told to stay on WSGI need not take them."""
    return "If it moves all the same" if result.verdict.course == "stay" else "Next"


def next_steps(result: CheckResult) -> Iterator[str]:
    """What to do next, in order."""
    blocking = _codes(result.findings, lambda finding: finding.code.startswith("ASG0"))
    if blocking:
        yield f"cure {', '.join(blocking)} first; wsgi2asgi explain {blocking[0]} says how"
    if any("newer" in skipped.reason for skipped in result.skipped):
        yield "run wsgi2asgi on the project's Python: files were skipped that this one cannot parse"
    manual = _codes(result.findings, lambda finding: finding.fix.kind != "automatic" and finding.code not in blocking)
    if manual:
        yield f"errors that a person has to mend: {', '.join(manual)}"
    upgrades = [note.name for note in result.packages if note.verdict == "upgrade"]
    if upgrades:
        yield f"upgrade {', '.join(upgrades)}"
    mended = sum(finding.fix.kind == "automatic" for finding in result.findings)
    if mended:
        total = counted(len(result.findings), "finding")
        yield f"wsgi2asgi migrate shows the diff that mends {mended} of {total}; with --apply it writes it"
    gaining = sum(view.verdict == "convert" and view.gain == "high" for view in result.views)
    if gaining:
        yield f"migrate makes those views async that gain ({gaining}); --views none leaves all views as they are"


def _codes(findings: Iterable[Finding], chosen: Callable[[Finding], bool]) -> list[str]:
    """The codes of the errors that are chosen."""
    return sorted({finding.code for finding in findings if finding.severity == "error" and chosen(finding)})
