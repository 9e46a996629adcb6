"""JSON lines in a folder, a file a process: nothing is kept until the end, because the workers of parallel test runs
are ended without notice."""

import json
import os
import platform
import sys
from os import getpid, write  # a test may replace those of the module

ENCODE = json.JSONEncoder().encode


class Lines:
    """The file of this process; a child that was forked gets one of its own. Each begins with what runs here."""

    def __init__(self, folder):
        self.folder = folder
        self.pid, self.channel = None, None

    def write(self, value):
        """Append a line."""
        if self.pid != getpid():
            self.pid = getpid()
            path = os.path.join(self.folder, f"{self.pid}.jsonl")
            self.channel = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            self.write({"python": platform.python_version(), "django": django_version()})
        write(self.channel, ENCODE(value).encode() + b"\n")


def django_version():
    """The Django that runs here, if it is loaded."""
    django = sys.modules.get("django")
    return django.get_version() if hasattr(django, "get_version") else None
