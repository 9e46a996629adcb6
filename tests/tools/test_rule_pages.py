"""The pages in ``docs/rules/`` are those of the rules as they are."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from wsgi2asgi import rulebook

ROOT = Path(__file__).parents[2]


def load_tool() -> ModuleType:
    """The tool as a module; the folder of tools is no package."""
    spec = importlib.util.spec_from_file_location("rule_pages_tool", ROOT / "tools" / "rule_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = load_tool()


@pytest.mark.parametrize(("name", "text"), TOOL.pages().items(), ids=TOOL.pages())
def test_a_page_is_up_to_date(name: str, text: str) -> None:
    assert (TOOL.FOLDER / name).read_text(encoding="utf-8") == text, "run tools/rule_pages.py"


def test_no_page_is_left_of_a_rule_that_is_gone() -> None:
    assert {path.name for path in TOOL.FOLDER.glob("*.md")} == set(TOOL.pages())


def test_the_index_links_every_rule() -> None:
    index = TOOL.pages()["index.md"]
    assert all(f"[{code}]({code}.md)" in index for code in rulebook.load())


def test_writing_takes_away_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "ASG000.md").write_text("gone\n", encoding="utf-8")
    TOOL.write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(TOOL.pages())


def test_every_hazard_that_a_rule_names_is_in_the_catalogue() -> None:
    assert set(TOOL.found_by(rulebook.load())) <= set(TOOL.catalogue()["hazards"])


def test_what_cannot_be_seen_is_a_hazard_that_no_rule_finds() -> None:
    tables = TOOL.catalogue()
    assert set(tables["unseen"]) <= set(tables["hazards"])
    assert not set(tables["unseen"]) & set(TOOL.found_by(rulebook.load()))


def test_every_hazard_belongs_to_a_section() -> None:
    tables = TOOL.catalogue()
    assert {code[:2] for code in tables["hazards"]} == set(tables["sections"])


def test_every_hazard_has_a_rule_or_a_reason() -> None:
    tables = TOOL.catalogue()
    assert set(tables["hazards"]) == set(tables["unseen"]) | set(TOOL.found_by(rulebook.load()))
