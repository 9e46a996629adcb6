"""Dockerfiles: ``CMD`` and ``ENTRYPOINT`` in exec and in shell form.

https://docs.docker.com/reference/dockerfile/#shell-and-exec-form
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.documents.invocations import MENTIONS_SERVER, Invocation, in_lists, in_shell
from wsgi2asgi.documents.spelling import double_quoted, plain
from wsgi2asgi.documents.words import Item

_PORT = "${PORT:-8000}"
_INSTRUCTION = re.compile(r"[ \t]*([A-Za-z]+)[ \t]+")
_HEREDOC = re.compile(r"<<-?[\"']?(\w+)[\"']?")
_STRING = re.compile(r'"(?:[^"\\\r\n]|\\.)*"')


@dataclass(frozen=True, slots=True)
class _Instruction:
    keyword: str
    start: int
    end: int

    def is_list(self, text: str) -> bool:
        """Whether this is the exec form: a JSON array."""
        body = re.sub(r"\\\r?\n", "", text[self.start : self.end])
        try:
            return isinstance(json.loads(body), list)
        except ValueError:
            return False

    def items(self, text: str) -> list[Item]:
        """The entries of the exec form."""
        return [
            Item(match.start(), match.end(), double_quoted(plain(text, match.start() + 1, match.end() - 1)))
            for match in _STRING.finditer(text, self.start, self.end)
        ]


def invocations(text: str) -> tuple[Invocation, ...]:
    """The commands that start a server. Raises Refused for shell text that is not understood."""
    if not MENTIONS_SERVER.search(text):
        return ()
    found: list[Invocation] = []
    for stage in _stages(text):
        listed = [instruction for instruction in stage if instruction.is_list(text)]
        written = [instruction for instruction in stage if instruction not in listed]
        entry = [one for one in listed if one.keyword == "ENTRYPOINT"][-1:]
        command = [one for one in listed if one.keyword == "CMD"][-1:]  # only the last one counts
        items = [one.items(text) for one in (*entry, *command)]
        found += in_lists(text, [(entries, "json") for entries in items if entries], shell_port=_PORT)
        for instruction in written:
            if MENTIONS_SERVER.search(text, instruction.start, instruction.end):
                found += in_shell(text, plain(text, instruction.start, instruction.end), _PORT)
    return tuple(sorted(found, key=lambda invocation: invocation.words[0].start))


def _stages(text: str) -> Iterator[list[_Instruction]]:
    """The CMD and ENTRYPOINT instructions of each build stage."""
    stage: list[_Instruction] = []
    for instruction in _instructions(text):
        if instruction.keyword == "FROM":
            yield stage
            stage = []
        elif instruction.keyword in ("CMD", "ENTRYPOINT"):
            stage.append(instruction)
    yield stage


def _instructions(text: str) -> Iterator[_Instruction]:
    position = 0
    while position < len(text):
        end = _end_of_instruction(text, position)
        match = _INSTRUCTION.match(text, position, end)
        if match:
            yield _Instruction(match[1].upper(), match.end(), position + len(text[position:end].rstrip()))
        position = _behind_heredocs(text, position, end) if match else end + 1


def _end_of_instruction(text: str, start: int) -> int:
    """The end of the line, and of those that continue it; comments in between do not end it."""
    position, continues = start, False
    while True:
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position:end].strip()
        is_comment = line.startswith("#")
        continues = line.endswith("\\") if not is_comment else continues
        if not continues or end == len(text):
            return end
        position = end + 1


def _behind_heredocs(text: str, start: int, end: int) -> int:
    position = end + 1
    for tag in _HEREDOC.findall(text[start:end]):
        closing = re.compile(rf"^\t*{tag}\r?$", re.MULTILINE).search(text, position)
        position = closing.end() + 1 if closing else position
    return position
