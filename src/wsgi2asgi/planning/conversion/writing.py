"""Which operations change something that outlives the request."""

from __future__ import annotations

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.operations import Operation
from wsgi2asgi.planning.conversion.validation import VALIDATING

_READING_HTTP = ("get", "head", "options", "urlopen")
_READING_FILES = (
    "read",
    "open",
    "exists",
    "is_file",
    "is_dir",
    "stat",
    "size",
    "url",
    "path",
    "listdir",
    "iterdir",
    "glob",
)
_READING_CACHE = ("get", "get_many", "has_key", "__contains__")
_ONLY_READS = ("cpu", "lock", "render", "lazy-relation", "lazy-user", "orm-iterate", "orm-consume", "shortcut")
_WRITING = ("cursor", "mail", "task", "subprocess", "signal", "external", "unknown-call", "socket")
SESSION_WRITES = ("flush", "cycle_key", "save", "create", "delete", "clear_expired")


#: Methods that change the session in memory.
_SESSION_CHANGES = ("pop", "setdefault", "update", "clear", "set_expiry", "__setitem__", "__delitem__", *SESSION_WRITES)


def stores_in_session(operation: Operation, op: Op) -> bool:
    """Whether the operation, which stands at ``op``, changes the session."""
    if operation.kind != "session":
        return False
    return op.kind in ("store_item", "delete_item", "store_attr") or operation.method in _SESSION_CHANGES


def writes_by_kind(kind: str, method: str) -> bool:
    """Whether an operation of that kind and name changes something outside the database."""
    if kind in _ONLY_READS:
        return False
    if kind == "http":
        return method.lower() not in _READING_HTTP
    if kind == "file":
        return not method.startswith(_READING_FILES)
    if kind == "cache":
        return method not in _READING_CACHE
    if kind == "session":
        return method in SESSION_WRITES
    if kind == "auth":
        return method in ("login", "logout", "update_session_auth_hash", "create_user", "create_superuser")
    if kind == "form":
        return method in (*VALIDATING, "save", "save_m2m")
    return kind in _WRITING or kind == "transaction"
