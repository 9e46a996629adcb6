"""``migrate --interactive``: what a person chooses on the terminal is what is converted."""

from __future__ import annotations

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input

from wsgi2asgi.cli.choosing import choose
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.verdicts import Gain, Hops, Verdict, ViewVerdict

DOWN, SPACE, ENTER, CONTROL_C = "\x1b[B", " ", "\r", "\x03"


def verdict(name: str, gain: Gain = "none", said: Verdict = "convert") -> ViewVerdict:
    return ViewVerdict(name, Place("shop/views.py", 1), "function", False, (), said, gain, (), (), Hops(5, 4))


VIEWS = [verdict("shop.views.a"), verdict("shop.views.wait", "high"), verdict("shop.views.kept", said="keep-sync")]


def typed(keys: str, views: list[ViewVerdict] = VIEWS) -> tuple[str, ...]:
    with create_pipe_input() as keyboard, create_app_session(input=keyboard):
        keyboard.send_text(keys)
        return choose(views, {"shop.views.wait"})


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        pytest.param(ENTER, ("shop.views.wait",), id="what gains is chosen at first"),
        pytest.param(SPACE + ENTER, (), id="space takes it away"),
        pytest.param(DOWN + SPACE + ENTER, ("shop.views.wait", "shop.views.a"), id="space adds another"),
    ],
)
def test_the_views_left_chosen_are_converted(keys: str, chosen: tuple[str, ...]) -> None:
    assert typed(keys) == chosen


def test_an_interrupt_ends_it() -> None:
    with pytest.raises(KeyboardInterrupt):
        typed(CONTROL_C)


def test_where_nothing_can_be_converted_nothing_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed("", VIEWS[2:]) == ()
    assert "no view can be converted" in capsys.readouterr().err


def test_the_list_stands_on_stderr_with_gain_and_hops(
    capsys: pytest.CaptureFixture[str],
) -> None:
    typed(ENTER)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "shop.views.wait  gain high  hops 5 → 4" in printed.err
    assert "shop.views.kept" not in printed.err
