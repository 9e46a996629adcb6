"""Where asgi.py and wsgi.py have drifted apart: what one loads and the other does not.

Seen in the field: production ran with local settings, or without its environment file, after the switch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wsgi2asgi_codemods.reading.outline import Outlined, outline

#: Statements that bring configuration in: environment files and the search path.
_CONFIGURING = re.compile(r"\b(load_dotenv|read_dotenv|read_env|dotenv\.load|sys\.path\.(?:insert|append|extend))\b")
_LOGGING = re.compile(r"\bgetLogger\(|^log(?:ger|ging)?\.")


@dataclass(frozen=True, slots=True)
class Drift:
    """What asgi.py lacks: statements to carry over with the imports they need, and others that only get a note."""

    statements: tuple[str, ...]
    imports: tuple[str, ...]
    noted: tuple[Outlined, ...]


def compare(derived: str, asgi: str) -> Drift:
    """``derived`` is what wsgi.py would give as asgi.py, ``asgi`` the one that is there."""
    wanted, present = outline(derived), outline(asgi)
    keys = {item.key for item in present}
    missing = [item for item in wanted if item.kind == "other" and item.key not in keys]
    carried = [item for item in missing if _configures(item) and not _configured_alike(item, asgi)]
    carried = _with_what_they_read(carried, missing)
    bound = {name for item in present for name in item.binds}
    imports = _imports_for(carried, wanted, bound)
    if imports is None:
        carried, imports = [], ()
    noted = tuple(item for item in missing if item not in carried and not _is_immaterial(item))
    return Drift(tuple(item.code for item in carried), imports, noted)


def _configures(item: Outlined) -> bool:
    return _CONFIGURING.search(item.code) is not None


def _configured_alike(item: Outlined, asgi: str) -> bool:
    """asgi.py calls the same function in its own way: that is a decision, not an omission."""
    found = _CONFIGURING.search(item.code)
    return found is not None and found.group(1) in asgi


def _with_what_they_read(carried: list[Outlined], missing: list[Outlined]) -> list[Outlined]:
    """The carried statements with those that bind the names they read, in the order of wsgi.py."""
    wanted = set(carried)
    while True:
        names = {name for item in wanted for name in item.loads}
        more = {item for item in missing if item.binds & names} - wanted
        if not more:
            return [item for item in missing if item in wanted]
        wanted |= more


def _imports_for(carried: list[Outlined], wanted: tuple[Outlined, ...], bound: set[str]) -> tuple[str, ...] | None:
    """The imports that bind what is read and not yet bound in asgi.py; None where one line imports more than that."""
    names = {name for item in carried for name in item.loads} - bound
    lines = [item for item in wanted if item.kind == "import" and item.binds & names]
    return tuple(" ".join(item.code.split("#")[0].split()) for item in lines)


def _is_immaterial(item: Outlined) -> bool:
    """Plain values, and what the file logs."""
    return (bool(item.binds) and "(" not in item.code) or _LOGGING.search(item.code) is not None
