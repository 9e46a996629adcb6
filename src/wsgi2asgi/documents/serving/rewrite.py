"""From the commands in a document to the edits that switch them."""

from __future__ import annotations

from collections.abc import Sequence

from wsgi2asgi.documents.edits import Edit, apply_edits
from wsgi2asgi.documents.invocations import Invocation
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.serving import gunicorn, uvicorn, uwsgi
from wsgi2asgi.documents.serving.switch import Rewrite, Switch
from wsgi2asgi.documents.words import New

_REWRITERS = {"gunicorn": gunicorn.rewrite, "uvicorn": uvicorn.rewrite, "uwsgi": uwsgi.rewrite}


def rewrite(invocation: Invocation, switch: Switch) -> Rewrite | None:
    """What becomes of one command; None where it does not start the project's WSGI application.

    Raises Refused where it does but cannot be carried over.
    """
    if invocation.name not in _REWRITERS:
        return None
    result = _REWRITERS[invocation.name](invocation, switch)
    return None if result is None or result.is_empty else result


def switched(document: str, invocations: Sequence[Invocation], switch: Switch) -> str:
    """The document with all its commands switched. Raises Refused, naming the line, where one cannot be."""
    edits: list[Edit] = []
    for invocation in invocations:
        try:
            result = rewrite(invocation, switch)
            if result is not None:
                edits += edits_of(invocation, result)
        except Refused as refusal:
            raise Refused(f"line {invocation.line}: {refusal}") from None
    return apply_edits(document, edits)


def edits_of(invocation: Invocation, result: Rewrite) -> list[Edit]:
    """The edits that carry out a rewriting."""
    edits: list[Edit] = []
    for index, words in sorted(result.changes.items()):
        word = invocation.words[index]
        if not words:
            edits.append(word.medium.without(word.index))
            continue
        if words[0].head or (words[0].text, words[0].quote) != (word.text, word.quote):
            edits.append(Edit(word.start, word.end, word.medium.replacing(word.index, words[0])))
        if words[1:]:
            edits.append(word.medium.following(word.index, [[more] for more in words[1:]], apart=False))
    if result.appended:
        kept = [word for index, word in enumerate(invocation.words) if result.changes.get(index) != ()]
        edits.append(kept[-1].medium.following(kept[-1].index, result.appended, apart=True))
    return _with_joined_deletions(edits)


def _with_joined_deletions(edits: list[Edit]) -> list[Edit]:
    """Two neighbours that go may both claim the separator between them."""
    joined: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if joined and not joined[-1].text and not edit.text and edit.start < joined[-1].end:
            joined[-1] = Edit(joined[-1].start, max(joined[-1].end, edit.end), "")
        else:
            joined.append(edit)
    return joined


def command_line(invocation: Invocation, result: Rewrite) -> str:
    """The rewritten command in one line from the server's name on, for people to read."""
    texts: list[str] = []
    for index, word in list(enumerate(invocation.words))[invocation.server :]:
        words = result.changes.get(index)
        texts += [word.text] if words is None else [_shown(new) for new in words]
    texts += [_shown(new) for group in result.appended for new in group]
    return " ".join(texts)


def _shown(word: New) -> str:
    return word.head + ("'*'" if word.text == "*" else word.text)
