"""Let a gunicorn configuration file start uvicorn's workers: ``gunicorn.conf.py``.

``worker_class`` is set, ``threads`` goes (the worker has one event loop), ``wsgi_app`` names the ASGI module, and
behind a unix socket forwarded headers are trusted, as gunicorn's own workers do: uvicorn judges by the peer's
address, and a unix socket has none. Hooks and all other settings stay.

https://docs.gunicorn.org/en/stable/settings.html
https://github.com/Kludex/uvicorn-worker
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext
from libcst.metadata import MetadataWrapper, PositionProvider

from wsgi2asgi_codemods.reading.names import Imports
from wsgi2asgi_codemods.reading.notes import Note
from wsgi2asgi_codemods.reading.strings import literal, preferred_quote, quoted
from wsgi2asgi_codemods.reading.uses import bound_by, loads
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.leading import hand_over, lead, with_lead, without_own_comment
from wsgi2asgi_codemods.writing.pruning import prune

_WORKER_CLASS = "uvicorn_worker.UvicornWorker"
_BUILT_IN = frozenset({"sync", "gthread", "gevent", "eventlet", "tornado", "gevent_wsgi", "gevent_pywsgi"})
#: Settings that the uvicorn worker does not heed, or not as gunicorn's own workers do.
_NOTED = frozenset(
    {"threads", "worker_connections", "timeout", "graceful_timeout", "access_log_format", "logger_class"}
)
#: After which setting a new one is written, the first that is there.
_ANCHORS = ("worker_class", "workers", "bind", "wsgi_app")


class SwitchGunicornWorker(CodemodCommand):
    """Sets the worker class; ``wsgi`` and ``asgi`` are the project's modules by dotted name."""

    DESCRIPTION = "Let gunicorn start uvicorn's workers."

    def __init__(self, context: CodemodContext, wsgi: str, asgi: str) -> None:
        super().__init__(context)
        self._wsgi = wsgi
        self._asgi = asgi
        self.notes: tuple[Note, ...] = ()

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Raises Refused where the worker class is computed, a class of its own, or gevent patches the library."""
        imports = Imports.of(tree)
        if any(name.startswith("gevent") for name in _called(tree, imports)):
            raise Refused("gevent patches the standard library here, which the uvicorn worker cannot run under")
        values = _Values(self._wsgi, self._asgi)
        changed = tree.visit(values)
        self.notes = tuple(sorted({*_notes(tree, values)}))
        if values.is_done:
            return changed
        changed = _without_threads(changed)
        quote = preferred_quote(tree)
        if not values.has_worker_class:
            changed = _with_setting(changed, "worker_class", quoted(_WORKER_CLASS, quote))
        if values.binds_socket and not _assigns(tree, "forwarded_allow_ips"):
            changed = _with_setting(changed, "forwarded_allow_ips", quoted("*", quote))
        return changed


class _Values(cst.CSTTransformer):
    """The values of ``worker_class`` and ``wsgi_app``, wherever the module assigns them."""

    def __init__(self, wsgi: str, asgi: str) -> None:
        super().__init__()
        self._wsgi = wsgi
        self._asgi = asgi
        self.has_worker_class = False
        self.is_done = False
        self.binds_socket = False
        self.looked_up: list[cst.CSTNode] = []

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        return False

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        return updated_node.with_changes(value=self._value(set(bound_by(original_node)), original_node.value))

    def leave_AnnAssign(self, original_node: cst.AnnAssign, updated_node: cst.AnnAssign) -> cst.AnnAssign:
        if original_node.value is None:
            return updated_node
        return updated_node.with_changes(value=self._value(set(bound_by(original_node)), original_node.value))

    def _value(self, names: set[str], value: cst.BaseExpression) -> cst.BaseExpression:
        if "worker_class" in names:
            self.has_worker_class = True
            return self._worker_class(value)
        if "wsgi_app" in names:
            return self._application(value)
        if "bind" in names:
            entries = [item.value for item in value.elements] if isinstance(value, (cst.List, cst.Tuple)) else [value]
            self.binds_socket = any((literal(entry) or "").startswith(("unix:", "/")) for entry in entries)
        return value

    def _worker_class(self, value: cst.BaseExpression) -> cst.BaseExpression:
        if isinstance(value, cst.Call):
            return self._lookup(value)
        name = literal(value)
        if name is None:
            code = " ".join(cst.Module([]).code_for_node(value).split())
            raise Refused(f"worker_class is computed: {code}")
        bare = name.rpartition("#")[2]
        if bare.startswith("uvicorn.workers."):
            return self._like(value, "uvicorn_worker." + bare.removeprefix("uvicorn.workers."))
        if bare.startswith("uvicorn_worker."):
            self.is_done = True
            return value
        if bare not in _BUILT_IN:
            raise Refused(f"worker_class is a class of its own: {name}")
        return self._like(value, _WORKER_CLASS)

    def _lookup(self, call: cst.Call) -> cst.BaseExpression:
        """``os.environ.get("WORKER_CLASS", "gthread")``: the default is what can be changed."""
        for index, arg in enumerate(call.args):
            is_default = (arg.keyword and arg.keyword.value == "default") or (index == 1 and arg.keyword is None)
            if is_default and literal(arg.value) is not None:
                self.looked_up.append(call)
                args = list(call.args)
                args[index] = arg.with_changes(value=self._worker_class(arg.value))
                return call.with_changes(args=args)
        raise Refused("worker_class is computed: " + " ".join(cst.Module([]).code_for_node(call).split()))

    def _application(self, value: cst.BaseExpression) -> cst.BaseExpression:
        module, colon, _ = (literal(value) or "").partition(":")
        if module != self._wsgi:
            return value
        return self._like(value, f"{self._asgi}:application" if colon else self._asgi)

    @staticmethod
    def _like(value: cst.BaseExpression, text: str) -> cst.BaseExpression:
        quote = value.quote if isinstance(value, cst.SimpleString) and len(value.quote) == 1 else '"'
        return quoted(text, quote)


def _called(tree: cst.Module, imports: Imports) -> Iterator[str]:
    """The dotted names of what the module's own statements call."""
    for line in tree.body:
        for small in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(small, cst.Expr) and isinstance(small.value, cst.Call):
                yield imports.resolve(small.value.func) or ""


def _notes(tree: cst.Module, values: _Values) -> Iterator[Note]:
    positions: Mapping[cst.CSTNode, object] = MetadataWrapper(tree, unsafe_skip_copy=True).resolve(PositionProvider)
    for line in tree.body:
        for small in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            for name in _NOTED & set(bound_by(small)):
                yield _note(tree, positions, small, name)
    for node in values.looked_up:
        yield _note(tree, positions, node, "worker_class")


def _note(tree: cst.Module, positions: Mapping[cst.CSTNode, object], node: cst.CSTNode, subject: str) -> Note:
    line = getattr(getattr(positions.get(node), "start", None), "line", 1)
    return Note(line, subject, " ".join(tree.code_for_node(node).split()))


def _assigns(tree: cst.Module, name: str) -> bool:
    return _place(tree.body, name) is not None


def _place(body: Sequence[cst.BaseStatement], name: str) -> int | None:
    """Where a setting is assigned at the top of the module."""
    for index, line in enumerate(body):
        if isinstance(line, cst.SimpleStatementLine) and any(name in bound_by(small) for small in line.body):
            return index
    return None


def _with_setting(tree: cst.Module, name: str, value: cst.BaseExpression) -> cst.Module:
    """A further setting below its nearest relative, or at the end."""
    body = list(tree.body)
    line = cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(cst.Name(name))], value)])
    places = [place for anchor in _ANCHORS if (place := _place(body, anchor)) is not None]
    body.insert(places[0] + 1 if places else len(body), line)
    return tree.with_changes(body=body)


def _without_threads(tree: cst.Module) -> cst.Module:
    """``threads`` goes with its comment and with imports that only served it, unless something reads it."""
    body = list(tree.body)
    place = _place(body, "threads")
    if place is None or "threads" in loads(tree):
        return tree
    line = body[place]
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) > 1:
        return tree
    del body[place]
    kept = without_own_comment(lead(line))
    if place < len(body):
        below = with_lead(body[place], hand_over(kept, lead(body[place])))
        return prune(tree.with_changes(body=[*body[:place], below, *body[place + 1 :]]), loads(line))
    return prune(tree.with_changes(body=body), loads(line))
