"""Which files nobody needs to follow what requests do: modules of test functions, and plain migrations."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from wsgi2asgi.analysis.facts.values import FileRole

#: A class, and a decorator under which a framework or the project may call the function, at the begin of a line (to
#: search for the line feed before it is much faster than for the begin).
_CLASS = r"class\b(?! Migration\(migrations\.Migration\):)"
_DECORATOR = r"@[ \t]*(?!(?:freeze_time|freezegun|mock|override_settings|patch|pytest|unittest)\b)"
_MORE = re.compile(rf"\n(?:\xef\xbb\xbf)?[ \t\f]*(?:{_CLASS}|{_DECORATOR})".encode("latin-1"))
_DECLARED = re.compile(rb"coding[:=]")


def can_wait(path: str, role: FileRole, data: bytes) -> bool:
    """Whether a file is a module of pytest's functions or a migration, by its name and its text, and nothing else.

    There is no class (but a migration), no urlconf, nothing asynchronous and no decorator by which a framework knows a
    function: nothing that a project is made of (models, receivers, tasks, tags, views) is in it, unless the project
    imports it.
    https://docs.pytest.org/en/stable/explanation/goodpractices.html#test-discovery
    """
    is_test = role == "test" and PurePosixPath(path).name.startswith("test_") and b"def test_" in data
    return (
        (is_test or role == "migration")
        and b"async" not in data
        and b"urlpatterns" not in data
        and b"\r" not in data
        and not _DECLARED.search(data, 0, 400)
        and not _MORE.search(b"\n" + data)
    )
