"""From the operations that analysis lists to needs: by kind, version and what the project overrides."""

from __future__ import annotations

from functools import cached_property

from wsgi2asgi.analysis.program.operations import Operation
from wsgi2asgi.analysis.program.types import Container, Instance, QuerySet, Request, Unknown
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.knowledge.members import member
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.draining import drained_by
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.needs import Form, Need
from wsgi2asgi.planning.conversion.pickling import Pickling
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.twins import Twins
from wsgi2asgi.planning.conversion.visitor import is_plain_of_user, sets_plainly
from wsgi2asgi.planning.conversion.writing import SESSION_WRITES, stores_in_session

_SESSION_METHODS = (
    "get",
    "pop",
    "setdefault",
    "keys",
    "values",
    "items",
    "update",
    "has_key",
    "set_expiry",
    *SESSION_WRITES,
)
#: Methods of caches that keep a value, and where it stands among their arguments.
_PICKLE = {"set": 1, "add": 1, "set_many": 0}
_OF_MAPPINGS = ("keys", "__getitem__")
_WHOLE_STATEMENTS = ("cursor", "transaction")
#: Methods of a connection that are complete in themselves.
_ON_CONNECTIONS = ("ensure_connection", "close", "close_if_unusable_or_obsolete", "is_usable")


class Classifier:
    """Makes needs of one function's operations."""

    def __init__(self, body: Body, setting: Setting, harmless: Harmless) -> None:
        self._body = body
        self._setting = setting
        self._program = setting.program
        self._harmless = harmless
        self._twins = Twins(body, setting)

    def need(self, operation: Operation) -> Need | None:
        """How this operation leaves the event loop; None where it may stay."""
        if operation.where != "here" or operation.is_told_elsewhere:
            return None
        op, text, (form, twin, module) = operation.op, operation.call, self._form(operation)
        if form is None:
            return None
        makes_iterator = self._runs_when_consumed(operation)
        if makes_iterator:
            op, form = self._drained(operation, form)
        return Need(
            op,
            form,
            text,
            operation.place,
            twin,
            module,
            writes=self._writes(operation),
            loads_session=operation.kind in ("session", "lazy-user", "auth"),
            loads_user=operation.kind == "lazy-user",
            leaves_user_loaded=operation.kind == "lazy-user" and operation.certainty == "certain",
            saves=operation.writes and operation.kind.startswith(("orm", "form")),
            stores=self._stores(operation),
            makes_iterator=makes_iterator and op == operation.op,
        )

    # -- how ------------------------------------------------------------------------------------------------

    def _form(self, operation: Operation) -> tuple[Form | None, str, str]:
        kind = operation.kind
        if kind == "lock":
            return "never", "", ""
        if kind == "cursor" and operation.method in _ON_CONNECTIONS:
            return "expression", "", ""  # each thread has connections of its own
        if kind in _WHOLE_STATEMENTS or (kind == "orm" and operation.method in ("iterator", "cursor")):
            return "unit", "", ""
        if kind == "messages" and not self._setting.messages_touch_sessions:
            return None, "", ""
        if kind in ("orm", "orm-related", "orm-instance", "shortcut", "sleep", "cache", "session"):
            return getattr(self, "_" + kind.replace("-", "_"))(operation)  # type: ignore[no-any-return]
        if kind == "orm-iterate" and self._body.ops[operation.op].kind == "iterate":
            return "iterate", self._twins.of_loop(operation.op), ""
        if kind == "orm-consume":
            return self._consume(operation)
        if kind == "lazy-user":
            changed = self._body.ops[operation.op]
            if changed.kind in ("store_attr", "delete_attr"):
                return ("user" if sets_plainly(self._program, operation.subject, changed.name) else "unit"), "", ""
            is_plain = self._is_user_itself(operation.op) or is_plain_of_user(self._program, operation)
            return ("user" if is_plain and self._is_surely_user(operation.op) else "expression"), "", ""
        if kind == "project-call":
            return self._project_call(operation)
        return self._plain(operation), "", ""

    def _plain(self, operation: Operation) -> Form:
        """A call can be made in a thread, anything else is an expression or a statement."""
        kind = self._body.ops[operation.op].kind
        if kind == "call":  # what ``**`` asks a mapping for is asked before the call
            return "expression" if operation.method in _OF_MAPPINGS else "call"
        return "expression" if kind in (*EXPRESSIONS, "format", "star", "double_star") else "unit"

    def _orm(self, operation: Operation) -> tuple[Form | None, str, str]:
        known = member("queryset", operation.method)
        if known is not None and known.does == "build":
            return "expression", "", ""  # of a method that builds, handed on, readers believe that it does nothing
        twin = "" if self._begins_in_thread(operation) else self._twins.of_query(operation.op, operation.method)
        return ("method", twin, "") if twin else (self._plain(operation), "", "")

    _orm_related = _orm

    def _begins_in_thread(self, operation: Operation) -> bool:
        """Whether the manager's own ``get_queryset``, which a method with an async twin runs on the loop, must not run
        there."""
        begin = (name for name in operation.callees if name.endswith(".get_queryset"))
        return any(not self._harmless.is_harmless(name) for name in begin)

    def _orm_instance(self, operation: Operation) -> tuple[Form | None, str, str]:
        twin = self._setting.twin(async_api.MODEL, operation.method)
        return ("method", twin, "") if twin else (self._plain(operation), "", "")

    def _shortcut(self, operation: Operation) -> tuple[Form | None, str, str]:
        twin = None if self._begins_in_thread(operation) else self._setting.twin(async_api.SHORTCUTS, operation.method)
        return ("function", twin, async_api.SHORTCUTS) if twin else ("call", "", "")

    def _sleep(self, operation: Operation) -> tuple[Form | None, str, str]:
        op = self._body.ops[operation.op]
        name = self._program.resolve(self._body.name, op.inputs[0]) if op.kind == "call" else None
        simple = name == "time.sleep" and len(op.inputs) == 2 and not op.keywords
        return ("sleep", "", "") if simple else (self._plain(operation), "", "")

    def _cache(self, operation: Operation) -> tuple[Form | None, str, str]:
        keeps = self._may_query_when_pickled(operation)
        if self._setting.caches_in_memory and operation.method != "get_or_set" and not keeps:
            return None, "", ""
        twin = self._setting.twin(async_api.CACHE, operation.method)
        if twin and operation.method != "get_or_set" and self._body.ops[operation.op].kind == "call":
            return "method", twin, ""
        return self._plain(operation), "", ""

    @cached_property
    def _pickling(self) -> Pickling:
        return Pickling(self._program, self._harmless)

    def _may_query_when_pickled(self, operation: Operation) -> bool:
        """Whether a cache in memory, which pickles what it is given, fetches rows by that."""
        call, position = self._body.ops[operation.op], _PICKLE.get(operation.method)
        if position is None or call.kind != "call":
            return False
        named = (item for item in map(call.keyword, ("value", "data")) if item is not None)
        kept = (*call.positional[position : position + 1], *named)
        return any(
            self._pickling.may_query(item) for value in kept for item in self._program.type_of(self._body.name, value)
        )

    def _is_user_itself(self, op: int) -> bool:
        """Whether it reads ``request.user`` and nothing of it."""
        found = self._body.ops[op]
        return found.kind == "attr" and any(
            isinstance(item, Request) for item in self._program.type_of(self._body.name, found.inputs[0])
        )

    def _is_surely_user(self, op: int) -> bool:
        """Whether nothing else was put in the user's place, as far as is known."""
        found = self._body.ops[op]
        read = found.inputs[0] if found.kind == "attr" and not self._is_user_itself(op) else op
        return not any(isinstance(item, Unknown) for item in self._program.type_of(self._body.name, read))

    def _session(self, operation: Operation) -> tuple[Form | None, str, str]:
        kind = self._body.ops[operation.op].kind
        twin = None if self._setting.has_own_sessions else self._session_twin(operation, kind)
        if kind == "call" and operation.method in _SESSION_METHODS and twin:
            return "method", twin, ""
        if kind == "store_item":
            return "session-item", twin or "", ""
        return self._plain(operation), "", ""

    def _session_twin(self, operation: Operation, kind: str) -> str | None:
        name = "__setitem__" if kind == "store_item" else operation.method
        return self._setting.twin(async_api.SESSION, name)

    def _consume(self, operation: Operation) -> tuple[Form | None, str, str]:
        kind = self._body.ops[operation.op].kind
        if kind == "truth":
            return "hand", "bool", ""
        if kind == "unpack":
            return "hand", "list", ""
        return self._plain(operation), "", ""

    def _project_call(self, operation: Operation) -> tuple[Form | None, str, str]:
        if isinstance(operation.subject, Instance) and (twin := self._setting.twin(async_api.MODEL, operation.method)):
            return "method", twin, ""  # the twin runs the project's own save() or delete() in a thread
        functions = [self._program.function(name) for name in operation.callees]
        if any(function is not None and function.is_async for function in functions):
            return "never", "", ""
        if operation.callees and all(self._harmless.is_harmless(name) for name in operation.callees):
            return None, "", ""
        if self._body.ops[operation.op].kind == "truth":
            return "hand", "bool", ""
        given = self._program.type_of(self._body.name, operation.op)
        if self._begins_in_thread(operation) and any(isinstance(item, QuerySet) for item in given):
            return "expression", "", ""  # what it builds is often used at once, in the same hop
        return self._plain(operation), "", ""

    # -- iterators ------------------------------------------------------------------------------------------

    def _runs_when_consumed(self, operation: Operation) -> bool:
        """Whether it makes an iterator that queries row by row, or runs functions of the project that do something."""
        if operation.kind == "orm" and operation.method == "iterator":
            return True
        types = self._program.type_of(self._body.name, operation.op)
        is_iterator = any(isinstance(item, Container) and item.name in ("generator", "iterator") for item in types)
        return is_iterator and any(not self._harmless.is_harmless(name) for name in operation.callees)

    def _drained(self, operation: Operation, form: Form) -> tuple[int, Form]:
        """Such an iterator must be consumed in the hop that makes it."""
        drain = drained_by(self._body, operation.op)
        if drain is None:
            return operation.op, form
        kind, is_direct = self._body.ops[drain].kind, self._body.consumers[operation.op] == drain
        if kind == "iterate":
            return operation.op, "unit"
        if kind == "unpack":
            return drain, "unit"
        is_called = operation.kind == "project-call" and not operation.method.startswith("__")
        return drain, "call" if kind == "call" and is_direct and is_called else "expression"

    # -- writing --------------------------------------------------------------------------------------------

    def _stores(self, operation: Operation) -> bool:
        if stores_in_session(operation, self._body.ops[operation.op]):
            return True
        return any(self._harmless.may_store(name) for name in operation.callees)

    def _writes(self, operation: Operation) -> bool:
        """Whether it changes something that outlives the request; what cannot be seen counts as doing so."""
        runs = operation.kind in ("project-call", "form") and operation.callees
        if self._harmless.changes(operation):
            return True
        return bool(runs) and any(self._harmless.may_write(name) for name in operation.callees)


#: Operations that are expressions and can be evaluated elsewhere.
EXPRESSIONS = (
    "name", "const", "attr", "call", "subscript", "compare", "boolean", "conditional", "binary", "unary",
    "fstring", "collection", "comprehension",
)  # fmt: skip
