"""Commands in YAML (compose, Kubernetes, workflows, platforms), read by lines so that each has its number.

A full parser is not needed to find ``command: gunicorn ...`` and loses the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.discover.deployment.shell_text import Command

_KEYS = (
    "command|entrypoint|args|run|script|cmds?|exec|start|web|startCommand|start_command|run_command|dockerCommand|"
    "buildCommand|postCreateCommand|app|server|shell"
)
_KEY = re.compile(rf"""(?P<indent>\s*(?:-\s+)*)["']?(?P<key>{_KEYS})["']?\s*:(?:\s+(?P<value>.*))?$""")
_MAPPING = re.compile(r"""(-\s+)?["']?[\w.<-]+["']?:(\s|$)""")


def yaml_commands(text: str) -> Iterator[Command]:
    """The values of the keys that hold commands: inline, in brackets, as a block list or a block text."""
    lines = text.splitlines()
    index = 0
    while index < len(lines):
        match = _KEY.match(lines[index])
        index += 1
        if match is None:
            continue
        value = re.sub(r"^[&!]\S+\s*", "", _uncommented(match["value"] or ""))  # without anchor or tag
        end = index
        while end < len(lines) and _belongs(lines[end], len(match["indent"])):
            end += 1
        below = [Command(number + 1, lines[number].strip()) for number in range(index, end)]
        below = [item for item in below if item.text and not item.text.startswith("#")]
        if value or not any(_MAPPING.match(item.text) for item in below[:1]):
            yield from _commands(index, value, below)
            index = end


def _belongs(line: str, indent: int) -> bool:
    """A line deeper than the key, or a list item at its depth."""
    depth = len(line) - len(line.lstrip())
    return not line.strip() or depth > indent or (depth == indent and line.lstrip().startswith("- ") and indent > 0)


def _commands(line: int, value: str, below: list[Command]) -> Iterator[Command]:
    """The commands of one key: what stands beside it, and the lines below it."""
    if value.startswith(">"):  # folded: one command over several lines
        yield Command(below[0].line if below else line, " ".join(item.text for item in below))
    elif value.startswith("|"):
        yield from _joined(below)
    elif value:
        yield Command(line, " ".join([value, *(item.text for item in below)]))
    elif all(item.text.startswith("- ") for item in below):
        items = [Command(item.line, _uncommented(item.text[2:].strip()).strip("\"'")) for item in below]
        if items and " " not in items[0].text:  # one word an item: an exec array
            yield Command(items[0].line, " ".join(item.text for item in items))
        else:
            yield from items
    else:
        yield from _joined(below)


def _joined(lines: list[Command]) -> Iterator[Command]:
    """Lines of a script, backslash continuations joined."""
    start, waiting = 0, ""
    for number, text in lines:
        start = start if waiting else number
        waiting = f"{waiting} {text}".strip()
        if waiting.endswith("\\"):
            waiting = waiting[:-1].rstrip()
        else:
            yield Command(start, waiting)
            waiting = ""
    if waiting:
        yield Command(start, waiting)


def _uncommented(text: str) -> str:
    return re.sub(r"\s#.*", "", text).strip()
