"""The rules by code, read from the folder ``rules/``.

A rule is a module of ``wsgi2asgi.rules`` whose file name is the rule's name, with three things in it: a
docstring (the documentation that ``explain`` shows), ``RULE`` (its card) and ``check(program)``. A rule about the
comments that silence findings has ``check_comments(words)`` instead.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from wsgi2asgi import rules
from wsgi2asgi.model.errors import Bug, UserError
from wsgi2asgi.model.rules import Hit, Rule, SilencingWord

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.program import Program

_CODE = re.compile(r"ASG\d{3}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule with its documentation and its check, of which it has exactly one."""

    rule: Rule
    documentation: str
    check: Callable[[Program], Iterable[Hit]] | None
    check_comments: Callable[[Iterable[SilencingWord]], Iterable[Hit]] | None


@cache
def load() -> Mapping[str, Entry]:
    """All rules by code, in code order. Raises Bug where the garden is not in order."""
    entries: dict[str, Entry] = {}
    for module_info in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"{rules.__name__}.{module_info.name}")
        checks = getattr(module, "check", None), getattr(module, "check_comments", None)
        entry = Entry(module.RULE, (module.__doc__ or "").strip(), *checks)
        code = entry.rule.code
        if not _CODE.fullmatch(code) or code in entries or entry.rule.name.replace("-", "_") != module_info.name:
            raise Bug(f"rule {module_info.name}: code {code} is malformed or taken, or its name is not the file's name")
        if checks.count(None) != 1:
            raise Bug(f"rule {module_info.name}: it has to have either check or check_comments")
        entries[code] = entry
    return dict(sorted(entries.items()))


def find(code: str) -> Entry:
    """The rule with this code or name. Raises UserError."""
    for entry in load().values():
        if code.upper() == entry.rule.code or code.lower() == entry.rule.name:
            return entry
    raise unknown(code)


def unknown(word: str) -> UserError:
    """That a word names no rule, with those it may have meant."""
    names = [*load(), *(entry.rule.name for entry in load().values())]
    near = difflib.get_close_matches(word.upper(), names, n=3) or difflib.get_close_matches(word.lower(), names, n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "`wsgi2asgi rules` lists them"
    return UserError(f"unknown rule code: {word}", hint=hint)
