"""Text with places for other text, as ``str.format`` and ``%`` fill them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

Placeholder = Literal["{}", "%s"]
#: What says more than the placeholder does: ``{name}``, ``{:>8}``, ``{{``; ``%d``, ``%(name)s``, ``%%``.
_SPECIAL: Mapping[Placeholder, str] = {"{}": "{}", "%s": "%"}


def filled(text: str, placeholder: Placeholder, given: Sequence[str]) -> str | None:
    """``"{}.urls".format("shop")`` or ``"%s.urls" % "shop"``; None where there is more to it than one place for each.

    https://docs.python.org/3/library/string.html#format-string-syntax
    """
    parts = text.split(placeholder)
    if len(parts) != len(given) + 1 or any(char in part for part in parts for char in _SPECIAL[placeholder]):
        return None
    return "".join(piece for pair in zip(parts, [*given, ""], strict=True) for piece in pair)
