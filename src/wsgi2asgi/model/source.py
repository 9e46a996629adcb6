"""Text as it stands on disk: its encoding, byte order mark and line endings survive a round trip."""

from __future__ import annotations

import codecs
import hashlib
import io
import tokenize
from dataclasses import dataclass, replace


class Undecodable(ValueError):
    """The bytes are not text in the encoding they declare; the message is one line."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """Decoded text with what is needed to write it back unchanged. Newlines are kept as they are."""

    text: str
    encoding: str = "utf-8"
    bom: bool = False

    def encode(self) -> bytes:
        """The bytes of this text, in its own encoding, with its byte order mark if it had one."""
        return (codecs.BOM_UTF8 if self.bom else b"") + self.text.encode(self.encoding)

    def with_text(self, text: str) -> SourceText:
        """The same encoding and mark, other text."""
        return replace(self, text=text)

    @property
    def newline(self) -> str:
        """The line ending that the text uses most; ``\\n`` where there is none."""
        crlf = self.text.count("\r\n")
        return "\r\n" if crlf * 2 > self.text.count("\n") else "\n"


def decode_python(data: bytes) -> SourceText:
    """Decode a Python file by PEP 263 (cookie or byte order mark, else UTF-8).

    Raises Undecodable for unknown encodings and undecodable bytes.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except (SyntaxError, UnicodeDecodeError) as error:
        if str(error) == "invalid or missing encoding declaration":  # what it says of bytes in the first two lines
            return _decode(data, "utf-8")
        raise Undecodable(f"unknown or contradictory encoding: {error}") from None
    return _decode(data, "utf-8" if encoding == "utf-8-sig" else encoding)


def decode_text(data: bytes) -> SourceText:
    """Decode any other text file as UTF-8. Raises Undecodable."""
    return _decode(data, "utf-8")


def _decode(data: bytes, encoding: str) -> SourceText:
    bom = data.startswith(codecs.BOM_UTF8)
    content = data[len(codecs.BOM_UTF8) :] if bom else data
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Undecodable(f"not valid {encoding}: byte 0x{content[error.start]:02x} in line {line}") from None
    except LookupError as error:
        raise Undecodable(f"unknown encoding: {error}") from None
    return SourceText(text, encoding, bom)


def content_hash(data: bytes) -> str:
    """The hash by which caches and plans recognise a file's content (BLAKE2, 32 hex digits)."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
