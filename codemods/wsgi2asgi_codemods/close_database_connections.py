"""Let no database connection outlive its request: ``CONN_MAX_AGE`` becomes 0 wherever a settings file gives it.

Under ASGI every request runs in a thread of its own; a connection kept for the next request is never used again and
never closed. https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-database-connections

Forms: ``"CONN_MAX_AGE": 600`` in a dictionary, ``DATABASES["default"]["CONN_MAX_AGE"] = 600``, ``CONN_MAX_AGE=600`` or
``conn_max_age=600`` in a call, the positional argument of dj-database-url, a name assigned in the same file, and
environment look-ups, whose default becomes 0 (a note names the variable, for it may still say otherwise).
``django_heroku.settings(locals())`` sets 600 by itself and is followed by a line that undoes it.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext
from libcst.metadata import MetadataWrapper, PositionProvider

from wsgi2asgi_codemods.reading.names import Imports
from wsgi2asgi_codemods.reading.notes import Note
from wsgi2asgi_codemods.reading.strings import literal, preferred_quote, quoted
from wsgi2asgi_codemods.writing.zeroing import Zeroing, is_zero

_OPTION = "CONN_MAX_AGE"
#: Where the age stands among the positional arguments: https://github.com/jazzband/dj-database-url
_POSITIONS = {"dj_database_url.config": 3, "dj_database_url.parse": 2}
_HEROKU = ("django_heroku.settings", "django_on_heroku.settings")
#: Readers of a database URL, which may carry ``?conn_max_age=600``.
_URL_READERS = frozenset({"db", "db_url", "dj_db_url"})


class CloseDatabaseConnections(CodemodCommand):
    """Sets every positive or unlimited ``CONN_MAX_AGE`` to 0."""

    DESCRIPTION = "Let no database connection outlive its request."

    def __init__(self, context: CodemodContext) -> None:
        super().__init__(context)
        self.notes: tuple[Note, ...] = ()

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Changes the values; ``notes`` names environment variables and URLs that may bring the age back."""
        positions = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
        lines = {node: place.start.line for node, place in positions.items()}
        zeroing = Zeroing(lines)
        ages = _Ages(Imports.of(tree), zeroing)
        changed = tree.visit(ages)
        while zeroing.names - zeroing.done:
            changed = changed.visit(_Names(zeroing))
        zeroing.note_unassigned()
        if ages.heroku and not ages.set_to_zero:
            changed = changed.visit(_AfterHeroku(ages.imports, preferred_quote(tree)))
        self.notes = tuple(sorted(set(zeroing.notes)))
        return changed


class _Ages(cst.CSTTransformer):
    """Every place where the option is given."""

    def __init__(self, imports: Imports, zeroing: Zeroing) -> None:
        super().__init__()
        self.imports = imports
        self.heroku = False
        self.set_to_zero = False
        self._zeroing = zeroing

    def leave_DictElement(self, original_node: cst.DictElement, updated_node: cst.DictElement) -> cst.DictElement:
        if literal(original_node.key) != _OPTION:
            return updated_node
        return updated_node.with_changes(value=self._zeroing.zero(original_node.value))

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        if not any(_is_option(target.target) for target in original_node.targets):
            return updated_node
        value = self._zeroing.zero(original_node.value)
        self.set_to_zero = self.set_to_zero or is_zero(value)
        return updated_node.with_changes(value=value)

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        name = self.imports.resolve(original_node.func) or ""
        self.heroku = self.heroku or name in _HEROKU
        self._note_url(original_node, name)
        args = list(updated_node.args)
        position = _POSITIONS.get(name)
        for index, arg in enumerate(original_node.args):
            keyword = arg.keyword.value if arg.keyword else None
            if keyword in (_OPTION, "conn_max_age") or (keyword is None and index == position and not arg.star):
                args[index] = args[index].with_changes(value=self._zeroing.zero(arg.value))
        if _is_setdefault(original_node.func) and len(args) == 2 and literal(args[0].value) == _OPTION:
            args[1] = args[1].with_changes(value=self._zeroing.zero(original_node.args[1].value))
        return updated_node.with_changes(args=args)

    def _note_url(self, call: cst.Call, name: str) -> None:
        reads_url = "." in name and name.rpartition(".")[2] in _URL_READERS
        if reads_url or any("conn_max_age=" in (literal(arg.value) or "") for arg in call.args):
            self._zeroing.note(call, "database-url")


class _Names(cst.CSTTransformer):
    """The assignments of names that the option is read from."""

    def __init__(self, zeroing: Zeroing) -> None:
        super().__init__()
        self._zeroing = zeroing
        self._wanted = zeroing.names - zeroing.done
        zeroing.done |= self._wanted

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        names = {target.target.value for target in original_node.targets if isinstance(target.target, cst.Name)}
        if not names & self._wanted:
            return updated_node
        self._zeroing.assigned |= names
        return updated_node.with_changes(value=self._zeroing.zero(original_node.value))

    def leave_AnnAssign(self, original_node: cst.AnnAssign, updated_node: cst.AnnAssign) -> cst.AnnAssign:
        name = original_node.target.value if isinstance(original_node.target, cst.Name) else ""
        if name not in self._wanted or original_node.value is None:
            return updated_node
        self._zeroing.assigned |= {name}
        return updated_node.with_changes(value=self._zeroing.zero(original_node.value))


class _AfterHeroku(cst.CSTTransformer):
    """``DATABASES["default"]["CONN_MAX_AGE"] = 0`` below ``django_heroku.settings(locals())``."""

    def __init__(self, imports: Imports, quote: str) -> None:
        super().__init__()
        self._imports = imports
        default, option = (quoted(word, quote).value for word in ("default", _OPTION))
        self._line = cst.parse_statement(f"DATABASES[{default}][{option}] = 0\n")

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        if not any(self._is_heroku(small) for small in original_node.body):
            return updated_node
        return cst.FlattenSentinel([updated_node, self._line])

    def _is_heroku(self, small: cst.BaseSmallStatement) -> bool:
        call = small.value if isinstance(small, cst.Expr) else None
        return isinstance(call, cst.Call) and self._imports.resolve(call.func) in _HEROKU


def _is_setdefault(func: cst.BaseExpression) -> bool:
    return isinstance(func, cst.Attribute) and func.attr.value == "setdefault"


def _is_option(target: cst.BaseExpression) -> bool:
    """``DATABASES["default"]["CONN_MAX_AGE"]``, or the last part of any such chain."""
    return isinstance(target, cst.Subscript) and _key(target.slice) == _OPTION


def _key(slices: Sequence[cst.SubscriptElement]) -> str | None:
    index = slices[0].slice if len(slices) == 1 else None
    return literal(index.value) if isinstance(index, cst.Index) else None
