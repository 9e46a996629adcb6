"""Readers that go away, streams that are closed, full or of another encoding, and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import PROJECT, contents, write

COMMAND = [sys.executable, "-m", "wsgi2asgi"]


def project_of(views: int, folder: Path) -> Path:
    """A project whose report is long and whose inspection takes a while."""
    code = "".join(f"def view_{number}(request):\n    return None\n\n\n" for number in range(views))
    urls = "from django.urls import path\n\nfrom site_ import views\n\nurlpatterns = [\n"
    urls += "".join(f'    path("{number}", views.view_{number}),\n' for number in range(views)) + "]\n"
    return write(folder / "project", {**PROJECT, "site_/views.py": code, "site_/urls.py": urls})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_of(400, tmp_path)


@pytest.mark.parametrize(("command", "code"), [("check", 1), ("migrate", 0)])
def test_a_reader_that_stops_early_ends_the_output_and_not_the_command(project: Path, command: str, code: int) -> None:
    process = subprocess.Popen(
        [*COMMAND, command, str(project)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    )
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == code


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_closed_stream_is_no_reason_to_fail(project: Path, stream: str) -> None:
    command = f'"$@" {stream}>&-'
    done = subprocess.run(
        ["sh", "-c", command, "sh", *COMMAND, "check", str(project)], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_a_full_disk_is_said_in_one_line(project: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, "check", str(project)], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"wsgi2asgi: cannot write to stdout: No space left on device\n")


def test_what_the_encoding_of_stdout_lacks_is_escaped(project: Path) -> None:
    write(project, {"site_/café.py": "x = (\n"})
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*COMMAND, "check", str(project)], capture_output=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"site_/caf\\xe9.py" in done.stdout


def _hears_interrupts() -> None:
    """Also where these tests run in the background of a shell, which has its children ignore them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("command", [["check"], ["migrate", "--apply", "--no-smoke"]])
def test_ctrl_c_is_exit_130_and_one_line(tmp_path: Path, command: list[str]) -> None:
    project = project_of(3000, tmp_path)
    before = contents(project)
    ours, theirs = os.openpty()  # progress is told to terminals only
    process = subprocess.Popen(
        [*COMMAND, *command, str(project)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_hears_interrupts,
    )
    os.close(theirs)
    said = os.read(ours, 10_000)
    os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    said += os.read(ours, 10_000)
    os.close(ours)
    assert said.endswith(b"wsgi2asgi: interrupted (nothing is left half-written)\r\n")
    assert (process.returncode, out) == (130, b"")
    assert contents(project) == before
