"""What the documents for people name does exist: commands, options, files, make targets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wsgi2asgi.cli.boundary import run

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
_COMMAND = re.compile(r"wsgi2asgi (check|[a-z]+)\b([^`\n#]*)")


def named(document: str) -> list[tuple[str, list[str]]]:
    """Every ``wsgi2asgi COMMAND ...`` in code of the document, with its options."""
    text = (ROOT / document).read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    return [(found[1], re.findall(r"--[a-z][a-z-]*", found[2])) for found in _COMMAND.finditer(code)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_its_commands_and_options_exist(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command, options in named(document):
        assert run([command, "--help"]) == 0, command
        known = capsys.readouterr().out
        assert [option for option in options if option not in known] == [], command


def test_readme_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    listed = set(re.findall(r"^  ([a-z]+) ", capsys.readouterr().out.partition("Commands:")[2], re.MULTILINE))
    assert listed
    assert listed == {command for command, _ in named("README.md")}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_its_make_targets_and_links_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b(?=`|\s+#|$)", text, re.MULTILINE)) <= targets
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def transcripts() -> list[tuple[str, list[str]]]:
    """The commands that README shows with their output, which may leave lines out (``...``)."""
    blocks = re.findall(r"```\n\$ wsgi2asgi (.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    return [(command, shown.splitlines()) for command, _, shown in (block.partition("\n") for block in blocks)]


@pytest.mark.parametrize(("command", "shown"), transcripts(), ids=[command for command, _ in transcripts()])
def test_what_it_shows_is_what_is_printed(
    command: str, shown: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    run(command.split())
    printed = iter(capsys.readouterr().out.splitlines())
    assert [line for line in shown if line != "..." and line not in printed] == []
