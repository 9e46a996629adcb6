"""How a document editor says that it cannot carry out its wish."""

from __future__ import annotations


class Refused(Exception):
    """The wish does not fit the file. ``str(error)`` is one line that says why; the file stays as it was."""
