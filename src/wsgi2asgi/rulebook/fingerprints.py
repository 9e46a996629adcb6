"""By what a finding is known again in a later run, when lines have moved and other lines have changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.source import Undecodable, decode_text


def with_fingerprints(program: Program, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, which come in the order of their places, with fingerprints.

    A fingerprint is made of the code, the path, the text of the line (the message where a finding is about a whole
    file) and, where those are equal, the ordinal. Where a line stands does not count, nor how a message is worded.
    """
    seen = Counter[tuple[str, str, str]]()
    lines = _Lines(program)
    for finding in findings:
        place = finding.place
        is_whole_file = place == Place(place.path)
        key = (finding.code, place.path, finding.message if is_whole_file else lines.at(place))
        seen[key] += 1
        digest = hashlib.blake2b("\0".join((*key, str(seen[key]))).encode(errors="replace"), digest_size=8)
        yield replace(finding, fingerprint=digest.hexdigest())


class _Lines:
    """The lines of files as far as they are asked for, without the whitespace at their ends."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._files: dict[str, list[str]] = {}

    def at(self, place: Place) -> str:
        if place.path not in self._files:
            self._files[place.path] = self._read(place.path).split("\n")
        lines = self._files[place.path]
        return lines[place.line - 1].strip() if place.line <= len(lines) else ""

    def _read(self, path: str) -> str:
        try:
            if path in self._program.files:
                return self._program.source(path).replace("\r\n", "\n").replace("\r", "\n")
            return decode_text(self._program.project.tree.read(path)).text.replace("\r\n", "\n")
        except (OSError, Undecodable):  # a finding about a file that is missing or cannot be read
            return ""
