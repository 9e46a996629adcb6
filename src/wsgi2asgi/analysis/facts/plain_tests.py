"""Which files hold nothing but test functions: nobody needs them to follow what requests do."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

#: What makes a file more than that, at the begin of a line: a class, and a decorator that is not one of test tools,
#: under which a framework or the project may call the function.
_TOOLS = "freeze_time|freezegun|mock|override_settings|patch|pytest|unittest"
_MORE = re.compile(rb"^(?:\xef\xbb\xbf)?[ \t\f]*(?:class\b|@[ \t]*(?!(?:%s)\b))" % _TOOLS.encode(), re.MULTILINE)
_DECLARED = re.compile(rb"coding[:=]")


def holds_only_tests(path: str, data: bytes) -> bool:
    """Whether a file is a module of pytest's functions, by its name and its text.

    There is no class, nothing asynchronous and no decorator by which a framework knows a function: nothing that a
    project is made of (models, receivers, tasks, tags, views) is in it, unless the project imports it.
    https://docs.pytest.org/en/stable/explanation/goodpractices.html#test-discovery
    """
    return (
        PurePosixPath(path).name.startswith("test_")
        and b"def test_" in data
        and b"async" not in data
        and b"\r" not in data
        and not _DECLARED.search(data, 0, 400)
        and not _MORE.search(data)
    )
