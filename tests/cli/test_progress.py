"""The progress bar: on a terminal only, gone at the end."""

from __future__ import annotations

import io
import time
from contextlib import suppress

import pytest

from wsgi2asgi.cli import progress
from wsgi2asgi.cli.progress import ProgressBar


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    monkeypatch.setattr(progress, "_PAUSE", 0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")


def _watch(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    with ProgressBar() as bar:
        bar("reading files", 6, 12)
        bar("following calls and values")
    return stream.getvalue()


def test_a_terminal_sees_each_stage_on_one_line_that_is_empty_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    said = _watch(monkeypatch, _Terminal()).split("\r\x1b[2K")
    assert said == ["", f"{'━' * 12}{'─' * 12} reading files 6/12", "… following calls and values", ""]


def test_nothing_is_said_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _watch(monkeypatch, io.StringIO()) == ""


def test_a_terminal_that_cannot_erase_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert _watch(monkeypatch, _Terminal()) == ""


def test_what_is_quick_needs_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", time.monotonic())
    assert _watch(monkeypatch, _Terminal()) == ""


def test_the_line_is_erased_also_where_the_command_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = _Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    with suppress(KeyboardInterrupt), ProgressBar() as bar:
        bar("reading files")
        raise KeyboardInterrupt
    assert stream.getvalue().endswith("\r\x1b[2K")
