"""Filled text is what Python makes of it; where that is not sure it is None."""

from __future__ import annotations

import pytest

from wsgi2asgi.model.placeholders import Placeholder, filled


@pytest.mark.parametrize(
    ("text", "given"), [("{}.urls", ["shop"]), ("{}.{}", ["shop", "urls"]), ("{}%", ["100"]), ("{}", ["{}"]), ("x", [])]
)
def test_format(text: str, given: list[str]) -> None:
    assert filled(text, "{}", given) == text.format(*given)


@pytest.mark.parametrize(
    ("text", "given"), [("%s.urls", ["shop"]), ("%s.%s", ["shop", "urls"]), ("{}%s", ["a"]), ("%s", ["%s"])]
)
def test_percent(text: str, given: list[str]) -> None:
    assert filled(text, "%s", given) == text % tuple(given)


@pytest.mark.parametrize(
    ("text", "placeholder", "given"),
    [
        ("{name}.urls", "{}", ["shop"]),
        ("{:>8}", "{}", ["shop"]),
        ("{{}}", "{}", ["shop"]),
        ("{}", "{}", ["shop", "urls"]),
        ("{}.{}", "{}", ["shop"]),
        ("%d", "%s", ["1"]),
        ("%(name)s", "%s", ["shop"]),
        ("%%s", "%s", ["shop"]),
        ("%s %%", "%s", ["shop"]),
    ],
)
def test_what_has_other_places_is_left(text: str, placeholder: Placeholder, given: list[str]) -> None:
    assert filled(text, placeholder, given) is None
