"""The two kinds of failure a command can end in by raising."""

from __future__ import annotations


class UserError(Exception):
    """The user can mend this: wrong arguments, an unreadable project, a dirty tree. Exit code 2.

    ``str(error)`` is one line that says what is wrong and where; ``hint`` says what to do about it.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Bug(Exception):
    """A promise of ours that does not hold (for instance a codemod that made a file unparsable). Exit code 4."""
