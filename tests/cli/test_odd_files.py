"""Files that are odd: what can be read is read, what cannot is listed with its reason, and the rest goes on."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from command_line import PROJECT, contents, write, wsgi2asgi

SLEEPS = (
    "import time\n\nfrom django.http import HttpResponse\n\n\n"
    "async def home(request):\n    time.sleep(1)\n    return HttpResponse('x')\n"
)
WITH_VIEW = {
    **PROJECT,
    "site_/views.py": SLEEPS,
    "site_/urls.py": (
        'from django.urls import path\n\nfrom site_ import views\n\nurlpatterns = [path("", views.home)]\n'
    ),
}


def checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The JSON report of a project; the exit code says no more than that there are findings."""
    from wsgi2asgi.cli.boundary import run

    assert run(["check", str(folder), "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    report: dict[str, Any] = json.loads(out)
    return report


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("def f(:\n", "invalid syntax (line 1)", id="a syntax error"),
        pytest.param("print 'x'\n", "it looks like Python 2", id="Python 2"),
        pytest.param(b"x = 'caf\xe9'\n", "not valid utf-8: byte 0xe9 in line 1", id="bytes that are not UTF-8"),
        pytest.param(b"#\n#\n#\n# \xe9\n", "not valid utf-8: byte 0xe9 in line 4", id="such bytes further down"),
        pytest.param("# coding: klingon\n", "unknown encoding: klingon", id="an unknown encoding"),
        pytest.param("# coding: rot13\n", "unknown encoding: 'rot13' is not a text encoding", id="no text encoding"),
        pytest.param(b"\xef\xbb\xbf# coding: latin-1\n", "contradictory encoding", id="a mark against a cookie"),
        pytest.param(b"x = 1\0\n", "null byte", id="null bytes"),
        pytest.param("x = " + "(" * 500 + ")" * 500, "too many nested parentheses", id="nested parentheses"),
        pytest.param("x = " + "+".join("a" * 50_000), "nests too deeply to be read", id="a chain that nests deeply"),
        pytest.param("x = -" + "-" * 50_000 + "1", "", id="a tower of signs"),
        pytest.param(
            "".join(f"{' ' * depth}if x:\n" for depth in range(120)), "too many levels of indentation", id="120 levels"
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_listed(
    tmp_path: Path, content: str | bytes, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    report = checked(write(tmp_path, {**WITH_VIEW, "site_/odd.py": content}), capsys)
    assert [skipped["path"] for skipped in report["skipped"]] == ["site_/odd.py"]
    assert reason in report["skipped"][0]["reason"]
    assert "ASG501" in [finding["code"] for finding in report["findings"]]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="an empty file"),
        pytest.param(b"\xef\xbb\xbf" + SLEEPS.encode(), id="a byte order mark"),
        pytest.param(SLEEPS.replace("\n", "\r\n"), id="Windows line endings"),
        pytest.param(SLEEPS.replace("    ", "\t"), id="tabs"),
        pytest.param(b"# -*- coding: latin-1 -*-\nx = 'caf\xe9'\n" + SLEEPS.encode(), id="a latin-1 cookie"),
        pytest.param("x = [" + "1," * 500_000 + "]\n", id="a file of a megabyte"),
        pytest.param("".join(f"{' ' * depth}if x:\n" for depth in range(90)) + " " * 90 + "pass\n", id="90 levels"),
    ],
)
def test_a_file_that_is_odd_but_fine_is_read(
    tmp_path: Path, content: str | bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path, {**WITH_VIEW, "site_/odd.py": content})
    report = checked(folder, capsys)
    assert report["skipped"] == []
    assert "ASG501" in [finding["code"] for finding in report["findings"]]


@pytest.mark.parametrize(
    "line_end", [pytest.param("\n", id="with line feeds"), pytest.param("\r\n", id="with Windows line endings")]
)
def test_a_finding_has_the_line_it_stands_on_in_a_latin_1_file(
    tmp_path: Path, line_end: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"# coding: latin-1\n# caf\xe9\n{SLEEPS}".replace("\n", line_end)
    report = checked(write(tmp_path, {**WITH_VIEW, "site_/views.py": text.encode("latin-1")}), capsys)
    assert [row["line"] for row in report["findings"] if row["code"] == "ASG501"] == [9]


def test_a_file_without_read_permission_is_listed(tmp_path: Path) -> None:
    folder = write(tmp_path, {**WITH_VIEW, "site_/odd.py": "x = 1\n"})
    (folder / "site_/odd.py").chmod(0)
    ran = wsgi2asgi("check", folder, privileged=False)
    assert (ran.code, ran.err) == (1, "")
    assert "site_/odd.py  cannot be read: Permission denied" in ran.out


def test_what_is_no_file_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, WITH_VIEW)
    os.mkfifo(folder / "site_/pipe.py")
    (folder / "site_/folder.py").mkdir()
    (folder / "site_/dangling.py").symlink_to("nowhere")
    assert checked(folder, capsys)["skipped"] == []


def test_a_name_that_is_not_utf_8_is_reported_as_it_can_be(tmp_path: Path) -> None:
    folder = write(tmp_path, WITH_VIEW)
    (folder / os.fsdecode(b"caf\xe9.py")).write_text("x = (\n")
    report = json.loads(wsgi2asgi("check", folder, "--format", "json").out)
    assert [os.fsencode(row["path"]) for row in report["skipped"]] == [b"caf\xe9.py"]
    assert "caf\\udce9.py" in wsgi2asgi("check", folder).out


def test_a_folder_of_empty_files_is_no_project(tmp_path: Path) -> None:
    ran = wsgi2asgi("check", write(tmp_path, dict.fromkeys(PROJECT, "")))
    assert (ran.code, ran.out) == (2, "")
    assert "not a Django project" in ran.err


@pytest.mark.parametrize("name", ["site_/settings.py", "requirements.txt"])
def test_a_link_that_leaves_the_project_is_never_written_through(tmp_path: Path, name: str) -> None:
    settings = 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": 60}}\n'
    files = {**PROJECT, "site_/settings.py": PROJECT["site_/settings.py"] + settings}
    outside = write(tmp_path / "outside", {"target": files[name]})
    folder = write(tmp_path / "project", files)
    (folder / name).unlink()
    (folder / name).symlink_to(outside / "target")
    before = contents(outside)
    ran = wsgi2asgi("migrate", folder, "--apply", "--no-smoke")
    assert ran.code in (0, 2)
    assert contents(outside) == before
    assert (folder / name).is_symlink()
