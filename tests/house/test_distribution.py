"""The wheel and the source distribution: what is in them, and that the wheel works where nothing else is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = (
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "Makefile",
    ".ci/run",
    "src/wsgi2asgi/cli/__init__.py",
    "src/wsgi2asgi/knowledge/packages.toml",
    "codemods/wsgi2asgi_codemods/assign_setting.py",
    "docs/schema/check.schema.json",
    "sample_projects/bookshop/manage.py",
    "tests/conftest.py",
    "tools/demo.py",
)
JUNK = ("__pycache__", ".pyc", ".sqlite3", ".venv", ".git/", ".hypothesis", "_cache/")

pytestmark = [pytest.mark.boots, pytest.mark.xdist_group("distribution")]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with pip."""
    folder = tmp_path_factory.mktemp("environment") / "venv"
    _run(sys.executable, "-m", "venv", folder)
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, python: Path) -> Path:
    """The folder with both distributions."""
    folder = tmp_path_factory.mktemp("dist")
    _run(python, "-m", "pip", "install", "--quiet", "--target", folder / "builder", "hatchling")
    build = (
        f"import sys; sys.path.insert(0, {str(folder / 'builder')!r}); from hatchling.cli import hatchling; hatchling()"
    )
    _run(python, "-c", build, "build", "--directory", folder, folder=ROOT)
    return folder


def test_the_source_distribution_has_what_it_must_and_no_junk(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = [name.partition("/")[2] for name in tar.getnames()]
    assert [name for name in NEEDED if name not in names] == []
    assert [name for name in names if any(junk in name for junk in JUNK)] == []


def test_the_wheel_has_both_packages_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"wsgi2asgi", "wsgi2asgi_codemods"}
    assert {"wsgi2asgi/py.typed", "wsgi2asgi_codemods/py.typed", "wsgi2asgi/knowledge/packages.toml"} <= set(names)
    assert {"wsgi2asgi/report/html/style.css", "wsgi2asgi/report/html/script.js"} <= set(names)
    assert [name for name in names if any(junk in name for junk in JUNK)] == []


def test_the_wheel_works_in_an_empty_environment(built: Path, python: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    _run(python, "-m", "pip", "install", "--quiet", wheel)
    sample = shutil.copytree(ROOT / "sample_projects" / "bookshop", tmp_path / "bookshop")
    tool = python.with_name("wsgi2asgi")
    assert "Readiness" in _run(tool, "check", sample, "--fail-on", "never")
    assert "Dry run" in _run(tool, "migrate", sample)
    assert _run(python, "-c", "import wsgi2asgi, sys; print('django' in sys.modules)").strip() == "False"


def _run(*command: str | Path, folder: Path | None = None) -> str:
    arguments: Sequence[str] = [str(word) for word in command]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
