"""Writes down on whose behalf a query is executed or a blocking call made, while the project's tests run.

One file of JSON lines a process in the folder that was asked for: a header, then a line for every stack of project
functions on which an effect was seen for the first time.

Python 3.8 or later, standard library only (and the project's Django).
"""

import sys
import threading

import wsgi2asgi_trace_hooks
import wsgi2asgi_trace_lines
from wsgi2asgi_lines import Lines
from wsgi2asgi_trace_names import Names
from wsgi2asgi_trace_stack import Stacks


class Tracer:
    """What was seen so far, and the file it goes to."""

    def __init__(self, root, folder):
        self.lines = Lines(folder)
        self.stacks = Stacks(root)
        self.names = Names(root)
        self.seen = set()
        self.files = set()
        self.here = threading.local()
        self.lock = threading.RLock()

    def note(self, effect, what):
        """An effect happens now, called ``what``: write the stack down if it is new."""
        if getattr(self.here, "busy", False):
            return
        self.here.busy = True
        try:
            seen = self.stacks.read(sys._getframe(1), effect)
            if seen is not None and (seen, what) not in self.seen:
                with self.lock:
                    self.seen.add((seen, what))
                    self.write(*seen, what)
        finally:
            self.here.busy = False

    def write(self, effect, scope, frames, what):
        """A line for an effect; before it one for each file not yet told of."""
        for path in {frame[0] for frame in frames} - self.files:
            self.files.add(path)
            self.lines.write({"file": path, "sha256": self.names.sha256(path)})
        stack = [
            {"path": path, "line": line, "function": self.names.of(path, first, name), "module": module}
            for path, first, name, line, module in frames
        ]
        self.lines.write({"effect": effect, "scope": scope, "what": what, "stack": stack})


def start(asked):
    """``{"root", "folder", "lines"}``: trace this process from now on."""
    tracer = Tracer(asked["root"], asked["folder"])
    wsgi2asgi_trace_hooks.install(tracer.note)
    if asked.get("lines"):
        wsgi2asgi_trace_lines.install(asked["root"], asked["folder"])
