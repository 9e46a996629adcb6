"""Reads ``rules/`` into a table and applies it. Nothing is registered by hand.

A rule is a module of ``wsgi2asgi.rules`` whose file name is the rule's name, with three things in it: a
docstring (the documentation that ``explain`` shows), ``RULE`` (its card) and ``check(program)``.
"""

from __future__ import annotations

import difflib
import hashlib
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from wsgi2asgi import rules
from wsgi2asgi.model.errors import Bug, UserError
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.rules import Hit, Rule

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.program import Program

_CODE = re.compile(r"ASG\d{3}")
_SELECTOR = re.compile(r"(ALL|ASG\d{0,3})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule with its documentation and its check."""

    rule: Rule
    documentation: str
    check: Callable[[Program], Iterable[Hit]]


@cache
def load() -> Mapping[str, Entry]:
    """All rules by code, in code order. Raises Bug where the garden is not in order."""
    entries: dict[str, Entry] = {}
    for module_info in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"{rules.__name__}.{module_info.name}")
        entry = Entry(module.RULE, (module.__doc__ or "").strip(), module.check)
        code = entry.rule.code
        if not _CODE.fullmatch(code) or code in entries or entry.rule.name.replace("-", "_") != module_info.name:
            raise Bug(f"rule {module_info.name}: code {code} is malformed or taken, or its name is not the file's name")
        entries[code] = entry
    return dict(sorted(entries.items()))


def require_known(selectors: Iterable[str]) -> None:
    """Raise UserError for a selector that names no rule: a code, a prefix such as ASG4, or ALL."""
    for selector in selectors:
        if _SELECTOR.fullmatch(selector) and any(_matches(selector, code) for code in load()):
            continue
        near = difflib.get_close_matches(selector.upper(), load(), n=3)
        hint = f"did you mean {', '.join(near)}?" if near else "`wsgi2asgi rules` lists them"
        raise UserError(f"unknown rule code: {selector}", hint=hint)


def find(code: str) -> Entry:
    """The rule with this code or name. Raises UserError."""
    for entry in load().values():
        if code.upper() == entry.rule.code or code.lower() == entry.rule.name:
            return entry
    near = difflib.get_close_matches(code, [*load(), *(entry.rule.name for entry in load().values())], n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "`wsgi2asgi rules` lists them"
    raise UserError(f"unknown rule code: {code}", hint=hint)


def run(program: Program, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Apply the selected rules; findings in the order of path, line and code.

    Without ``select`` all rules but the opinions (ASG9xx) apply. Of several selectors the longest wins;
    between equals ``ignore`` does. Suppression comments are honoured.
    """
    findings = [
        finding
        for code, entry in load().items()
        if _is_selected(code, select, ignore)
        for finding in _findings(entry, program)
        if not _is_suppressed(program, finding)
    ]
    findings.sort(key=lambda finding: (finding.place, finding.code, finding.message))
    return tuple(findings)


def _findings(entry: Entry, program: Program) -> Iterator[Finding]:
    """Each hit once; the several reads of one place by one statement are one."""
    rule, seen = entry.rule, Counter[tuple[str, str]]()
    for hit in {(hit.place, hit.message): hit for hit in entry.check(program)}.values():
        key = (hit.place.path, hit.message)
        seen[key] += 1
        yield Finding(
            code=rule.code,
            name=rule.name,
            severity=hit.severity or rule.severity,
            certainty=hit.certainty,
            place=hit.place,
            message=hit.message,
            fix=rule.fix,
            evidence=hit.evidence,
            fingerprint=_fingerprint(rule.code, *key, seen[key]),
        )


def _fingerprint(code: str, path: str, message: str, ordinal: int) -> str:
    """Stable while lines move: made of what is found, not of where in the file it stands."""
    return hashlib.blake2b("\0".join((code, path, message, str(ordinal))).encode(), digest_size=8).hexdigest()


def _is_selected(code: str, select: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    chosen = max((len(word) for word in select if _matches(word, code)), default=-1)
    left_out = max((len(word) for word in ignore if _matches(word, code)), default=-1)
    if chosen < 0 and left_out < 0:
        return not select and not code.startswith("ASG9")
    return chosen > left_out


def _matches(selector: str, code: str) -> bool:
    return selector == "ALL" or code.startswith(selector)


def _is_suppressed(program: Program, finding: Finding) -> bool:
    return any(
        comment.line + comment.own_line == finding.place.line and (not comment.codes or finding.code in comment.codes)
        for comment in program.suppressions(finding.place.path)
    )
