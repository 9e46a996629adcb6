"""The application argument of a server, ``package.module:attribute``."""

from __future__ import annotations

from typing import Literal

from wsgi2asgi.documents.serving.arguments import Arguments
from wsgi2asgi.documents.serving.switch import Switch
from wsgi2asgi.documents.words import New, Word

Kind = Literal["wsgi", "asgi", "other"]


def kind_of(text: str, switch: Switch) -> Kind:
    """Whether this names the project's WSGI module, its ASGI module, or anything else."""
    module = text.partition(":")[0]
    if text.endswith(")"):
        return "other"
    return "wsgi" if module == switch.wsgi else "asgi" if module == switch.asgi else "other"


def asgi_word(word: Word, text: str, switch: Switch, *, attribute: bool) -> New:
    """The ASGI application in the place of ``text``; ``attribute``: also where none was given."""
    has_attribute = attribute or ":" in text
    return New(f"{switch.asgi}:application" if has_attribute else switch.asgi, word.quote or "")


def application_of(arguments: Arguments) -> tuple[int, Word] | None:
    """The one positional argument, with its index; None where there is none."""
    return arguments.positional[0] if arguments.positional else None
