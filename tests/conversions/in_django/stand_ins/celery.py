"""Stands in for the package in the cases: a task that is sent talks to its broker over a socket, as there."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit


class Task:
    """A function that can be sent."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self._function(*arguments, **keywords)

    def delay(self, *arguments: Any, **keywords: Any) -> None:
        """Send it."""
        self.apply_async(arguments, keywords)

    def apply_async(self, args: Any = (), kwargs: Any = None) -> None:
        """Send it; nobody runs it."""
        broker = urlsplit(os.environ["EXECUTION_UPSTREAM"])
        socket.create_connection((broker.hostname, broker.port)).close()


def shared_task(function: Callable[..., Any]) -> Task:
    """Make a task."""
    return Task(function)
