"""What is written down: how tests came out, which views their requests reached, what was left to WSGI."""

import os
import sys
import traceback
from os import getpid

from wsgi2asgi_lines import Lines

LONGEST = 2000


class Record:
    """The lines of this process, and the test that runs now."""

    def __init__(self, root, folder):
        self.root = os.path.join(os.path.realpath(root), "")
        self.lines = Lines(folder)
        self.test = None
        self.last = None

    def began(self, test):
        """A test begins; whether it does not run inside another one."""
        if self.test is not None:
            return False
        self.test = test
        return True

    def ended(self):
        """No test runs."""
        self.test = None

    def outcome(self, test, outcome, error=None, of=None):
        """A test, or a subtest ``of`` a test, came out so; ``error`` is the exception."""
        line = {"test": test, "outcome": outcome}
        if of is not None:
            line["of"] = of
        if error is not None:
            line["said"] = said(error)
            line["at"] = self.frames(error)
        self.once(line)

    def reached(self, view):
        """A request of the test reached a view, known by its dotted name."""
        self.once({"request": view, "of": self.test})

    def unawaited(self, coroutine):
        """A coroutine function of the project was called and never awaited: that counts as a test that fails."""
        code = coroutine.cr_code
        path = self.path_of(code)
        if path is not None:
            name = getattr(coroutine, "__qualname__", code.co_name)
            test = f"{path}: coroutine {name} was never awaited"
            said = f"RuntimeWarning: coroutine {name!r} was never awaited, while {self.test or 'no test'} ran"
            at = [[path, code.co_firstlineno, code.co_name]]
            self.once({"test": test, "outcome": "failed", "said": said, "at": at})

    def left(self, why):
        """A request of the test was not sent through ASGI."""
        self.once({"left": why, "of": self.test})

    def given(self, names):
        """What the test put into the environ that no ASGI server can give."""
        if names:
            self.once({"given": names, "of": self.test})

    def note(self, view, text):
        """What is to be known of a view."""
        self.once({"note": text, "request": view, "of": self.test})

    def once(self, line):
        """Write a line unless it is the same as the one before."""
        if (getpid(), line) != self.last:
            self.last = (getpid(), line)
            self.lines.write(line)

    def frames(self, error):
        """Where in the project an exception went through: path, line and function, the innermost last."""
        walked = ((self.path_of(frame.f_code), line, frame) for frame, line in traceback.walk_tb(error.__traceback__))
        return [[path, line, frame.f_code.co_name] for path, line, frame in walked if path is not None]

    def path_of(self, code):
        """Where code stands below the root; None where it is not the project's own."""
        path = os.path.realpath(code.co_filename)
        if not path.startswith(self.root) or path.startswith(os.path.join(sys.prefix, "")):
            return None
        return path[len(self.root) :].replace(os.sep, "/")


def said(error):
    """An exception's name and message."""
    return "".join(traceback.format_exception_only(type(error), error)).strip()[:LONGEST]
