"""What is kept between runs never changes a result: it is given again only if nothing that matters changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi import store
from wsgi2asgi.model.options import CheckOptions, ProjectOptions
from wsgi2asgi.report.json_check import render
from wsgi2asgi.workflow import check as checking
from wsgi2asgi.workflow.cache_folder import cache_folder

VIEWS = "import time\n\n\nasync def pause(request):\n    time.sleep(1)\n"
URLS = 'from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path("", views.pause)]\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    Case("kept", "results", {"shop/views.py": VIEWS, "shop/urls.py": URLS}).write(tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[CheckOptions]:
    """The fresh looks that were taken."""
    taken: list[CheckOptions] = []
    fresh = checking._fresh

    def counted(options: CheckOptions, progress: Callable[[str], None]) -> object:
        taken.append(options)
        return fresh(options, progress)

    monkeypatch.setattr(checking, "_fresh", counted)
    return taken


def rendered(options: CheckOptions) -> str:
    return render(checking.check(options))


def test_nothing_changed(root: Path, looks: list[CheckOptions]) -> None:
    options = CheckOptions(ProjectOptions(root), jobs=1)
    assert rendered(options) == rendered(options) == rendered(replace(options, cache=False))
    assert len(looks) == 2


def write(path: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    return change


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(write("shop/views.py", VIEWS.replace("(1)", "(2)")), id="a file of the same length"),
        pytest.param(write("shop/more.py", ""), id="a new file"),
        pytest.param(write("requirements.txt", "Django==4.2.30\n"), id="another Django"),
        pytest.param(write("Procfile", "web: gunicorn site_.wsgi\n"), id="a new deployment file"),
        pytest.param(write("templates/a.html", "<script>new WebSocket('/ws/')</script>"), id="a new template"),
        pytest.param(lambda root: (root / "shop/views.py").unlink(), id="a file less"),
        pytest.param(lambda root: (root / "shop/views.py").write_bytes(b"\xff"), id="a file that cannot be read"),
        pytest.param(lambda root: (root / "shop/views.py").rename(root / "shop/views2.py"), id="another name"),
        pytest.param(
            write(".venv/lib/python3.11/site-packages/Django-5.1.dist-info/METADATA", ""), id="another environment"
        ),
    ],
)
def test_a_change_of_the_project_is_seen(change: Callable[[Path], None], root: Path, looks: list[CheckOptions]) -> None:
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/pyvenv.cfg").touch()
    (root / ".venv/bin/python").touch()
    options = CheckOptions(ProjectOptions(root), jobs=1)
    rendered(options)
    change(root)
    assert rendered(options) == rendered(replace(options, cache=False))
    assert len(looks) == 3


def test_the_active_environment_is_seen(
    root: Path, tmp_path: Path, looks: list[CheckOptions], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = CheckOptions(ProjectOptions(root), jobs=1)
    rendered(options)
    for made in ("bin/python", "lib/python3.11/site-packages/Django-5.1.dist-info/METADATA", "pyvenv.cfg"):
        write(made, "")(tmp_path / "active")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "active"))
    rendered(options)
    assert len(looks) == 2


def test_other_options_are_another_result(root: Path, looks: list[CheckOptions]) -> None:
    options = CheckOptions(ProjectOptions(root), jobs=1)
    for other in (
        options,
        replace(options, select=("ASG5",)),
        replace(options, per_file_ignores={"shop": ("ASG5",)}),
        replace(options, project=replace(options.project, django="4.2")),
        replace(options, project=replace(options.project, exclude=("shop/views.py",))),
    ):
        assert rendered(other) == rendered(replace(other, cache=False))
    assert len(looks) == 10


def test_options_that_narrow_a_result_share_it(root: Path, tmp_path: Path, looks: list[CheckOptions]) -> None:
    options = CheckOptions(ProjectOptions(root), jobs=1)
    rendered(options)
    known = checking.check(replace(options, baseline=tmp_path / "b.json", update_baseline=True))
    assert known.findings == ()
    assert len(looks) == 1


@pytest.mark.parametrize("spoil", [lambda data: b"", lambda data: data[:-1], lambda data: data[:-1] + b"x"])
def test_a_broken_file_counts_as_absent(spoil: Callable[[bytes], bytes], root: Path, looks: list[CheckOptions]) -> None:
    options = CheckOptions(ProjectOptions(root), jobs=1)
    first = rendered(options)
    (file,) = (cache_folder() / "results").iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert rendered(options) == first
    assert len(looks) == 2


def test_what_was_not_used_for_long_goes(tmp_path: Path) -> None:
    for number in range(5):
        store.save(tmp_path / str(number), [b"x"], most=3)
        os.utime(tmp_path / str(number), (number, number))
    assert store.load(tmp_path / "2") is not None
    store.save(tmp_path / "5", [b"x"], most=3)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["2", "4", "5"]
