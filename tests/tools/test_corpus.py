"""The script that checks published projects, without its downloads."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from casebook import Case


@pytest.fixture(scope="module")
def corpus() -> ModuleType:
    """The script as a module; the folder of tools is no package."""
    spec = importlib.util.spec_from_file_location("corpus_tool", Path(__file__).parents[2] / "tools" / "corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_project_is_pinned_by_version_and_content(corpus: ModuleType) -> None:
    lines = corpus.pinned(())
    assert lines
    assert all(re.fullmatch(r"[a-z0-9-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", line) for line in lines)
    assert [line.partition("==")[0] for line in corpus.pinned(["squad"])] == ["squad"]


def test_the_figures_of_a_project_fill_the_columns(corpus: ModuleType, tmp_path: Path) -> None:
    Case("corpus", "corpus", {"shop/views.py": "def start(request):\n    return None\n"}).write(tmp_path)
    row = ("shop", "1.0", *corpus.measured(tmp_path))
    figures = dict(zip(corpus.COLUMNS, row, strict=True))
    assert (figures["views"], figures["convert"], figures["skipped"]) == ("1", "0", "0")


def test_a_failure_takes_the_rest_of_its_line(corpus: ModuleType) -> None:
    row = ("shop", "1.0", *["1"] * 9)
    text = corpus.table([corpus.COLUMNS, row, ("blog", "2.0", "failed: no settings")])
    assert text.splitlines()[2].split() == ["blog", "2.0", "failed:", "no", "settings"]
