"""The documentation of rules: one page a rule, and the table of all."""

from __future__ import annotations

from collections.abc import Iterable

from wsgi2asgi.model.rules import Rule
from wsgi2asgi.report.terminal import Page


def page(rule: Rule, documentation: str) -> str:
    """A rule's page in Markdown: its card, then its docstring."""
    cure = f"{rule.fix.kind}, codemod `{rule.fix.codemod}`" if rule.fix.codemod else rule.fix.kind
    return f"# {rule.name} ({rule.code})\n\nSeverity: {rule.severity}. Fix: {cure}.\n\n{documentation}\n"


def listing(rules: Iterable[Rule]) -> str:
    """All rules, a line each."""
    table = Page()
    table.table(
        ("code", "name", "severity", "fix"),
        ((rule.code, rule.name, rule.severity, rule.fix.codemod or rule.fix.kind) for rule in rules),
    )
    return str(table)
