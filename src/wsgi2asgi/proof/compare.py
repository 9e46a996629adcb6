"""Is an answer under ASGI the same as under WSGI? What differs between two WSGI runs is not held against it."""

from __future__ import annotations

import difflib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from wsgi2asgi.model.proof import Outcome
from wsgi2asgi.proof.normalise import WEIGHTY_HEADERS, headers_of, is_text, pieces_of, text_of
from wsgi2asgi.proof.visits import Reply

FIRST_BYTES = 1024
SHOWN = 100
PIECES_AT_MOST = 3000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a comparison, and why, in one line."""

    outcome: Outcome
    detail: str = ""


def restless_headers(first: Sequence[Reply], second: Sequence[Reply]) -> frozenset[str]:
    """Headers that vary by themselves somewhere (timings, request numbers): nowhere is their value compared."""
    found: set[str] = set()
    for one, two in zip(map(headers_of, first), map(headers_of, second), strict=True):
        found.update(name for name in one.keys() & two.keys() if one[name] != two[name])
    return frozenset(found - WEIGHTY_HEADERS)


def compare(first: Reply, second: Reply, other: Reply, restless: frozenset[str] = frozenset()) -> Verdict:
    """Compare a reply under ASGI with two replies to the same request from two fresh WSGI runs.

    Of the ``restless`` headers only the presence is compared.
    """
    if other.error:
        return Verdict("failed", other.error)
    if first.error or second.error:
        return Verdict("skipped", f"no answer to compare with: {first.error or second.error}")
    if first.status != second.status:
        return Verdict("skipped", f"the status differs between two WSGI runs: {first.status}, then {second.status}")
    if first.status != other.status:
        return Verdict("different", f"status {first.status} became {other.status}")
    differences = [*header_differences(first, second, other, restless), *body_difference(first, second, other)]
    if differences:
        return Verdict("different", "; ".join(differences))
    return Verdict("same", f"{other.status} under both" if other.status >= 500 else "")


def is_restless(first: Reply, second: Reply) -> bool:
    """Whether the body of an answer varies by itself, so that a part of it is not compared."""
    if first.error or second.error or first.status >= 500 or first.body == second.body:
        return False
    return not is_text(first) or text_of(first) != text_of(second)


def compare_static(first: Reply, second: Reply, other: Reply) -> Verdict:
    """Compare a static file: what comes must be the file; whoever serves it now may send other headers along."""
    if first.status == 404 and not other.error:
        if other.status == 404:
            return Verdict("same", "404 under both: something else serves static files, or nothing does")
        return Verdict("skipped", f"the application did not serve it under WSGI (404); now it does ({other.status})")
    verdict = compare(first, second, other)
    is_the_file = first.status == other.status and first.content_type == other.content_type
    if verdict.outcome == "different" and is_the_file and not body_difference(first, second, other):
        return Verdict("skipped", f"the file is the same; {verdict.detail}")
    return verdict


def header_differences(first: Reply, second: Reply, other: Reply, restless: frozenset[str]) -> list[str]:
    """Headers that are missing, new or other; of headers that WSGI itself varies only their presence counts."""
    one, two, new = headers_of(first), headers_of(second), headers_of(other)
    found = []
    for name in sorted({*one, *new}):
        if (name in one) != (name in two):
            continue
        if name not in new:
            found.append(f"header {name} is missing (was {shortened(one[name])})")
        elif name not in one:
            found.append(f"header {name} is new ({shortened(new[name])})")
        elif name not in restless and one[name] == two[name] != new[name] and not is_hash_of_body(name, first, second):
            found.append(f"header {name}: {shortened(one[name])} became {shortened(new[name])}")
    return found


def is_hash_of_body(name: str, first: Reply, second: Reply) -> bool:
    """Whether a header repeats a body that holds tokens or moments."""
    return (
        name in ("etag", "content-md5", "digest")
        and is_text(first)
        and text_of(first) != first.body.decode(errors="replace")
    )


def body_difference(first: Reply, second: Reply, other: Reply) -> list[str]:
    """At most one sentence: where the bodies part."""
    if first.status >= 500:  # an error page shows the stack, which is another one under ASGI
        return []
    if first.cut != other.cut and first.cut == second.cut:
        return ["the stream does not end any more" if other.cut else "the stream ends, which it did not"]
    if not is_text(first):
        return binary_difference(first, second, other)
    if first.body == other.body:
        return []
    if first.cut:
        return beginning_difference(text_of(first), text_of(second), text_of(other))
    return text_difference(text_of(first), text_of(second), text_of(other))


def binary_difference(first: Reply, second: Reply, other: Reply) -> list[str]:
    """Bytes are compared as they are; of archives, which carry moments, the members."""
    if first.body == other.body or first.body != second.body:
        return []
    if members(first.body) and members(first.body) == members(other.body):
        return []
    return [f"other bytes: {len(first.body)} became {len(other.body)}"]


def members(body: bytes) -> list[str]:
    """The names in a ZIP archive (also of office documents), nothing for other bytes."""
    if not body.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return archive.namelist()
    except zipfile.BadZipFile:
        return []


def beginning_difference(first: str, second: str, other: str) -> list[str]:
    """Of streams that do not end only the first event counts, or the first bytes of those that have no events."""
    events = [text.split("\n\n", 1)[0] if "\n\n" in text[:FIRST_BYTES] else text for text in (first, second, other)]
    length = min(FIRST_BYTES, *(len(text) for text in events))
    one, two, new = (text[:length] for text in events)
    return text_difference(one, two, new)


def text_difference(first: str, second: str, other: str) -> list[str]:
    """Where a text departs from the first, outside of what also the second changes."""
    if first == other:
        return []
    one, two, new = pieces_of(first), pieces_of(second), pieces_of(other)
    unstable = touched(one, two)
    for start, end, new_start, new_end in changes(one, new):
        places = set(range(start, end)) or {start, start - 1}
        if not places & unstable:
            return [f"body: {excerpt(one[start:end])} became {excerpt(new[new_start:new_end])}"]
    return []


def touched(one: list[str], two: list[str]) -> set[int]:
    """Indexes of pieces that the second text changes, with the neighbours of what it inserts."""
    found: set[int] = set()
    for start, end, _, _ in changes(one, two):
        found.update(range(start, end) if end > start else (start - 1, start))
    return found


def changes(one: list[str], two: list[str]) -> list[tuple[int, int, int, int]]:
    """Where two lists differ: from and to in the first, from and to in the second."""
    head = 0
    while head < min(len(one), len(two)) and one[head] == two[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(two)) - head and one[-1 - tail] == two[-1 - tail]:
        tail += 1
    left, right = one[head : len(one) - tail], two[head : len(two) - tail]
    if not left and not right:
        return []
    if max(len(left), len(right)) > PIECES_AT_MOST:  # difflib would take minutes
        return [(head, len(one) - tail, head, len(two) - tail)]
    blocks = difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return [(head + a, head + b, head + c, head + d) for tag, a, b, c, d in blocks if tag != "equal"]


def excerpt(pieces: list[str]) -> str:
    """Pieces in one short line."""
    return repr(shortened(" ".join(pieces)))


def shortened(text: str) -> str:
    """At most so many characters of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
