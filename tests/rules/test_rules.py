"""Every rule against its casebook, and the garden kept in order: documented = registered = tested."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from casebook import Case, files_in, read

from wsgi2asgi import rulebook
from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.options import ProjectOptions

CASES = read(Path(__file__).parent / "cases")
ENTRIES = rulebook.load()
SECTIONS = ("## What it does", "## Why is this bad?", "## Example", "## Use instead", "## References")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, tmp_path: Path) -> None:
    code = rulebook.find(case.book.replace("_", "-")).rule.code
    assert places(case, code, tmp_path) == case.expected(code)


@pytest.mark.parametrize("code", ENTRIES)
def test_the_examples_of_the_documentation_are_true(code: str, tmp_path: Path) -> None:
    _, bad, good = re.split(r"^## (?:Example|Use instead)$", ENTRIES[code].documentation, flags=re.MULTILINE)
    good = good.split("## ", 1)[0]
    assert places(Case("docs", "bad", files_in(bad)), code, tmp_path / "bad")
    assert places(Case("docs", "good", files_in(good)), code, tmp_path / "good") == []


def places(case: Case, code: str, root: Path) -> list[tuple[str, int]]:
    """Where this rule hits in the case, laid out as a project."""
    return sorted({(item.place.path, item.place.line) for item in findings(case, code, root)})


def findings(case: Case, code: str, root: Path) -> Sequence[Finding]:
    """What this rule finds in the case, laid out as a project."""
    case.write(root)
    program = analyse(discover(ProjectOptions(root)), jobs=1)
    return rulebook.run(program, select=(code,))


def test_a_decorator_that_refuses_methods_says_what_becomes_of_them(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.title.startswith("Methods that are refused around dispatch"))
    (found,) = findings(case, "ASG206", tmp_path)
    assert "Django awaits the 405" in found.message


@pytest.mark.parametrize("code", ENTRIES)
def test_every_rule_is_documented_in_the_fixed_sections(code: str) -> None:
    documentation = ENTRIES[code].documentation
    positions = [documentation.find(section) for section in SECTIONS]
    assert -1 not in positions
    assert positions == sorted(positions)
    assert re.search(r"https://", documentation), "a rule names its source"


@pytest.mark.parametrize("code", ENTRIES)
def test_every_rule_has_cases_it_hits_and_cases_it_does_not(code: str) -> None:
    book = ENTRIES[code].rule.name.replace("-", "_")
    own = [bool(case.expected(code)) for case in CASES if case.book == book]
    assert True in own
    assert False in own


def test_every_casebook_belongs_to_a_rule() -> None:
    names = {entry.rule.name.replace("-", "_") for entry in ENTRIES.values()}
    assert {case.book for case in CASES} <= names


def test_there_are_rules_in_every_family() -> None:
    assert {code[3] for code in ENTRIES} >= set("012345678")


@pytest.mark.parametrize("wrong", ["ASG999", "XYZ", "asgi", "ASG4011"])
def test_an_unknown_selector_is_the_users_error(wrong: str) -> None:
    with pytest.raises(UserError, match="unknown rule code"):
        rulebook.require_known([wrong])


def test_prefixes_and_all_are_known() -> None:
    rulebook.require_known(["ALL", "ASG", "ASG4", next(iter(ENTRIES)), "blocking-sleep"])


def test_the_most_exact_selector_wins() -> None:
    assert rulebook.is_selected("ASG501", ["blocking-sleep"], ["ASG5"])
    assert not rulebook.is_selected("ASG502", ["blocking-sleep"], ["ASG5"])
    assert not rulebook.is_selected("ASG501", ["ASG501"], ["blocking-sleep"])
    assert rulebook.is_selected("ASG501", ["asg5"])
    assert not rulebook.is_selected("ASG501", (), ["all"])
    assert not rulebook.is_selected("ASG901")
    assert rulebook.is_selected("ASG901", ["ASG9"])
