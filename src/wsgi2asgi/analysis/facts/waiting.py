"""Which files nobody needs to follow what requests do: modules of tests, and plain migrations."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from wsgi2asgi.analysis.facts.values import FileRole

#: At the begin of a line (to search for the line feed before it is much faster than for the begin): a class but those
#: of migrations and of test cases, and a decorator under which a framework or the project may call the function.
_TEST_CASE = r"\w+\(\s*(?:[\w.]*(?:TestCase|\wTests|TestMixin)(?:,\s*|\s*(?=\))))+\):"
_CLASS = rf"class\b(?! Migration\(migrations\.Migration\):| {_TEST_CASE})"
_HARMLESS = (
    "classmethod|staticmethod|freeze_time|freezegun|mock|override_settings|patch|pytest|skip(?:If|Unless)?|tag|unittest"
)
_MORE = re.compile(rf"\n(?:\xef\xbb\xbf)?[ \t\f]*(?:{_CLASS}|@[ \t]*(?!(?:{_HARMLESS})\b))".encode("latin-1"))
_ASYNC = re.compile(rb"\b(?:async[\s\\]+(?:def|for|with)|asyncio|async_to_sync|sync_to_async)\b")
_DECLARED = re.compile(rb"coding[:=]")


def can_wait(path: str, role: FileRole, data: bytes) -> bool:
    """Whether a file is a module of tests or a migration, by its name and its text, and nothing else.

    There is no class (but a migration, and test cases by the names of all their bases), no urlconf, nothing
    asynchronous and no decorator by which a framework knows a function: nothing that a project is made of (models,
    receivers, tasks, tags, views) is in it, unless the project imports it.
    https://docs.pytest.org/en/stable/explanation/goodpractices.html#test-discovery
    """
    is_test = role == "test" and PurePosixPath(path).name.startswith("test_") and b"def test_" in data
    return (
        (is_test or role == "migration")
        and not (b"async" in data and _ASYNC.search(data))
        and b"urlpatterns" not in data
        and b"\r" not in data
        and not _DECLARED.search(data, 0, 400)
        and not _MORE.search(b"\n" + data)
    )
