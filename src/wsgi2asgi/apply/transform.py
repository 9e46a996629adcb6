"""Carry out the wishes of one step on a source tree; nothing is written to disk.

Only files that a wish names are read and parsed. A wish that cannot be carried out is refused with its
reason and leaves its file as it was; a codemod that fails in any other way is a bug of ours and is reported
as one, with what is needed to reproduce it.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import libcst as cst
from libcst.codemod import CodemodContext

from wsgi2asgi.documents.refusal import Refused as DocumentRefused
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.model.plan import CreateFile, EditDocument, EditPython, Step, Wish
from wsgi2asgi.model.source import Undecodable, content_hash, decode_python, decode_text
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi_codemods.refusal import Refused as CodemodRefused
from wsgi2asgi_codemods.rehearsal import command_of


@dataclass(frozen=True, slots=True)
class Transformed:
    """The files that a step changes, what it refused, and what went wrong through our own fault."""

    changes: Mapping[str, bytes] = field(default_factory=dict)
    executable: frozenset[str] = frozenset()
    refused: tuple[Skipped, ...] = ()
    bugs: tuple[str, ...] = ()


class _Declined(Exception):
    """This wish is not carried out; the message is the reason."""


def transform(tree: SourceTree, step: Step) -> Transformed:
    """Carry out all wishes of ``step`` in order, each on the result of those before it."""
    texts: dict[str, bytes] = {}
    refused: list[Skipped] = []
    bugs: list[str] = []
    for wish in step.wishes:
        try:
            texts[wish.path] = _carry_out(tree, texts, wish)
        except (_Declined, CodemodRefused, DocumentRefused) as declined:
            refused.append(Skipped(wish.path, str(declined)))
        except Exception as error:  # a codemod may fail in any way; the file stays as it was and the report says so
            bugs.append(f"{wish.path}: {_name(wish)} failed: {type(error).__name__}: {error} (wish: {wish!r})")
    changed = {path: data for path, data in sorted(texts.items()) if not tree.exists(path) or tree.read(path) != data}
    executable = frozenset(wish.path for wish in step.wishes if isinstance(wish, CreateFile) and wish.executable)
    return Transformed(changed, executable & changed.keys(), tuple(refused), tuple(bugs))


def _carry_out(tree: SourceTree, texts: Mapping[str, bytes], wish: Wish) -> bytes:
    if tree.leaves_root(wish.path):
        raise _Declined("the path leaves the project through a symbolic link; it is never written through")
    if isinstance(wish, CreateFile):
        if tree.exists(wish.path) or wish.path in texts:
            raise _Declined("a file already stands where a new one was to be created")
        return wish.text.encode()
    return _edit(_current(tree, texts, wish), wish)


def _current(tree: SourceTree, texts: Mapping[str, bytes], wish: EditPython | EditDocument) -> bytes:
    if wish.path in texts:
        return texts[wish.path]
    try:
        data = tree.read(wish.path)
    except OSError as error:
        raise _Declined(f"cannot be read: {error.strerror or error}") from None
    if content_hash(data) != wish.content:
        raise _Declined("the file is not the one this was planned on; plan again")
    return data


def _edit(data: bytes, wish: EditPython | EditDocument) -> bytes:
    try:
        source = decode_python(data) if isinstance(wish, EditPython) else decode_text(data)
    except Undecodable as error:
        raise _Declined(str(error)) from None
    text = _run_codemod(source.text, wish) if isinstance(wish, EditPython) else _run_editor(source.text, wish)
    try:
        return source.with_text(text).encode()
    except UnicodeEncodeError as error:
        raise _Declined(f"the result does not fit the file's encoding {source.encoding}: {error.reason}") from None


def _run_codemod(text: str, wish: EditPython) -> str:
    try:
        module = cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise _Declined(f"LibCST cannot parse it: line {error.raw_line}") from None
    if module.code != text:
        raise _Declined("LibCST does not reproduce this file to the letter, so it is not edited")
    command = command_of(wish.codemod)(CodemodContext(filename=wish.path), **wish.parameters)
    return command.transform_module(module).code


def _run_editor(text: str, wish: EditDocument) -> str:
    edited = importlib.import_module(f"wsgi2asgi.documents.{wish.editor}").edit(text, **wish.parameters)
    return str(edited)


def _name(wish: Wish) -> str:
    if isinstance(wish, EditPython):
        return wish.codemod
    return wish.editor if isinstance(wish, EditDocument) else "create"
