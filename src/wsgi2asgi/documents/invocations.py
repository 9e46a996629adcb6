"""Commands in a document that start a server, found in shell text and in lists of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from wsgi2asgi.documents.edits import line_at
from wsgi2asgi.documents.shell_words import Token, commands
from wsgi2asgi.documents.spelling import Spelled, shell_double_quoted, shell_single_quoted
from wsgi2asgi.documents.words import Item, ListStyle, Word, list_words, shell_words

SERVERS = frozenset({"gunicorn", "uwsgi", "uvicorn", "daphne", "hypercorn", "granian", "waitress-serve"})
MENTIONS_SERVER = re.compile(r"(?<![\w.-])(?:gunicorn|uwsgi|uvicorn|daphne|hypercorn|granian|waitress-serve)(?![\w-])")

#: Commands that name a server without starting it.
_SPEAK_OF_SERVERS = frozenset(
    {
        "pip", "pip3", "apt", "apt-get", "apk", "yum", "dnf", "brew", "echo", "printf", "pkill", "killall", "kill",
        "pgrep", "which", "command", "type", "chown", "chmod", "chgrp", "mkdir", "touch", "rm", "cp", "mv", "ln",
        "useradd", "adduser", "groupadd", "usermod", "systemctl", "service", "supervisorctl", "sed", "grep", "[",
        "[[", "test", "cat", "tail", "journalctl", "export",
        "local", "case", "for", "pipx", "conda",
        "docker", "docker-compose", "podman", "kubectl", "helm",
    }
)  # fmt: skip
#: Words of a list that end a command, for launchers that run several.
_ENDS = frozenset({"&&", "||", "|||", ";", "&", "|"})
_INSTALLS = frozenset({"install", "add", "remove", "uninstall"})
_COMMAND_OPTION = re.compile(r"-[a-z]*c|--command")


@dataclass(frozen=True, slots=True)
class Invocation:
    """One command that starts a server.

    ``words`` are all its words and ``server`` the index of the one that names the server; what stands before is
    its launcher (``exec``, ``poetry run``, ``python -m`` ...). ``port`` is how the environment's ``$PORT`` is
    written here; "" where nothing provides it, None where nothing would expand it.
    """

    words: tuple[Word, ...]
    server: int
    line: int
    port: str | None

    @property
    def name(self) -> str:
        """The server's name."""
        return basename(self.words[self.server].text)

    @property
    def arguments(self) -> tuple[Word, ...]:
        """The words behind the server's name."""
        return self.words[self.server + 1 :]

    @property
    def text(self) -> str:
        """The command in one line, from the server's name on."""
        return " ".join(word.text for word in self.words[self.server :])


def basename(text: str) -> str:
    """The last part of a path of either kind of slash."""
    return re.split(r"[/\\]", text)[-1]


def in_shell(
    document: str, spelled: Spelled, port: str | None, shell_port: str | None = None, *, lines: bool = True
) -> tuple[Invocation, ...]:
    """All invocations in shell text, also those inside ``sh -c "..."``, for which ``shell_port`` holds if given.

    ``lines``: whether a line break ends a command (at the outside; in a shell it always does).

    Raises Refused for text that is not understood.
    """
    found: list[Invocation] = []
    for tokens in commands(spelled.value, lines=lines):
        for nested in _nested(spelled, tokens):
            found += in_shell(document, nested, shell_port or port)
        found += in_words(document, shell_words(document, spelled, tokens), port)
    return tuple(found)


def in_lists(
    document: str, lists: Sequence[tuple[Sequence[Item], ListStyle]], *, shell_port: str | None
) -> tuple[Invocation, ...]:
    """All invocations in a command that is written as one list of words, or as several on end.

    ``shell_port`` holds for a ``sh -c "..."`` inside; nothing expands variables in the list itself.
    """
    found: list[Invocation] = []
    items = [item for entries, _ in lists for item in entries]
    for before, item in pairwise(items):
        names_server = " " in item.says.value and MENTIONS_SERVER.search(item.says.value)
        if names_server and _COMMAND_OPTION.fullmatch(before.says.value):
            found += in_shell(document, item.says, shell_port)
    words = [word for entries, style in lists for word in list_words(document, entries, style)]
    return (*found, *in_words(document, words, None))


def in_words(document: str, words: Sequence[Word], port: str | None) -> Iterator[Invocation]:
    """The invocations among these words: one at most, but for launchers that take several commands."""
    for is_end, group in groupby(words, key=lambda word: word.text in _ENDS):
        command = tuple(group)
        index = None if is_end else server_index([word.text for word in command])
        if index is not None:
            yield Invocation(command, index, line_at(document, command[index].start), port)


def server_index(texts: Sequence[str]) -> int | None:
    """Which word names the server that the command starts; None where it starts none."""
    for index, text in enumerate(texts):
        if basename(text) in _SPEAK_OF_SERVERS or text in _INSTALLS:
            return None
        if basename(text) in SERVERS and "=" not in text and not text.endswith("/"):
            return index
    return None


def _nested(spelled: Spelled, tokens: Sequence[Token]) -> Iterator[Spelled]:
    """The arguments of ``sh -c`` and its like that name a server."""
    for option, token in pairwise(tokens):
        if not _COMMAND_OPTION.fullmatch(option.text) or not MENTIONS_SERVER.search(token.text):
            continue
        whole = token.quote and token.start + len(token.text) + 2 == token.end
        if whole and " " in token.text:
            inner = spelled.part(token.start + 1, token.end - 1)
            yield shell_double_quoted(inner) if token.quote == '"' else shell_single_quoted(inner)
