"""Take the wrappers off the application of an entry point, statement by statement.

What cannot be understood is refused rather than guessed: code that uses the application object was written for WSGI.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import libcst as cst

from wsgi2asgi_codemods.reading.application import Applications, Unwrapped
from wsgi2asgi_codemods.reading.callables import speaks_wsgi
from wsgi2asgi_codemods.reading.names import bindings
from wsgi2asgi_codemods.reading.notes import Note
from wsgi2asgi_codemods.reading.uses import loads, targets
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.leading import at_the_top, hand_over, lead, with_lead, without_own_comment
from wsgi2asgi_codemods.writing.merging import does_nothing, merged_branches

#: Cooperative threads patched in for a WSGI server; under an event loop they break it.
#: https://github.com/django/asgiref/issues/443
_MONKEY_PATCHES = ("gevent.monkey.patch_", "eventlet.monkey_patch", "psycogreen.", "psycogevent.")
#: Modules that exist only inside the WSGI server.
_SERVER_MODULES = ("uwsgi", "uwsgidecorators", "mod_wsgi")

Small = cst.BaseSmallStatement


class Unwrapping:
    """One walk through an entry point. ``notes`` says what was taken out, ``served`` names what that had used."""

    def __init__(self, applications: Applications, lines: Mapping[cst.CSTNode, int], strict: bool = True) -> None:
        self.applications = applications
        self.notes: list[Note] = []
        self.served: set[str] = set()
        self._lines = lines
        self._strict = strict  # refuse uses of the application that are not understood
        self._in_try = 0

    def module(self, tree: cst.Module) -> cst.Module:
        """The module without wrappers. Raises Refused."""
        return tree.with_changes(body=self._suite(tree.body))

    # -- suites ---------------------------------------------------------------------------------------------

    def _suite(self, body: Sequence[cst.BaseStatement]) -> list[cst.BaseStatement]:
        kept: list[cst.BaseStatement] = []
        orphans: list[cst.EmptyLine] = []
        for statement in body:
            changes = self._statement(statement)
            if not changes:
                orphans = hand_over(orphans, without_own_comment(lead(statement)))
            for changed in changes:
                kept.append(with_lead(changed, hand_over(orphans, lead(changed))) if orphans else changed)
                orphans = []
        return kept

    def _block(self, suite: cst.BaseSuite) -> cst.BaseSuite:
        if isinstance(suite, cst.SimpleStatementSuite):
            small = self._smalls(suite.body)
            return suite.with_changes(body=small or [cst.Pass()])
        statements = [item for item in suite.body if isinstance(item, cst.BaseStatement)]
        body = self._suite(statements)
        if body and len(body) < len(statements):
            body[0] = at_the_top(body[0])
        return suite.with_changes(body=body or [cst.SimpleStatementLine([cst.Pass()])])

    def _statement(self, statement: cst.BaseStatement) -> list[cst.BaseStatement]:
        if isinstance(statement, cst.SimpleStatementLine):
            small = self._smalls(statement.body)
            return [statement.with_changes(body=small)] if small else []
        if isinstance(statement, cst.If):
            return self._if(statement)
        if isinstance(statement, cst.Try):
            return self._try(statement)
        if isinstance(statement, (cst.For, cst.While, cst.With)):
            return self._loop(statement)
        self._refuse_definition(statement)
        return [statement]

    # -- compound statements --------------------------------------------------------------------------------

    def _if(self, statement: cst.If) -> list[cst.BaseStatement]:
        if self._is_main(statement.test) and self._uses_application(statement):
            self._note(statement, "__main__", statement.body)
            return []
        self._refuse_use(statement.test)
        before = len(self.notes)
        body = self._block(statement.body)
        orelse = self._orelse(statement.orelse)
        if len(self.notes) == before:
            return [statement.with_changes(body=body, orelse=orelse)]
        if orelse is None and does_nothing(body):
            self.served |= loads(statement.test)
            return []
        changed = statement.with_changes(body=body, orelse=orelse)
        merged = merged_branches(statement, changed)
        if merged is None:
            return [changed]
        self.served |= loads(statement.test)
        return merged

    def _orelse(self, orelse: cst.If | cst.Else | None) -> cst.If | cst.Else | None:
        if orelse is None:
            return None
        if isinstance(orelse, cst.Else):
            body = self._block(orelse.body)
            return None if does_nothing(body) and not does_nothing(orelse.body) else orelse.with_changes(body=body)
        self._refuse_use(orelse.test)
        return orelse.with_changes(body=self._block(orelse.body), orelse=self._orelse(orelse.orelse))

    def _try(self, statement: cst.Try) -> list[cst.BaseStatement]:
        self._in_try += 1
        body = self._block(statement.body)
        self._in_try -= 1
        handlers = [item.with_changes(body=self._block(item.body)) for item in statement.handlers]
        parts = {
            name: part.with_changes(body=self._block(part.body))
            for name, part in (("orelse", statement.orelse), ("finalbody", statement.finalbody))
            if part is not None
        }
        if does_nothing(body) and not does_nothing(statement.body) and not parts:
            return []
        return [statement.with_changes(body=body, handlers=handlers, **parts)]

    def _loop(self, statement: cst.For | cst.While | cst.With) -> list[cst.BaseStatement]:
        heads = [getattr(statement, name, None) for name in ("iter", "test")]
        heads += [item.item for item in getattr(statement, "items", ())]
        self._refuse_use(*[head for head in heads if head is not None])
        body = self._block(statement.body)
        if does_nothing(body) and not does_nothing(statement.body):
            self.served |= loads(*[head for head in heads if head is not None])
            return []
        return [statement.with_changes(body=body)]

    def _is_main(self, test: cst.BaseExpression) -> bool:
        return "__name__" in loads(test)

    # -- simple statements ----------------------------------------------------------------------------------

    def _smalls(self, body: Sequence[Small]) -> list[Small]:
        kept = [changed for small in body if (changed := self._small(small)) is not None]
        if kept and len(kept) < len(body):
            kept[-1] = kept[-1].with_changes(semicolon=cst.MaybeSentinel.DEFAULT)
        return kept

    def _small(self, small: Small) -> Small | None:
        if isinstance(small, (cst.Import, cst.ImportFrom)):
            self._refuse_server_module(small)
            return small
        if isinstance(small, (cst.Assign, cst.AnnAssign)) and small.value is not None:
            found = self.applications.unwrap(small.value)
            if found is not None:
                return self._assignment(small, found)
        if isinstance(small, cst.Expr) and isinstance(small.value, cst.Call) and self._is_left_out(small.value):
            return None
        self._refuse_use(small)
        return small

    def _assignment(self, small: cst.Assign | cst.AnnAssign, found: Unwrapped) -> Small | None:
        names = [target.value for target in targets(small) if isinstance(target, cst.Name)]
        if len(names) < len(targets(small)):
            raise Refused(f"line {self._line(small)}: the application is stored in something other than a name")
        for wrapper in found.wrappers:
            self._note(small, self.applications.wrapper_name(wrapper), wrapper)
            self.served |= loads(wrapper) - {"application"}
        self.applications.names.update(names)
        if found.wrappers:
            self.applications.wrapped.update(names)
        if isinstance(found.core, cst.Name) and names == [found.core.value]:
            return None
        return small.with_changes(value=found.core) if found.wrappers else small

    def _is_left_out(self, call: cst.Call) -> bool:
        """Calls that go with the server or with a wrapper: monkey patching, ``application.add_files(...)``."""
        name = self.applications.imports.resolve(call.func) or ""
        if name.startswith(_MONKEY_PATCHES):
            self._note(call, name, call)
            self.served |= loads(call)
            return True
        head = name.partition(".")[0]
        if "." in name and head in self.applications.wrapped:
            self._note(call, name, call)
            self.served |= loads(call) - {head}
            return True
        return False

    # -- refusals and notes ---------------------------------------------------------------------------------

    def _uses_application(self, *nodes: cst.CSTNode) -> bool:
        return bool(loads(*nodes) & self.applications.names)

    def _refuse_use(self, *nodes: cst.CSTNode) -> None:
        for node in nodes:
            if self._strict and self._uses_application(node):
                code = " ".join(cst.Module([]).code_for_node(node).split())
                raise Refused(f"line {self._line(node)}: what this does with the WSGI application is not known: {code}")

    def _refuse_definition(self, statement: cst.BaseStatement) -> None:
        name = getattr(statement, "name", None)
        if not self._strict:
            return
        if isinstance(name, cst.Name) and (name.value == "application" or self._uses_application(statement)):
            raise Refused(
                f"line {self._line(statement)}: {name.value} is WSGI code of the project's own; "
                "it has to be written for ASGI by hand"
            )
        if isinstance(statement, cst.ClassDef):
            for base in statement.bases:
                if speaks_wsgi(self.applications.imports.resolve(base.value)):
                    raise Refused(f"line {self._line(statement)}: {statement.name.value} extends Django's WSGI handler")

    def _refuse_server_module(self, small: cst.Import | cst.ImportFrom) -> None:
        if self._in_try or not self._strict:
            return
        for item in bindings(small):
            if item.target.partition(".")[0] in _SERVER_MODULES:
                raise Refused(
                    f"line {self._line(small)}: {item.target.partition('.')[0]} can be imported only inside its "
                    "WSGI server"
                )

    def _line(self, node: cst.CSTNode) -> int:
        return self._lines.get(node, 1)

    def _note(self, at: cst.CSTNode, subject: str, code: cst.CSTNode) -> None:
        text = " ".join(cst.Module([]).code_for_node(code).split())
        self.notes.append(Note(self._line(at), subject, text))
