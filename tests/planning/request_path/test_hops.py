"""The hops that ``check`` predicts are those that Django takes: each chain is run and its hops are counted."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from djangos import ENVIRONMENTS

from tests.planning.request_path.chains import CHAINS, DEFAULT
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.request_path import HopCount
from wsgi2asgi.planning.advice import advise
from wsgi2asgi.planning.request_path import middleware_links, request_path
from wsgi2asgi.workflow.inspect import inspect

HERE = Path(__file__).parent
#: Views that stay as they are: what is said of them is what a request takes now.
VIEWS = ("sync_view", "async_view", "threaded_view", "rendered_view", "Page")


@cache
def counted(django: str) -> dict[str, dict[str, int]]:
    """The hops of every chain and view on one Django."""
    command = [ENVIRONMENTS[django], str(HERE / "count_hops.py"), str(HERE / "project")]
    run = subprocess.run(command, input=json.dumps(CHAINS), capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, dict[str, int]] = json.loads(run.stdout)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the project, to be given its middleware."""
    return Path(shutil.copytree(HERE / "project", tmp_path / "project"))


def with_middleware(folder: Path, chain: tuple[str, ...], django: str = "5.2") -> Path:
    """The project with this chain."""
    settings = folder / "site_" / "settings.py"
    settings.write_text(settings.read_text().replace("MIDDLEWARE = []", f"MIDDLEWARE = {list(chain)!r}"))
    (folder / "requirements.txt").write_text(f"Django=={django}\n")
    return folder


@pytest.mark.boots
@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("django", ENVIRONMENTS)
def test_the_hops_said_are_the_hops_taken(folder: Path, django: str, chain: str) -> None:
    program = inspect(ProjectOptions(with_middleware(folder, CHAINS[chain], django)), jobs=1, cache=False)
    said = {view.name.rpartition(".")[2]: view.hops.before for view in advise(program)}
    assert {view: said[view] for view in VIEWS} == counted(django)[chain]
    hops = request_path(program).hops
    assert hops.sync_view == HopCount(said["sync_view"], said["sync_view"])
    assert hops.async_view == HopCount(said["async_view"], said["async_view"])


@pytest.mark.parametrize("chain", CHAINS)
def test_the_bill_adds_up(folder: Path, chain: str) -> None:
    program = inspect(ProjectOptions(with_middleware(folder, CHAINS[chain])), jobs=1, cache=False)
    path, links = request_path(program), middleware_links(program)
    assert path.outside + path.enters_thread + sum(link.hop for link in links) == path.hops.async_view.least


def test_startproject_costs_fifteen_hops_and_one_for_a_sync_view(folder: Path) -> None:
    path = request_path(inspect(ProjectOptions(with_middleware(folder, DEFAULT)), jobs=1, cache=False))
    assert (path.hops.async_view, path.hops.sync_view) == (HopCount(15, 15), HopCount(16, 16))


def test_an_unknown_middleware_makes_a_range(folder: Path) -> None:
    chain = (*DEFAULT, "somewhere.Else")
    path = request_path(inspect(ProjectOptions(with_middleware(folder, chain)), jobs=1, cache=False))
    assert path.hops.async_view == HopCount(4, 18)  # sync only with everything above it, or a mixin with three hooks
    assert "somewhere.Else could not be read" in path.notes[0].text


def test_a_conditional_middleware_makes_a_range(folder: Path) -> None:
    with_middleware(folder, DEFAULT)
    with (folder / "site_" / "settings.py").open("a") as settings:
        settings.write("import os\nif os.environ.get('SLOW'):\n    MIDDLEWARE += ['site_.middleware.SyncOnly']\n")
    path = request_path(inspect(ProjectOptions(folder), jobs=1, cache=False))
    assert path.hops.async_view == HopCount(4, 15)
    assert "under a condition only" in path.notes[0].text


def test_a_change_is_proposed_only_where_it_saves_hops(folder: Path) -> None:
    first = with_middleware(folder, ("site_.middleware.SyncOnly", *DEFAULT))
    changes = request_path(inspect(ProjectOptions(first), jobs=1, cache=False)).changes
    assert [(change.text, change.hops.async_view) for change in changes] == [
        ("write site_.middleware.SyncOnly for both modes", HopCount(15, 15))
    ]


def test_the_innermost_sync_middleware_is_left_alone(folder: Path) -> None:
    last = with_middleware(folder, (*DEFAULT, "site_.middleware.SyncOnly"))
    path = request_path(inspect(ProjectOptions(last), jobs=1, cache=False))
    assert path.changes == ()
    assert path.hops.async_view == HopCount(4, 4)
    assert "the innermost entry" in path.notes[0].text


def test_hops_that_a_middleware_takes_sometimes_make_a_range(folder: Path) -> None:
    program = inspect(ProjectOptions(with_middleware(folder, ("site_.middleware.Sometimes",))), jobs=1, cache=False)
    assert request_path(program).hops.async_view == HopCount(2, 3)
