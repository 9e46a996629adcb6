"""``request.user`` and ``request.session`` are loaded once: what has already loaded them, and how best to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wsgi2asgi.analysis.program.entities import Model, ReverseRelation
from wsgi2asgi.analysis.program.operations import Operation
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.analysis.program.request_user import changes_user
from wsgi2asgi.analysis.program.types import Type, User
from wsgi2asgi.analysis.program.user_object import PLAIN_OF_USERS
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.needs import Need
from wsgi2asgi.planning.conversion.paths import dominates, loops_around, may_follow
from wsgi2asgi.planning.conversion.setting import Setting

#: What of a request can be read without asking who the visitor is.
_PLAIN = frozenset(
    {
        "method", "GET", "POST", "FILES", "META", "COOKIES", "headers", "path", "path_info", "body", "content_type",
        "content_params", "scheme", "encoding", "resolver_match", "session", "get_full_path", "build_absolute_uri",
        "get_host", "get_port", "is_secure", "accepts", "get_signed_cookie", "read", "readline",
    }
)  # fmt: skip
_LOADED_WHEN_LOADED = ("get", "pop", "setdefault", "keys", "values", "items", "update", "has_key")


def without_loaded(body: Body, needs: Sequence[Need]) -> list[Need]:
    """The needs without those that find the user or session loaded by an earlier one that always runs before."""
    kept: list[Need] = []
    for need in needs:
        if need.form == "user" and any(one.leaves_user_loaded and dominates(body, one.op, need.op) for one in kept):
            continue
        if _reads_session(body, need) and any(one.loads_session and dominates(body, one.op, need.op) for one in kept):
            continue
        kept.append(need)
    return kept


def with_other_loads(body: Body, need: Need, needs: Sequence[Need]) -> Need:
    """A use of the user, told of others that may load it in a thread: there it must be the same object."""
    attribute = user_attribute(body, need) if need.form == "user" else None
    if attribute is None:
        return need
    request = body.program.text(body.name, body.ops[attribute].inputs[0])
    others = [one for one in needs if one.op != need.op and _may_load_user(body, one, request)]
    before = any(one.op < need.op and may_follow(body, one.op, need.op) for one in others)
    in_loop = bool(loops_around(body, need.op))
    after = any(one.op > need.op and (in_loop or may_follow(body, need.op, one.op)) for one in others)
    return replace(need, user_before=before, user_after=after)


def _may_load_user(body: Body, need: Need, request: str) -> bool:
    """Whether it reads the user, gets the request, or runs functions that read the user of one."""
    if need.loads_user or any(_hands_on(body, index, request) for index in body.facts.made_of(need.op)):
        return True
    program = body.program
    callees = [name for item in program.operations(body.name) if item.op == need.op for name in item.callees]
    return any(
        item.kind == "lazy-user"
        for name in reached(callees, program.calls)
        if program.function(name)
        for item in program.operations(name)
    )


def _hands_on(body: Body, index: int, request: str) -> bool:
    """Whether the operation is the request, and more of it may be read than is there without asking for the user."""
    if body.ops[index].kind not in ("name", "attr") or body.program.text(body.name, index) != request:
        return False
    consumer = body.consumers[index]
    return consumer < 0 or body.ops[consumer].kind != "attr" or body.ops[consumer].name not in _PLAIN


def _reads_session(body: Body, need: Need) -> bool:
    """Whether it only touches the session's data in memory once that is there."""
    if not need.loads_session or need.loads_user or need.writes:
        return False
    op = body.ops[need.op]
    if op.kind == "call":
        return need.text.rpartition(".")[2].partition("(")[0] in _LOADED_WHEN_LOADED
    return op.kind in ("subscript", "store_item", "delete_item", "compare")


def load(body: Body, setting: Setting, need: Need) -> tuple[Edit | None, Need]:
    """For a use of the user that stands alone: the line to put before its statement, or the need in the form in which
    its expression loads it.

    Where code that runs later in a thread reads ``request.user`` as well, the loaded user must be assigned back: the
    sync and the async attribute have separate caches, and it would be queried twice.
    """
    attribute = user_attribute(body, need)
    twin = setting.twin(async_api.REQUEST, "user")
    differs = not setting.authentication.is_plain or setting.user_in_thread or alters_user(body, setting)
    if need.user_before or attribute is None or twin is None or differs:
        return None, replace(need, form="expression")
    if not need.user_after and not read_again(body, attribute):
        return None, replace(need, op=attribute, form="method", twin=twin)
    statement = body.statement_of(attribute)
    movable = body.always_runs(attribute) and not body.is_elif(statement) and body.stands_alone(statement)
    if not movable or loops_around(body, attribute):
        return None, replace(need, form="expression")
    return load_before(body, attribute, twin), need


def load_before(body: Body, attribute: int, twin: str) -> Edit:
    """The line ``request.user = await request.auser()`` before the statement of an operation."""
    statement = body.statement_of(attribute)
    request = body.program.text(body.name, body.ops[attribute].inputs[0])
    return Edit("load_user", statement.span, {"request": request, "name": twin})


def alters_user(body: Body, setting: Setting) -> bool:
    """Whether a function puts another user in its place, or changes the object itself, also in what it calls."""
    if changes_user(body.program, body.function) is not None:
        return True
    altering = setting.authentication.altering
    return bool(altering) and any(name in altering for name in reached((body.name,), body.program.calls))


def user_attribute(body: Body, need: Need) -> int | None:
    """The operation that reads ``.user``, at or below the operation that makes use of it."""
    for index in body.facts.made_of(need.op):
        op = body.ops[index]
        if op.kind == "attr" and op.name == "user" and body.ops[op.inputs[0]].kind in ("name", "attr"):
            return index
    return None


def read_again(body: Body, attribute: int) -> bool:
    """Whether the request is used further on (or in another round of a loop) in a way that may read its user."""
    request = body.program.text(body.name, body.ops[attribute].inputs[0])
    start = min((loop.first for loop in loops_around(body, attribute)), default=attribute)
    for index in range(start, len(body.ops)):
        if index != body.ops[attribute].inputs[0] and _hands_on(body, index, request):
            return True
    return _method_reads_self(body, request, attribute + 1)


def _method_reads_self(body: Body, request: str, start: int) -> bool:
    """``self.request`` can be read by any method that is called later."""
    if not request.startswith("self."):
        return False
    for index in range(start, len(body.ops)):
        consumer = body.consumers[index]
        if body.ops[index].kind != "name" or body.ops[index].name != "self":
            continue
        if (
            consumer < 0
            or body.ops[consumer].kind != "attr"
            or body.ops[consumer].name not in ("request", "kwargs", "args")
        ):
            return True
    return False


def is_plain_of_user(program: Program, operation: Operation) -> bool:
    """Whether the use of ``request.user`` only has to load it: what it reads is then in memory."""
    subject, name = operation.subject, operation.method
    model = program.model(subject.model or "") if isinstance(subject, User) else None
    if model is None or model.external:
        known = name in PLAIN_OF_USERS
        return known if model is None else (known or _is_column(model, name))
    return (
        name == "" or _is_column(model, name) or (name in PLAIN_OF_USERS and not program.find_method(model.name, name))
    )


def sets_plainly(program: Program, subject: Type | None, name: str) -> bool:
    """Whether an attribute that is set or deleted on ``request.user`` is only kept there once that is loaded."""
    model = program.model(subject.model or "") if isinstance(subject, User) else None
    if model is None or isinstance(model.relation(name), ReverseRelation):
        return False
    return not any(program.find_method(model.name, item) for item in (name, "__setattr__", "__delattr__"))


def _is_column(model: Model, name: str) -> bool:
    """A column, or a manager of many (which is built without a query)."""
    relation = model.relation(name)
    if isinstance(relation, ReverseRelation):
        return not relation.single
    if relation is not None:
        return relation.relation in ("many-to-many", "generic-relation")
    return name in model.fields or (name.endswith("_id") and name[:-3] in model.fields)
