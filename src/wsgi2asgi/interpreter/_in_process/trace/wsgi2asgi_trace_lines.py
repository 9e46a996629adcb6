"""Which lines of the project ran at all: asked for by those who weigh what was reported but never seen."""

import atexit
import json
import os
import sys
import threading

from wsgi2asgi_trace_stack import Stacks


def install(root, folder):
    """Collect from now on; by ``sys.monitoring`` where it exists (Python 3.12), else by a trace function."""
    stacks, lines = Stacks(root), {}
    if hasattr(sys, "monitoring"):
        monitor(stacks, lines)
    else:
        trace(stacks, lines)
    atexit.register(write, lines, folder)
    os.register_at_fork(after_in_child=lambda: leave_through(lines, folder))


def monitor(stacks, lines):
    """Each line is told of once: it costs almost nothing."""
    monitoring = sys.monitoring
    tool = next(number for number in (3, 4, 2) if monitoring.get_tool(number) is None)
    monitoring.use_tool_id(tool, "wsgi2asgi")

    def line(code, number):
        kind, path = stacks.kind(code.co_filename)
        if kind == "project":
            lines.setdefault(path, set()).add(number)
        return monitoring.DISABLE

    monitoring.register_callback(tool, monitoring.events.LINE, line)
    monitoring.set_events(tool, monitoring.events.LINE)


def trace(stacks, lines):
    """Only frames of the project are followed line by line."""

    def enter(frame, event, argument):
        kind, path = stacks.kind(frame.f_code.co_filename)
        if kind != "project":
            return None
        seen = lines.setdefault(path, set())

        def line(frame, event, argument):
            seen.add(frame.f_lineno)
            return line

        return line

    threading.settrace(enter)
    sys.settrace(enter)


def leave_through(lines, folder):
    """Workers of ``multiprocessing`` run no ``atexit``, but their own finalizers."""
    from multiprocessing import util

    util.Finalize(None, write, args=(lines, folder), exitpriority=1)


def write(lines, folder):
    """A file of lines by path."""
    with open(os.path.join(folder, f"{os.getpid()}.lines"), "w") as file:
        json.dump({path: sorted(numbers) for path, numbers in lines.items()}, file)
