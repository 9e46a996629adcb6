"""What holds for every start command, whatever its options and wherever it stands."""

from __future__ import annotations

import json
import shlex

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.main import main

from wsgi2asgi.documents import switch_server
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.serving.switch import Target

#: Options that uvicorn offers too, or that may go.
CARRIED = st.sampled_from(
    [
        ["-w", "4"], ["--workers=3"], ["-w2"], ["--threads", "8"], ["-t", "60"], ["--timeout=0"],
        ["--keep-alive", "5"], ["--graceful-timeout=20"], ["--log-level", "INFO"], ["--access-logfile", "-"],
        ["--error-logfile=-"], ["--worker-class", "gthread"], ["-k", "sync"], ["--forwarded-allow-ips", "*"],
        ["--backlog", "512"], ["--capture-output"], ["--worker-tmp-dir", "/dev/shm"], ["--reload"], ["-n", "shop"],
    ]
)  # fmt: skip
KEPT = st.sampled_from(
    [
        ["--preload"], ["--max-requests", "500"], ["-c", "gunicorn.conf.py"], ["-u", "www-data"], ["--chdir=/srv"],
        ["--statsd-host", "localhost:8125"], ["--access-logfile", "/var/log/a.log"], ["-e", "A=b"],
    ]
)  # fmt: skip
BINDS = st.sampled_from(
    [["-b", "0.0.0.0:8000"], ["--bind=127.0.0.1:80"], ["-b:9000"], ["--bind", "tcp://0.0.0.0:80"], ["-blocalhost:1"]]
)
APPLICATIONS = st.sampled_from([["shop.wsgi"], ["shop.wsgi:application"]])
OPTIONS = st.lists(CARRIED, max_size=5)


def arranged(draw: st.DrawFn, options: st.SearchStrategy[list[list[str]]]) -> list[str]:
    groups = draw(st.permutations([*draw(options), draw(BINDS), draw(APPLICATIONS)]))
    return ["gunicorn", *(word for group in groups for word in group)]


@st.composite
def carried_commands(draw: st.DrawFn) -> list[str]:
    """A command whose every option has its like in uvicorn."""
    return arranged(draw, OPTIONS)


@st.composite
def any_commands(draw: st.DrawFn) -> list[str]:
    """A command that may need gunicorn."""
    return arranged(draw, st.lists(st.one_of(CARRIED, KEPT), max_size=6))


def edit(text: str, format_: str, target: Target) -> str:
    return switch_server.edit(text, format=format_, wsgi="shop.wsgi", asgi="shop.asgi", target=target)


def exec_form(words: list[str]) -> str:
    return f"FROM python:3.12\n# gunicorn\nCMD {json.dumps(words)}\nEXPOSE 8000\n"


def words_of_exec_form(text: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith("CMD"))
    words: list[str] = json.loads(line.removeprefix("CMD "))
    return words


@given(carried_commands())
def test_uvicorn_understands_what_is_written_for_it(words: list[str]) -> None:
    written = words_of_exec_form(edit(exec_form(words), "dockerfile", "uvicorn"))
    assert written[0] == "uvicorn"
    try:
        context = main.make_context("uvicorn", written[1:])
    except click.ClickException as error:  # pragma: no cover - shows the command
        pytest.fail(f"{shlex.join(written)}: {error.format_message()}")
    assert context.params["app"] == "shop.asgi:application"


@given(any_commands())
def test_a_list_and_a_line_of_shell_become_the_same_words(words: list[str]) -> None:
    listed = words_of_exec_form(edit(exec_form(words), "dockerfile", "gunicorn"))
    line = edit(f"CMD {shlex.join(words)}\n", "dockerfile", "gunicorn")
    assert shlex.split(line.removeprefix("CMD ")) == listed


@given(any_commands(), st.sampled_from(["uvicorn", "gunicorn"]))
def test_only_the_lines_of_the_command_change_and_only_once(words: list[str], target: Target) -> None:
    head = "services:\n  web:\n    image: shop  # gunicorn\n    command:\n"
    tail = "    ports:\n      - 8000:8000\n  jobs:\n    command: celery -A shop worker\n"
    text = head + "".join(f"      - {json.dumps(word)}\n" for word in words) + tail
    try:
        once = edit(text, "compose", target)
    except Refused:
        assert target == "uvicorn"
        return
    assert once.startswith(head)
    assert once.endswith(tail)
    assert edit(once, "compose", target) == once


@given(carried_commands(), st.sampled_from([" ", " \\\n    ", "  "]), st.sampled_from(["\n", "\r\n"]))
def test_separators_and_line_endings_survive(words: list[str], separator: str, newline: str) -> None:
    text = f"#!/bin/sh\nset -e\nexec {separator.join(map(shlex.quote, words))}\necho done\n".replace("\n", newline)
    once = edit(text, "shell", "uvicorn")
    assert ("\r\n" in once) == (newline == "\r\n")
    assert once.count("\n") - once.count("\r\n") in (0, once.count("\n"))
    assert once.splitlines()[:2] == ["#!/bin/sh", "set -e"]
    assert once.splitlines()[-1] == "echo done"
    assert edit(once, "shell", "uvicorn") == once


@given(st.text(alphabet="gunicorn shp.ws:-b'\"$(){}`\\\n#&|;<>=", max_size=60))
def test_shell_text_of_any_kind_is_understood_or_refused(text: str) -> None:
    try:
        changed = edit(f"gunicorn {text}", "shell", "gunicorn")
    except Refused:
        return
    assert edit(changed, "shell", "gunicorn") == changed
