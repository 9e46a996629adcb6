"""Take out of a reply what may differ from one request to the next: tokens, moments, memory addresses."""

from __future__ import annotations

import re
from functools import lru_cache

from wsgi2asgi.proof.visits import Reply

#: Never compared: they belong to the server, the connection or the clock.
SERVER_HEADERS = frozenset(
    {
        *("date", "server", "connection", "keep-alive", "transfer-encoding", "content-length"),
        *("age", "server-timing", "x-process-time"),
    }
)
#: Only their presence is compared.
MOMENT_HEADERS = frozenset({"expires", "last-modified"})
#: What they say matters for every single answer, even if it varies for some.
WEIGHTY_HEADERS = frozenset(
    {
        *("allow", "cache-control", "content-disposition", "content-encoding", "content-language", "content-type"),
        *("etag", "location", "set-cookie", "vary"),
    }
)
#: Sets of words: their order says nothing.
LIST_HEADERS = frozenset({"vary", "allow", "cache-control"})

TEXT = re.compile(r"^text/|json|xml|javascript|x-www-form-urlencoded|^$")
VOLATILE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"""(name=["']csrfmiddlewaretoken["']\s+value=["'])[^"']*"""), r"\1<token>"),
    (re.compile(r"""(csrf_?token["']?\s*[:=]\s*["'])[^"']+""", re.I), r"\1<token>"),
    (re.compile(r"""(\bnonce=["'])[^"']*"""), r"\1<nonce>"),
    (re.compile(r"\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?"), "<moment>"),
    (re.compile(r"\b\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?(\s?[ap]\.?m\.?)?(?![\w:])", re.I), "<time>"),
    (re.compile(r"\b(noon|midnight|\d{1,2} [ap]\.m\.)"), "<time>"),
    (re.compile(r"\b1[6-9]\d{8}(\d{3})?(\.\d+)?\b"), "<epoch>"),
    (re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:seconds?|minutes?|secs?|ms|µs)\b(?:,?\s?ago)?"), "<while>"),
    (re.compile(r"\b0x[0-9a-f]{6,}\b"), "<address>"),
    # ASGI and WSGI requests introduce themselves by the names of their classes.
    (re.compile(r"\b(?:ASGI|WSGI)Request\b"), "<request>"),
)
LINES_KEPT = 20_000
PIECES = re.compile(r"(?<=[\n>,;])")


def is_text(reply: Reply) -> bool:
    """Whether the body can be compared word by word."""
    return bool(TEXT.search(reply.content_type))


def text_of(reply: Reply) -> str:
    """The body as text with everything volatile replaced."""
    charset = re.search(r"charset=\"?([\w-]+)", reply.header("content-type"))
    try:
        text = reply.body.decode(charset.group(1) if charset else "utf-8", errors="replace")
    except LookupError:  # a charset that Python does not know
        text = reply.body.decode("latin-1")
    return "".join(map(steady, text.splitlines(keepends=True)))


@lru_cache(maxsize=LINES_KEPT)
def steady(line: str) -> str:
    """A line with everything volatile replaced; remembered, since the pages of a site share most of their lines."""
    for pattern, replacement in VOLATILE:
        line = pattern.sub(replacement, line)
    return line


def pieces_of(text: str) -> list[str]:
    """Text cut into lines, and lines into elements."""
    return [piece.strip() for piece in PIECES.split(text) if piece.strip()]


def headers_of(reply: Reply) -> dict[str, str]:
    """Headers worth comparing, each with its values in one text that no order or moment can change."""
    found: dict[str, list[str]] = {}
    for name, value in reply.headers:
        if name in SERVER_HEADERS:
            continue
        if name in MOMENT_HEADERS:
            value = "<moment>"
        elif name in LIST_HEADERS:
            value = ", ".join(sorted(word.strip().lower() for word in value.split(",")))
        elif name == "set-cookie":
            value = cookie_of(value)
        found.setdefault(name, []).append(value)
    return {name: " | ".join(sorted(values)) for name, values in sorted(found.items())}


def cookie_of(value: str) -> str:
    """A cookie's name and attributes; of its value only whether there is one."""
    pair, *attributes = (part.strip() for part in value.split(";"))
    name, _, content = pair.partition("=")
    kept = sorted(part.lower() for part in attributes if not part.lower().startswith("expires="))
    return "; ".join([f"{name}={'<value>' if content.strip(chr(34)) else '<empty>'}", *kept])
