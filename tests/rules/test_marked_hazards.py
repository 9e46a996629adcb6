"""Every hazard that ``benchmarks/hazards`` marks is found, and nothing else is said of its Python files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wsgi2asgi import rulebook
from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

FERRY = Path(__file__).resolve().parents[2] / "benchmarks" / "hazards" / "ferry"
_MARK = re.compile(r"# hazard: ([\w-]+)")


@pytest.fixture(scope="module")
def found() -> set[tuple[str, int]]:
    """The lines of Python files that findings name."""
    program = analyse(discover(ProjectOptions(FERRY)), jobs=1)
    places = [finding.place for finding in rulebook.run(program)]
    return {(place.path, place.line) for place in places if place.path.endswith(".py")}


@pytest.fixture(scope="module")
def marked() -> dict[tuple[str, int], str]:
    """Line → hazard, as the project's comments tell."""
    return {
        (file.relative_to(FERRY).as_posix(), number): match[1]
        for file in FERRY.rglob("*.py")
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if (match := _MARK.search(text))
    }


def test_no_marked_hazard_is_missed(found: set[tuple[str, int]], marked: dict[tuple[str, int], str]) -> None:
    assert set(marked.values()) - {marked[line] for line in found if line in marked} == set()


def test_nothing_is_said_of_other_lines(found: set[tuple[str, int]], marked: dict[tuple[str, int], str]) -> None:
    assert found - marked.keys() == set()
