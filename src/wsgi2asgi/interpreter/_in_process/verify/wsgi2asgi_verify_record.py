"""What is written down: how tests came out, which views their requests reached, what was left to WSGI."""

import os
import sys
import traceback

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

    def left(self, why):
        """A request of the test was not sent through ASGI."""
        self.once({"left": why, "of": self.test})

    def note(self, view, text):
        """What is to be known of a view."""
        self.once({"note": text, "request": view, "of": self.test})

    def once(self, line):
        """Write a line unless it is the same as the one before."""
        if (os.getpid(), line) != self.last:
            self.last = (os.getpid(), line)
            self.lines.write(line)

    def frames(self, error):
        """Where in the project an exception went through: path, line and function, the innermost last."""
        found = []
        for frame, line in traceback.walk_tb(error.__traceback__):
            path = os.path.realpath(frame.f_code.co_filename)
            if path.startswith(self.root) and not path.startswith(os.path.join(sys.prefix, "")):
                found.append([path[len(self.root) :].replace(os.sep, "/"), line, frame.f_code.co_name])
        return found


def said(error):
    """An exception's name and message."""
    return "".join(traceback.format_exception_only(type(error), error)).strip()[:LONGEST]
