"""The versions to require fit the project's Django and Python."""

from __future__ import annotations

import pytest

from wsgi2asgi.knowledge.servers import distribution


@pytest.mark.parametrize(
    ("django", "floor", "below"),
    [
        ((3, 1), "3.0.5", "4"),
        ((3, 2), "4.0", "4.1"),
        ((4, 1), "4.0", "4.1"),
        ((4, 2), "4.1", ""),
        ((5, 2), "4.2", ""),
        ((6, 1), "4.3", ""),
        (None, "4.0", ""),
    ],
)
def test_channels_goes_by_django(django: tuple[int, int] | None, floor: str, below: str) -> None:
    found = distribution("channels", django=django, python=None)
    assert (found.floor, found.below) == (floor, below)


def test_a_pin_is_the_newest_that_the_lowest_python_can_install() -> None:
    assert distribution("uvicorn", django=None, python=(3, 8)).pin == "0.33.0"
    assert distribution("uvicorn", django=None, python=(3, 9)).pin == "0.39.0"
    assert distribution("uvicorn", django=None, python=(3, 13)).pin == "0.54.0"


def test_the_lowest_python_follows_from_django_where_nothing_says_it() -> None:
    assert distribution("uvicorn", django=(4, 2), python=None).pin == "0.33.0"
    assert distribution("uvicorn", django=(5, 2), python=None).pin == "0.54.0"
    assert distribution("uvicorn", django=None, python=None).pin == "0.33.0"


def test_an_unknown_distribution_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        distribution("tornado", django=None, python=None)
