"""Whether a wsgi.py is what ``startproject`` writes, in whatever year, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import libcst as cst

from wsgi2asgi_codemods.reading.entry_text import is_plain_docstring, without_template_comments
from wsgi2asgi_codemods.reading.names import Imports, bindings
from wsgi2asgi_codemods.reading.strings import literal, preferred_quote

#: Comments that say nothing about the project: for tools, for editors, for Python 2.
_FOR_TOOLS = re.compile(r"#\s*(noqa|isort|pylint|flake8|ruff|fmt|type:|-\*-|coding[:=]|vim?:|!)", re.IGNORECASE)
_OLD_FUTURES = frozenset({"unicode_literals", "absolute_import", "print_function", "division"})


class Obvious(NamedTuple):
    """What such a file says: the settings module it names, and its quotes."""

    settings: str
    quote: str


def read_obvious(tree: cst.Module) -> Obvious | None:
    """The one thing that an untouched wsgi.py says; None where it holds anything of the project's own."""
    stripped = cst.parse_module(without_template_comments(tree.code), config=tree.config_for_parsing)
    imports = Imports.of(stripped)
    settings: list[str] = []
    made = 0
    for position, statement in enumerate(_small_statements(stripped)):
        if statement is None:
            return None
        if position == 0 and _is_plain_string(statement):
            continue
        if _is_plain_import(statement):
            continue
        if _makes_application(statement, imports):
            made += 1
        elif (module := settings_default(statement, imports)) is not None:
            settings.append(module)
        else:
            return None
    if made != 1 or len(settings) != 1 or _own_comments(stripped):
        return None
    return Obvious(settings[0], preferred_quote(stripped))


def settings_default(statement: cst.CSTNode, imports: Imports) -> str | None:
    """The module named by ``os.environ.setdefault("DJANGO_SETTINGS_MODULE", "...")``, else None."""
    if not isinstance(statement, cst.Expr) or not isinstance(statement.value, cst.Call):
        return None
    call = statement.value
    if imports.resolve(call.func) != "os.environ.setdefault" or len(call.args) != 2:
        return None
    if literal(call.args[0].value) != "DJANGO_SETTINGS_MODULE":
        return None
    return literal(call.args[1].value)


def _small_statements(tree: cst.Module) -> Iterator[cst.BaseSmallStatement | None]:
    for statement in tree.body:
        if isinstance(statement, cst.SimpleStatementLine):
            yield from statement.body
        else:
            yield None


def _is_plain_string(statement: cst.BaseSmallStatement) -> bool:
    return (
        isinstance(statement, cst.Expr)
        and isinstance(statement.value, cst.SimpleString)
        and is_plain_docstring(str(statement.value.evaluated_value))
    )


def _is_plain_import(statement: cst.BaseSmallStatement) -> bool:
    if not isinstance(statement, (cst.Import, cst.ImportFrom)) or isinstance(statement.names, cst.ImportStar):
        return False
    found = [(item.local, item.target) for item in bindings(statement)]
    return all(
        (local, target) in (("os", "os"), ("get_wsgi_application", "django.core.wsgi.get_wsgi_application"))
        or (target.startswith("__future__.") and local in _OLD_FUTURES)
        for local, target in found
    )


def _makes_application(statement: cst.BaseSmallStatement, imports: Imports) -> bool:
    if not isinstance(statement, cst.Assign) or not isinstance(statement.value, cst.Call):
        return False
    names = [target.target.value for target in statement.targets if isinstance(target.target, cst.Name)]
    makes = imports.resolve(statement.value.func) == "django.core.wsgi.get_wsgi_application"
    return names == ["application"] and len(statement.targets) == 1 and makes


class _Comments(cst.CSTVisitor):
    def __init__(self) -> None:
        self.own = False

    def visit_Comment(self, node: cst.Comment) -> None:
        if node.value.strip("# ") and not _FOR_TOOLS.match(node.value):
            self.own = True


def _own_comments(tree: cst.Module) -> bool:
    visitor = _Comments()
    tree.visit(visitor)
    return visitor.own
