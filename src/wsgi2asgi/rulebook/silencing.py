"""Comments ``# wsgi2asgi: ignore[ASG401] reason``: what they silence, and which of their words silence nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wsgi2asgi.analysis.facts.values import Suppression
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import SilencingWord
from wsgi2asgi.rulebook.selectors import is_known, matches


def is_silenced(program: Program, finding: Finding) -> bool:
    """Whether a comment on the line of a finding, or alone on the line above, names its rule."""
    return any(
        _is_about(comment, finding) and any(_names(word, finding.code) for word in _words(comment))
        for comment in program.suppressions(finding.place.path)
    )


def named_rules(program: Program, codes: Iterable[str]) -> frozenset[str]:
    """Those of the codes that a comment of the project names."""
    words = {word for facts in program.files.values() for comment in facts.suppressions for word in _words(comment)}
    return frozenset(code for code in codes if any(_names(word, code) for word in words))


def silencing_words(program: Program, findings: Iterable[Finding]) -> Iterator[SilencingWord]:
    """Each word of each comment; ``findings`` are those there would be without comments."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.place.path, []).append(finding)
    for path, facts in program.files.items():
        for comment in facts.suppressions:
            codes = {finding.code for finding in by_path.get(path, ()) if _is_about(comment, finding)}
            place = Place(path, comment.line, comment.column, comment.line, comment.end_column)
            for word in _words(comment):
                used = any(_names(word, code) for code in codes)
                yield SilencingWord(place, word, not word or is_known(word), used)


def _words(comment: Suppression) -> tuple[str, ...]:
    """What a comment names; the empty word is about all rules."""
    return comment.codes or ("",)


def _names(word: str, code: str) -> bool:
    return not word or matches(word, code)


def _is_about(comment: Suppression, finding: Finding) -> bool:
    return comment.line + comment.own_line == finding.place.line
