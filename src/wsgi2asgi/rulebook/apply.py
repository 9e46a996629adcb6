"""Applies the rules to a Program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model import globs
from wsgi2asgi.model.findings import Finding, Severity
from wsgi2asgi.model.rules import Hit, Rule
from wsgi2asgi.rulebook.fingerprints import with_fingerprints
from wsgi2asgi.rulebook.selectors import is_selected, matches
from wsgi2asgi.rulebook.silencing import is_silenced, named_rules, silencing_words
from wsgi2asgi.rulebook.table import load


def run(
    program: Program,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    per_file_ignores: Mapping[str, Sequence[str]] | None = None,
    applied: Callable[[int, int], None] = lambda *_: None,
) -> tuple[Finding, ...]:
    """Apply the selected rules (see ``is_selected``); findings in the order of path, line and code.

    Comments that silence a finding are honoured, and so is ``per_file_ignores``: selectors by pattern of paths.
    ``applied`` is told how many rules are applied, and of how many.
    """
    chosen = [code for code in load() if is_selected(code, select, ignore)]
    found: dict[str, tuple[Finding, ...]] = {}
    for number, code in enumerate(chosen):
        applied(number, len(chosen))
        found[code] = _found(code, program)
    findings = [item for code in chosen for item in found[code] if not is_silenced(program, item)]
    findings += _about_comments(program, chosen, found)
    kept = [item for item in findings if not _is_ignored(item, per_file_ignores or {})]
    kept.sort(key=lambda finding: (finding.place, finding.code, finding.message))
    return tuple(with_fingerprints(program, kept))


def _is_ignored(finding: Finding, per_file_ignores: Mapping[str, Sequence[str]]) -> bool:
    return any(
        matches(word, finding.code) and globs.matches(pattern, finding.place.path)
        for pattern, words in per_file_ignores.items()
        for word in words
    )


def _found(code: str, program: Program) -> tuple[Finding, ...]:
    check = load()[code].check
    return tuple(_findings(load()[code].rule, check(program))) if check else ()


def _about_comments(
    program: Program, chosen: Iterable[str], found: Mapping[str, tuple[Finding, ...]]
) -> Iterator[Finding]:
    """What is to be said of the comments. Whether one is used is judged by every rule it names, selected or not."""
    entries = [load()[code] for code in chosen if load()[code].check_comments]
    if not entries:
        return
    named = named_rules(program, load())
    known = [found[code] if code in found else _found(code, program) for code in sorted(named)]
    words = list(silencing_words(program, (item for items in known for item in items)))
    for entry in entries:
        if entry.check_comments:
            yield from _findings(entry.rule, entry.check_comments(words))


def _findings(rule: Rule, hits: Iterable[Hit]) -> Iterator[Finding]:
    """Each hit once; the several reads of one place by one statement are one."""
    for hit in {(hit.place, hit.message): hit for hit in hits}.values():
        yield Finding(
            code=rule.code,
            name=rule.name,
            severity=hit.severity or _severity(rule, hit),
            certainty=hit.certainty,
            place=hit.place,
            message=hit.message,
            fix=rule.fix,
            evidence=hit.evidence,
        )


def _severity(rule: Rule, hit: Hit) -> Severity:
    """What is only possible is no error."""
    return "warning" if hit.certainty == "possible" and rule.severity == "error" else rule.severity
