"""Middleware that a migration changes is run: the original under WSGI, the changed one under ASGI, both compared."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from djangos import ENVIRONMENTS

from tests.conversions.conversion_project import HERE
from tests.conversions.test_conversions import differences, visit
from wsgi2asgi.model.options import MigrateOptions, ProjectOptions
from wsgi2asgi.workflow.guarded import Outcome, run_step
from wsgi2asgi.workflow.inspect import inspect

LAYERS = "cases.layers."


def write(folder: Path, django: str, layers: list[str]) -> None:
    """A project whose outermost middleware are these."""
    shutil.copytree(HERE / "cases" / "project", folder)
    shutil.copytree(HERE / "cases" / "middleware", folder / "layers_of_case")
    (folder / "cases").mkdir()
    (folder / "cases" / "__init__.py").touch()
    for name in ("layers", "pages"):
        (folder / "layers_of_case" / f"{name}.py").rename(folder / "cases" / f"{name}.py")
    (folder / "layers_of_case").rmdir()
    layers_module = folder / "cases" / "layers.py"
    layers_module.write_text(layers_module.read_text() + "\n\nVISITS = []\n")
    (folder / "requirements.txt").write_text(f"Django=={django}\n")
    urls = folder / "site_" / "urls.py"
    route = 'path("pages/", include("cases.pages")),  # the test adds'
    urls.write_text(urls.read_text().replace("# the test adds", route))
    settings = folder / "site_" / "settings.py"
    settings.write_text(f"{settings.read_text()}MIDDLEWARE = {[LAYERS + name for name in layers]!r} + MIDDLEWARE\n")


def change(original: Path, folder: Path) -> Outcome:
    """A copy after the step."""
    options = MigrateOptions(ProjectOptions(original))
    outcome = run_step("middleware", inspect(options.project, jobs=1, cache=False), options)
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


def _body(text: str, cls: str) -> str:
    return text.partition(f"class {cls}")[2].partition("\n\n\n")[0]
