"""Middleware and streams that a migration changes are run: the original under WSGI, the changed one under ASGI."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from djangos import ENVIRONMENTS

from tests.conversions.conversion_project import HERE
from tests.conversions.test_conversions import differences, visit
from wsgi2asgi.model.options import MigrateOptions, ProjectOptions
from wsgi2asgi.model.plan import StepId
from wsgi2asgi.workflow.guarded import Outcome, run_step
from wsgi2asgi.workflow.inspect import inspect

LAYERS = "cases.layers."


def write(folder: Path, django: str, layers: list[str], pages: str = "pages") -> None:
    """A project whose outermost middleware are these."""
    shutil.copytree(HERE / "cases" / "project", folder)
    shutil.copytree(HERE / "cases" / "middleware", folder / "layers_of_case")
    (folder / "cases").mkdir()
    (folder / "cases" / "__init__.py").touch()
    for name in ("layers", pages):
        (folder / "layers_of_case" / f"{name}.py").rename(folder / "cases" / f"{name}.py")
    shutil.rmtree(folder / "layers_of_case")
    layers_module = folder / "cases" / "layers.py"
    layers_module.write_text(layers_module.read_text() + "\n\nVISITS = []\n")
    (folder / "requirements.txt").write_text(f"Django=={django}\n")
    urls = folder / "site_" / "urls.py"
    route = f'path("{pages}/", include("cases.{pages}")),  # the test adds'
    urls.write_text(urls.read_text().replace("# the test adds", route))
    settings = folder / "site_" / "settings.py"
    settings.write_text(f"{settings.read_text()}MIDDLEWARE = {[LAYERS + name for name in layers]!r} + MIDDLEWARE\n")


def change(original: Path, folder: Path, step: StepId = "middleware") -> Outcome:
    """A copy after the step."""
    options = MigrateOptions(ProjectOptions(original))
    outcome = run_step(step, inspect(options.project, jobs=1, cache=False), options)
    shutil.copytree(original, folder)
    for path, data in outcome.changes.files.items():
        (folder / path).write_bytes(data)
    return outcome


CHAINS = {
    "hybrid_lowers_hops": (["Stamp", "Slashes"], ["Slashes", "Stamp"]),
    "hybrid_with_finally": (["Timed"], ["Timed"]),
    "what_stands_above_one_that_cannot_gains_nothing": (["Stamp", "HandedOn", "Slashes"], []),
    "writing_stays": (["Logging"], []),
    "state_on_self_stays": (["Remembering"], []),
    "own_call_is_mended": (["OwnCall"], ["OwnCall"]),
    "unmarked_is_mended": (["Stamp", "Unmarked"], ["Stamp", "Unmarked"]),
}


@pytest.mark.boots
@pytest.mark.parametrize("django", ENVIRONMENTS)
@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_answers_as_before(name: str, django: str, tmp_path: Path) -> None:
    layers, changing = CHAINS[name]
    write(tmp_path / "before", django, layers)
    outcome = change(tmp_path / "before", tmp_path / "after")
    assert (outcome.bugs, outcome.refused) == ((), ())
    text = outcome.changes.files.get("cases/layers.py", b"").decode()
    original = (tmp_path / "before" / "cases" / "layers.py").read_text()
    assert [cls for cls in sorted(layers) if _body(text or original, cls) != _body(original, cls)] == changing
    if name.startswith("hybrid"):
        before = inspect(ProjectOptions(tmp_path / "before"), jobs=1, cache=False).middleware.path_hops()
        assert outcome.program.middleware.path_hops().async_view.most < before.async_view.most
    answers = visit(tmp_path / "before", django, "wsgi"), visit(tmp_path / "after", django, "asgi")
    assert not [key for key, value in answers[0].items() if value["status"] >= 500]
    assert differences(*answers) == []


@pytest.mark.boots
@pytest.mark.parametrize("django", ENVIRONMENTS)
def test_streams_that_wait_are_sent_as_they_come(django: str, tmp_path: Path) -> None:
    write(tmp_path / "before", django, [], "streams")
    outcome = change(tmp_path / "before", tmp_path / "after", "streams")
    assert (outcome.bugs, outcome.refused) == ((), ())
    text = re.sub(r"\(\s+", "(", outcome.changes.files["cases/streams.py"].decode())
    assert "while (chunk := await sync_to_async(next)(chunks, None)) is not None:" in text
    assert "StreamingHttpResponse(in_thread(events(3)), content_type=" in text
    assert "StreamingHttpResponse(streaming_content=in_thread(events(int(" in text
    assert "StreamingHttpResponse(rows(), content_type=" in text
    answers = visit(tmp_path / "before", django, "wsgi"), visit(tmp_path / "after", django, "asgi")
    assert differences(*answers) == []


@pytest.mark.boots
@pytest.mark.parametrize("django", ENVIRONMENTS)
def test_state_of_a_request_is_kept_for_it(django: str, tmp_path: Path) -> None:
    write(tmp_path / "before", django, [])
    outcome = change(tmp_path / "before", tmp_path / "after", "state")
    assert (outcome.bugs, outcome.refused) == ((), ())
    assert "\nstate = Local()\n" in outcome.changes.files["shop/services.py"].decode()
    assert "cases/pages.py" not in outcome.changes.files, "a connection belongs to its thread"
    answers = visit(tmp_path / "before", django, "wsgi"), visit(tmp_path / "after", django, "asgi")
    assert differences(*answers) == []


def _body(text: str, cls: str) -> str:
    return text.partition(f"class {cls}")[2].partition("\n\n\n")[0]
