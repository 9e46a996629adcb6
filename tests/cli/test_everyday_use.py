"""What a team uses day by day: what is known, what is new, what the project itself says of its code."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import PROJECT, write

VIEWS = (
    "import time\n\nfrom acme.client import fetch\nfrom django.http import HttpResponse\n\n\n"
    "async def pause(request):\n    time.sleep(1)\n    return HttpResponse()\n\n\n"
    "async def load(request):\n    return HttpResponse(fetch(1))\n"
)
FILES = {
    **PROJECT,
    "site_/asgi.py": "from django.core.asgi import get_asgi_application\n\napplication = get_asgi_application()\n",
    "shop/__init__.py": "",
    "shop/views.py": VIEWS,
    "site_/urls.py": (
        "from django.urls import path\n\nfrom shop import views\n\n"
        'urlpatterns = [path("", views.pause), path("load/", views.load)]\n'
    ),
}
Checked = Callable[..., tuple[int, list[tuple[str, str, int]]]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, FILES)


@pytest.fixture
def ran(project: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs ``check`` on the project; its exit code, stdout and stderr."""
    from wsgi2asgi.cli.boundary import run

    def check(*arguments: str) -> tuple[int, str, str]:
        code = run(["check", *arguments])
        return code, *capfd.readouterr()

    return check


@pytest.fixture
def found(ran: Callable[..., tuple[int, str, str]]) -> Checked:
    """Runs ``check`` and gives its exit code and (code, path, line) of each error."""

    def check(*arguments: str) -> tuple[int, list[tuple[str, str, int]]]:
        code, out, err = ran(*arguments, "--format", "json")
        assert out, err
        findings = json.loads(out)["findings"]
        return code, [(item["code"], item["path"], item["line"]) for item in findings if item["severity"] == "error"]

    return check


def configure(project: Path, text: str) -> None:
    write(project, {"pyproject.toml": f"[tool.wsgi2asgi]\n{text}"})


SLEEP = ("ASG501", "shop/views.py", 8)


# -- selecting ------------------------------------------------------------------------------------------------


def test_without_anything_the_error_is_found(found: Checked) -> None:
    assert found() == (1, [SLEEP])


@pytest.mark.parametrize("selector", ["ASG501", "ASG5", "blocking-sleep", "ALL"])
def test_selectors_are_codes_beginnings_of_codes_and_names(selector: str, found: Checked) -> None:
    assert SLEEP in found("--select", selector)[1]
    assert found("--ignore", selector)[1] == []


def test_a_comment_silences_a_finding(project: Path, found: Checked) -> None:
    write(project, {"shop/views.py": VIEWS.replace("sleep(1)", "sleep(1)  # wsgi2asgi: ignore[ASG501] demo")})
    assert found() == (0, [])


def test_a_comment_that_silences_nothing_is_found(project: Path, ran: Callable[..., tuple[int, str, str]]) -> None:
    write(project, {"shop/views.py": VIEWS + "X = 1  # wsgi2asgi: ignore[ASG501]\nY = 1  # wsgi2asgi: ignore[ASG5x]\n"})
    _, out, _ = ran("--format", "concise", "--select", "ASG09")
    assert out.splitlines() == [
        "shop/views.py:14:8: ASG098 ignore[ASG501] silences nothing here: delete it",
        "shop/views.py:15:8: ASG099 ignore[ASG5x] names no rule: it silences nothing",
    ]


@pytest.mark.parametrize("pattern", ["shop", "shop/views.py", "shop/**", "*.py", "**/views.py", "shop/"])
def test_rules_are_ignored_per_file(pattern: str, project: Path, found: Checked) -> None:
    configure(project, f'per-file-ignores = {{ "{pattern}" = ["ASG5"] }}\n')
    assert found() == (0, [])


def test_rules_are_not_ignored_in_other_files(project: Path, found: Checked) -> None:
    configure(project, 'per-file-ignores = { "views" = ["ASG5"], "shop/*.txt" = ["ALL"], "*/models.py" = ["ALL"] }\n')
    assert found() == (1, [SLEEP])


def test_excluded_files_are_not_looked_at(project: Path, found: Checked) -> None:
    configure(project, 'exclude = ["shop/views.py"]\n')
    assert found() == (0, [])


# -- what the project says itself -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["acme.client.fetch", "acme.client.*", "acme.*"])
def test_a_call_that_the_project_says_blocks(name: str, project: Path, found: Checked) -> None:
    configure(project, f'ignore = ["ASG501"]\n[tool.wsgi2asgi.extend-blocking]\n"{name}" = "http"\n')
    assert found() == (1, [("ASG502", "shop/views.py", 13)])


def test_a_method_that_the_project_says_asks_the_database(project: Path, found: Checked) -> None:
    views = VIEWS.replace("fetch(1)", "Client().get(1)").replace("import fetch", "import Client")
    write(project, {"shop/views.py": views})
    configure(project, 'ignore = ["ASG501"]\n[tool.wsgi2asgi.extend-blocking]\n"acme.client.Client.get" = "db"\n')
    assert found() == (1, [("ASG401", "shop/views.py", 13)])


def test_a_function_of_the_project_that_does_not_block(project: Path, found: Checked) -> None:
    write(
        project,
        {
            "shop/waiting.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
            "shop/views.py": VIEWS.replace("time.sleep(1)", "wait()").replace(
                "import time\n", "from shop.waiting import wait\n"
            ),
        },
    )
    assert found()[1] == [("ASG501", "shop/waiting.py", 5)]
    configure(project, '[tool.wsgi2asgi.extend-blocking]\n"shop.waiting.wait" = "none"\n')
    assert found() == (0, [])


def test_a_known_call_that_does_not_block_here(project: Path, found: Checked) -> None:
    configure(project, '[tool.wsgi2asgi.extend-blocking]\n"time.sleep" = "none"\n')
    assert found() == (0, [])


def test_what_the_project_says_of_a_package(project: Path, ran: Callable[..., tuple[int, str, str]]) -> None:
    def package(name: str) -> dict[str, Any]:
        _, out, _ = ran("--format", "json")
        return next(item for item in json.loads(out)["packages"] if item["name"] == name)

    write(project, {"requirements.txt": "Django==5.2.8\ngevent==24.2.1\n"})
    assert package("gevent")["verdict"] == "unsupported"
    configure(
        project,
        '[tool.wsgi2asgi.packages.gevent]\nverdict = "ok"\nnote = "only in a script"\n'
        '[tool.wsgi2asgi.packages.Acme_Client]\nversion = "2.0"\n',
    )
    assert (package("gevent")["verdict"], package("gevent")["note"]) == ("ok", "only in a script")
    assert (package("acme-client")["verdict"], package("acme-client")["version"]) == ("unsure", "2.0")


# -- baseline -------------------------------------------------------------------------------------------------


def test_what_a_baseline_knows_does_not_fail(project: Path, found: Checked) -> None:
    assert found("--update-baseline") == (0, [])
    assert found("--baseline", "wsgi2asgi-baseline.json") == (0, [])
    assert found()[0] == 1


def test_known_findings_are_known_again_when_lines_move(project: Path, found: Checked) -> None:
    found("--update-baseline")
    moved = VIEWS.replace("async def load", "X = 1\n\n\nasync def load").replace(
        "import time", "import os\nimport time"
    )
    write(project, {"shop/views.py": moved})
    assert found("--baseline", "wsgi2asgi-baseline.json") == (0, [])


def test_a_second_finding_like_a_known_one_is_new(project: Path, found: Checked) -> None:
    found("--update-baseline")
    write(project, {"shop/views.py": VIEWS.replace("    time.sleep(1)\n", "    time.sleep(1)\n    time.sleep(1)\n")})
    assert found("--baseline", "wsgi2asgi-baseline.json") == (1, [("ASG501", "shop/views.py", 9)])


def test_what_is_gone_is_said_and_taken_out(project: Path, ran: Callable[..., tuple[int, str, str]]) -> None:
    ran("--update-baseline")
    write(project, {"shop/views.py": VIEWS.replace("    time.sleep(1)\n", "")})
    _, out, _ = ran("--baseline", "wsgi2asgi-baseline.json")
    assert "  gone: shop/views.py: ASG501 " in out
    ran("--update-baseline", "--select", "ASG4")
    assert "ASG501" in (project / "wsgi2asgi-baseline.json").read_text(), "of other rules nothing is known this time"
    ran("--update-baseline")
    assert "ASG501" not in (project / "wsgi2asgi-baseline.json").read_text()


def test_a_baseline_is_sorted_and_stable(project: Path, found: Checked) -> None:
    found("--update-baseline")
    first = (project / "wsgi2asgi-baseline.json").read_bytes()
    found("--update-baseline")
    assert (project / "wsgi2asgi-baseline.json").read_bytes() == first
    lines = [line.rstrip(",") for line in first.decode().splitlines() if '"path"' in line]
    assert lines == sorted(lines)
    assert "line" not in json.loads(lines[0])


def test_a_baseline_can_be_configured(project: Path, found: Checked) -> None:
    configure(project, 'baseline = "known.json"\n')
    assert found("--update-baseline") == (0, [])
    assert (project / "known.json").exists()
    assert found() == (0, [])


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "no such baseline: b.json"), ("[]", "b.json is no baseline"), ('{"version": 7}', "version 7")],
)
def test_a_baseline_that_is_none(
    text: str | None, says: str, project: Path, ran: Callable[..., tuple[int, str, str]]
) -> None:
    if text is not None:
        write(project, {"b.json": text})
    code, out, err = ran("--baseline", "b.json")
    assert (code, out) == (2, "")
    assert says in err


# -- since ----------------------------------------------------------------------------------------------------


def git(project: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)


@pytest.fixture
def repository(project: Path) -> Path:
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"], ["checkout", "-q", "-b", "topic"]):
        git(project, *arguments)
    return project


def test_since_leaves_out_what_stands_on_old_lines(repository: Path, found: Checked) -> None:
    assert found("--since", "main") == (0, [])
    write(repository, {"shop/views.py": VIEWS + "\n\nasync def again(request):\n    time.sleep(2)\n"})
    write(repository, {"site_/urls.py": FILES["site_/urls.py"].replace("]", ', path("again", views.again)]')})
    assert found("--since", "main") == (1, [("ASG501", "shop/views.py", 17)]), "uncommitted"
    git(repository, "commit", "-q", "-a", "-m", "second")
    assert found("--since", "main") == (1, [("ASG501", "shop/views.py", 17)]), "committed"
    assert found("--since", "HEAD") == (0, [])


def test_since_counts_from_where_the_branches_parted(repository: Path, found: Checked) -> None:
    git(repository, "checkout", "-q", "main")
    write(repository, {"shop/views.py": VIEWS.replace("time.sleep(1)", "time.sleep(2)")})
    git(repository, "commit", "-q", "-a", "-m", "on main")
    git(repository, "checkout", "-q", "topic")
    assert found("--since", "main") == (0, [])


def test_since_shows_old_lines_that_a_changed_line_leads_to(repository: Path, found: Checked) -> None:
    write(repository, {"shop/waiting.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n"})
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "nobody waits")
    write(repository, {"shop/views.py": "from shop.waiting import wait\n" + VIEWS.replace("time.sleep(1)", "wait()")})
    assert found("--since", "HEAD") == (1, [("ASG501", "shop/waiting.py", 5)])


def test_since_shows_files_that_git_does_not_know_yet(repository: Path, found: Checked) -> None:
    write(repository, {"shop/neu é.py": "X = 1\n", "shop/more.py": VIEWS.replace("pause", "rest")})
    urls = FILES["site_/urls.py"].replace("import views", "import more, views").replace("views.pause", "more.rest")
    write(repository, {"site_/urls.py": urls})
    assert found("--since", "HEAD") == (1, [("ASG501", "shop/more.py", 8)])


def test_since_shows_what_stands_beside_a_deleted_line(repository: Path, found: Checked) -> None:
    write(repository, {"shop/views.py": VIEWS.replace("    return HttpResponse()\n\n\n", "\n\n")})
    assert found("--since", "HEAD") == (1, [SLEEP])


def test_since_works_in_a_folder_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: Checked
) -> None:
    write(tmp_path / "back end", FILES)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    write(tmp_path / "back end", {"shop/views.py": VIEWS.replace("time.sleep(1)", "time.sleep(2)")})
    monkeypatch.chdir(tmp_path / "back end")
    assert found("--since", "HEAD") == (1, [SLEEP])


def test_since_outside_of_git(ran: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = ran("--since", "main")
    assert (code, out) == (2, "")
    assert "not a git repository" in err


@pytest.mark.parametrize("reference", ["no-such-branch", "--all", "HEAD:manage.py"])
def test_since_an_unknown_reference(reference: str, repository: Path, ran: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = ran(f"--since={reference}")
    assert (code, out) == (2, "")
    assert f"--since: git knows no commit {reference}" in err


def test_since_in_a_shallow_clone(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ran: Callable[..., tuple[int, str, str]]
) -> None:
    git(repository, "commit", "-q", "--allow-empty", "-m", "second")
    git(repository, "push", "-q", ".", "HEAD:refs/heads/other")
    git(repository, "checkout", "-q", "main")
    git(repository, "commit", "-q", "--allow-empty", "-m", "third")
    clone = tmp_path / "clone"
    git(repository, "clone", "-q", "--depth=1", "--no-single-branch", repository.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    code, out, err = ran("--since", "origin/other")
    assert (code, out) == (2, "")
    assert "no common ancestor here (fetch the history: git fetch --unshallow" in err


def test_since_without_git(
    repository: Path, monkeypatch: pytest.MonkeyPatch, ran: Callable[..., tuple[int, str, str]]
) -> None:
    monkeypatch.setenv("PATH", "")
    code, out, err = ran("--since", "main")
    assert (code, out) == (2, "")
    assert "--since needs git" in err


# -- statistics -----------------------------------------------------------------------------------------------


def test_statistics_count_by_rule(ran: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = ran("--statistics", "--select", "ASG5")
    assert code == 1
    assert out.splitlines()[1].split() == ["1", "ASG501", "blocking-sleep", "error"]
    _, out, _ = ran("--statistics", "--select", "ASG5", "--format", "json")
    assert json.loads(out)["statistics"] == [
        {"count": 1, "code": "ASG501", "name": "blocking-sleep", "severity": "error"}
    ]


@pytest.mark.parametrize("arguments", [["--statistics", "--format", "concise"], ["--update-baseline", "--since", "x"]])
def test_options_that_do_not_go_together(arguments: list[str], ran: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = ran(*arguments)
    assert (code, out) == (2, "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('extend-blocking = ["a.b"]', "extend-blocking must be a table"),
        ('extend-blocking = { "a.b" = "htp" }', "extend-blocking.a.b must be one of db, http"),
        ('extend-blocking = { "a b" = "http" }', "extend-blocking has a key that is no dotted name: a b"),
        ("extend-blocking = { a.b = 1 }", "extend-blocking has a key that is no dotted name: a"),
        ('extend-blokking = { "a.b" = "http" }', "did you mean extend-blocking?"),
        ('per-file-ignores = { a = "ASG4" }', "per-file-ignores.a must be a list of strings"),
        ('per-file-ignores = { a = ["ASG999"] }', "unknown rule code: ASG999"),
        ('packages = { gevent = "ok" }', "packages.gevent must be a table"),
        ('packages = { gevent = { verdikt = "ok" } }', "unknown key: verdikt (did you mean verdict?)"),
        ('packages = { gevent = { verdict = "fine" } }', "packages.gevent.verdict must be one of ok"),
        ('exclude = "a"', "exclude must be a list of strings"),
        ("baseline = 1", "baseline must be a string"),
    ],
)
def test_configuration_that_does_not_fit_is_refused(
    text: str, says: str, project: Path, ran: Callable[..., tuple[int, str, str]]
) -> None:
    configure(project, text)
    code, out, err = ran()
    assert (code, out) == (2, ""), err
    assert says in err
    assert err.count("\n") == 1
