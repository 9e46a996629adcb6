"""Commands in shell scripts, Procfiles, Makefiles and Dockerfiles: logical lines with their first line's number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Command(NamedTuple):
    """A command with the line on which it begins."""

    line: int
    text: str


def logical_lines(text: str) -> Iterator[Command]:
    """Lines without comments, backslash continuations joined."""
    start, waiting = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("#") or (not stripped and not waiting):
            continue
        start = start if waiting else number
        waiting = f"{waiting} {stripped}".strip()
        if waiting.endswith("\\"):
            waiting = waiting[:-1].rstrip()
            continue
        yield Command(start, re.sub(r"\s#\s.*", "", waiting))
        waiting = ""
    if waiting:
        yield Command(start, waiting)


def shell_commands(text: str) -> Iterator[Command]:
    """Each logical line; the make prefixes ``@ - +`` removed."""
    for command in logical_lines(text):
        yield Command(command.line, command.text.lstrip("@-+"))


def recipe_commands(text: str) -> Iterator[Command]:
    """The indented lines of a Makefile or justfile."""
    return shell_commands("\n".join(line if line[:1].isspace() else "" for line in text.splitlines()))


def procfile_commands(text: str) -> Iterator[Command]:
    """``name: command``; the name is left out."""
    for command in logical_lines(text):
        match = re.match(r"[\w-]+:\s*(.+)", command.text)
        if match:
            yield Command(command.line, match[1])


def dockerfile_commands(text: str) -> Iterator[Command]:
    """CMD and ENTRYPOINT, and the RUN lines of a here-document that writes a script."""
    for command in logical_lines(text):
        match = re.match(r"(?:CMD|ENTRYPOINT)\s+(.+)", command.text, re.IGNORECASE)
        if match:
            yield Command(command.line, match[1])


def after_key(text: str, keys: str) -> Iterator[Command]:
    """``key = value`` of systemd, supervisor and ini files, continuations joined."""
    for command in logical_lines(text):
        match = re.match(rf"(?:{keys})\s*=\s*[-@+!:]*(.+)", command.text)
        if match and not command.text.startswith(";"):
            yield Command(command.line, match[1].strip())
