"""``check --format json`` is what its published schema says."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from casebook import Case
from jsonschema import Draft202012Validator

from wsgi2asgi.model.findings import Certainty, EffectKind, FixKind, Severity
from wsgi2asgi.model.options import CheckOptions, ProjectOptions
from wsgi2asgi.model.verdicts import DeploymentNote, Gain, MiddlewareLink, Mode, PackageNote, Verdict, ViewKind
from wsgi2asgi.report.json_check import render
from wsgi2asgi.workflow.check import check

ROOT = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/schema/check.schema.json").read_text(encoding="utf-8"))
SAMPLES = sorted(path.parent for path in (ROOT / "sample_projects").glob("*/manage.py"))


def complaints(value: object) -> list[str]:
    """What the schema says against a value."""
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(value)]


def checked(folder: Path) -> Any:
    """The output of ``check --format json`` for a project."""
    return json.loads(render(check(CheckOptions(ProjectOptions(folder), jobs=1, cache=False))))


@pytest.fixture(scope="module")
def intranet() -> Any:
    """The output for a sample that has something of everything."""
    return checked(ROOT / "sample_projects/intranet")


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_output_for_a_sample_fits_the_schema(sample: Path) -> None:
    assert complaints(checked(sample)) == []


def test_the_output_for_a_project_with_an_unreadable_file_fits_the_schema(tmp_path: Path) -> None:
    Case("schema", "broken", {"shop/broken.py": "def (:\n", "requirements.txt": "Django\n"}).write(tmp_path)
    value = checked(tmp_path)
    assert [row["path"] for row in value["skipped"]] == ["shop/broken.py"]
    assert complaints(value) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value.pop("readiness"),
        lambda value: value["findings"][0].pop("fingerprint"),
        lambda value: value["findings"][0].update(code="E501"),
        lambda value: value["findings"][0].update(line=0),
        lambda value: value["findings"][0].update(path="/srv/site/settings.py"),
        lambda value: value["views"][0].update(verdict="perhaps"),
        lambda value: value["readiness"].update(score=101),
    ],
)
def test_what_breaks_the_contract_is_refused(intranet: Any, spoil: Callable[[Any], object]) -> None:
    value = copy.deepcopy(intranet)
    spoil(value)
    assert complaints(value)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (Severity, "finding.severity"),
        (Certainty, "finding.certainty"),
        (ViewKind, "view.kind"),
        (Verdict, "view.verdict"),
        (Gain, "view.gain"),
        (Mode, "middleware.mode"),
    ],
    ids=lambda item: item if isinstance(item, str) else "",
)
def test_the_schema_knows_exactly_the_words_of_the_model(words: object, path: str) -> None:
    holder, field = path.split(".")
    assert SCHEMA["$defs"][holder]["properties"][field]["enum"] == list(get_args(words))


def test_the_schema_knows_the_effects_and_kinds_of_fixes() -> None:
    assert SCHEMA["$defs"]["effect"]["enum"] == list(get_args(EffectKind))
    fix = SCHEMA["$defs"]["finding"]["properties"]["fix"]
    assert fix["properties"]["kind"]["enum"] == list(get_args(FixKind))


@pytest.mark.parametrize(
    ("value", "name"), [(MiddlewareLink, "middleware"), (PackageNote, "package"), (DeploymentNote, "deployment")]
)
def test_the_schema_requires_the_fields_that_the_values_have(value: type, name: str) -> None:
    assert SCHEMA["$defs"][name]["required"] == [field.name for field in dataclasses.fields(value)]
