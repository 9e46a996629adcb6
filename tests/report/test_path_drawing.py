"""The drawing of a request's path tells the hops that the bill counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from wsgi2asgi.model.options import CheckOptions, ProjectOptions
from wsgi2asgi.report.path_drawing import Change, drawing
from wsgi2asgi.workflow.check import check

SAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "sample_projects").glob("*/manage.py"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_hops_of_stations_and_changes_add_up(sample: Path) -> None:
    result = check(CheckOptions(ProjectOptions(sample), jobs=1, cache=False))
    parts = list(drawing(result))
    assert sum(part.hops for part in parts) == result.request_path.hops.sync_view.most
    lanes = [part.to if isinstance(part, Change) else part.runs for part in parts]
    assert lanes[0] == "async"
    assert lanes[-1] == "sync"
    for before, lane, part in zip(lanes, lanes[1:], parts[1:], strict=False):
        assert (before != lane) == isinstance(part, Change), f"{part} on another lane than what leads to it"
