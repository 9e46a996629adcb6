"""Narrows a result to what a team has not seen: new against a baseline, touched since a git reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from wsgi2asgi.apply.git_changes import ChangedLines, changed_since
from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.options import CheckOptions
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.scope import Scope
from wsgi2asgi.workflow import baseline


def narrowed(result: CheckResult, options: CheckOptions) -> CheckResult:
    """The result with the findings that are new and touched; everything else in it is about the whole project.

    With ``update_baseline`` the baseline is written first. Raises UserError.
    """
    if options.baseline is None and options.since is None:
        return result
    scope, findings = Scope(), result.findings
    if options.baseline is not None:
        scope, findings = _against_baseline(options.baseline, findings, options)
    if options.since is not None:
        changes = changed_since(result.project.tree.root, options.since)
        touched = tuple(finding for finding in findings if _is_touched(finding, changes))
        scope = replace(scope, since=options.since, older=len(findings) - len(touched))
        findings = touched
    return replace(result, findings=findings, scope=scope)


def _against_baseline(
    file: Path, findings: tuple[Finding, ...], options: CheckOptions
) -> tuple[Scope, tuple[Finding, ...]]:
    from wsgi2asgi import rulebook

    def is_checked(code: str) -> bool:
        return rulebook.is_selected(code, options.select, options.ignore)

    if options.update_baseline:
        before = baseline.read(file) if file.exists() else ()
        baseline.write(file, baseline.renewed(before, findings, is_checked))
    known = {entry.fingerprint: entry for entry in baseline.read(file)}
    new = tuple(finding for finding in findings if finding.fingerprint not in known)
    found = {finding.fingerprint for finding in findings}
    gone = (entry for entry in known.values() if entry.fingerprint not in found and is_checked(entry.code))
    return Scope(str(file), len(findings) - len(new), tuple(sorted(gone))), new


def _is_touched(finding: Finding, changes: ChangedLines) -> bool:
    """Whether the finding or a step of the path that leads to it stands on a changed line."""
    return any(changes.touch(place) for place in _places(finding))


def _places(finding: Finding) -> Iterator[Place]:
    yield finding.place
    for step in finding.evidence:
        yield step.place
