"""Commands in YAML files, located by the parser and edited in the text, so that all else stays as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wsgi2asgi.documents.invocations import MENTIONS_SERVER, Invocation, in_lists, in_shell
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.spelling import (
    Spelled,
    double_quoted,
    folded_lines,
    literal_lines,
    plain,
    yaml_single_quoted,
)
from wsgi2asgi.documents.words import Item, ListStyle

if TYPE_CHECKING:  # loading ruamel.yaml takes a tenth of a second: only where a file mentions a server
    from ruamel.yaml.nodes import Node, ScalarNode, SequenceNode

_PROPERTIES = re.compile(r"(?:[&!][^\s]*\s+)+")
_BLOCK_HEADER = re.compile(r"[|>][^\r\n]*\r?\n[ \t]*")


def invocations_in_yaml(
    text: str, keys: frozenset[str], *, port: str | None, shell_port: str | None, lines: bool
) -> tuple[Invocation, ...]:
    """The server commands that are values of the given keys, as strings or as lists of words.

    ``port`` is how ``$PORT`` is written in a string, ``shell_port`` in a ``sh -c "..."``; ``lines``:
    whether a line break ends a command. Raises Refused for text that is not YAML.
    """
    if not MENTIONS_SERVER.search(text):
        return ()
    from ruamel.yaml.nodes import ScalarNode, SequenceNode

    found: list[Invocation] = []
    for node in _values(text, keys):
        if isinstance(node, ScalarNode):
            spelled = spelled_scalar(text, node)
            if MENTIONS_SERVER.search(spelled.value):
                found += in_shell(text, spelled, port, shell_port, lines=lines)
        elif isinstance(node, SequenceNode) and all(isinstance(entry, ScalarNode) for entry in node.value):
            style: ListStyle = "flow" if node.flow_style else "block"
            found += in_lists(text, [(_items(text, node), style)], shell_port=shell_port)
    return tuple(found)


def _values(text: str, keys: frozenset[str]) -> Iterator[Node]:
    """The value nodes of the keys, each once (aliases name the same node), in the order of the text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        documents = list(YAML(pure=True).compose_all(text))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise Refused(f"{where}not valid YAML: {getattr(error, 'problem', None) or error}") from None
    found: dict[int, Node] = {}
    for document in documents:
        for node in _walk(document, keys):
            found.setdefault(node.start_mark.index, node)
    yield from (found[index] for index in sorted(found))


def _walk(node: Node | None, keys: frozenset[str]) -> Iterator[Node]:
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value in keys:
                yield value
            else:
                yield from _walk(value, keys)
    elif isinstance(node, SequenceNode):
        for entry in node.value:
            yield from _walk(entry, keys)


def _items(text: str, node: SequenceNode) -> list[Item]:
    items = []
    for entry in node.value:
        start = _content_start(text, entry)
        items.append(Item(start, entry.end_mark.index, spelled_scalar(text, entry)))
    return items


def _content_start(text: str, node: ScalarNode) -> int:
    properties = _PROPERTIES.match(text, node.start_mark.index, node.end_mark.index)
    start: int = properties.end() if properties else node.start_mark.index
    return start


def spelled_scalar(text: str, node: ScalarNode) -> Spelled:
    """The string of a scalar, with the place of each character."""
    start, end = _content_start(text, node), node.end_mark.index
    if node.style in ("|", ">"):
        header = _BLOCK_HEADER.match(text, start)
        body = header.end() if header else start
        content = plain(text, body, max(body, body + len(text[body:end].rstrip())))
        return literal_lines(content) if node.style == "|" else folded_lines(content)
    if node.style == '"':
        return double_quoted(plain(text, start + 1, end - 1))
    if node.style == "'":
        return yaml_single_quoted(plain(text, start + 1, end - 1))
    return folded_lines(plain(text, start, end))
