"""What a rule is made of: its card and the hits it yields."""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.model.findings import Certainty, Fix, Severity
from wsgi2asgi.model.places import Evidence, Place


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's card. ``code`` is never reused; ``name`` says what is found and is the rule's file name.

    ``hazards`` are the codes of what it finds in the catalogue ``docs/rules/hazards.md``.
    """

    code: str
    name: str
    severity: Severity
    fix: Fix
    hazards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule with its documentation: Markdown in fixed sections, as ``explain`` shows it."""

    rule: Rule
    documentation: str

    def section(self, title: str) -> str:
        """The text below a heading; empty where there is none."""
        _, _, rest = f"\n{self.documentation}\n".partition(f"\n## {title}\n")
        return rest.split("\n## ", 1)[0].strip()


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule applies. ``severity`` overrides the card's where this hit weighs differently."""

    place: Place
    message: str
    certainty: Certainty = "certain"
    evidence: tuple[Evidence, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class SilencingWord:
    """One word of a comment ``# wsgi2asgi: ignore[...]``; "" for a comment that names nothing and means all rules."""

    place: Place
    word: str
    known: bool  # it names a rule
    used: bool  # it silences a finding
