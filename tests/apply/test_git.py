"""What is asked of git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from wsgi2asgi.apply import git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "A Developer")
        monkeypatch.setenv(f"{name}_EMAIL", "developer@example.org")
    run(tmp_path, "init", "--quiet")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.py").write_text("a = 1\n")
    run(tmp_path, "add", ".")
    run(tmp_path, "commit", "--quiet", "--message", "first")
    return tmp_path


def run(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def test_a_clean_tree_has_no_changed_files(repository: Path) -> None:
    assert git.changed_files(repository) == ()
    assert git.is_repository(repository)


def test_an_edited_file_counts_and_an_untracked_one_does_not(repository: Path) -> None:
    (repository / "site" / "a.py").write_text("a = 2\n")
    (repository / "site" / "b.py").write_text("b = 1\n")
    assert git.changed_files(repository) == ("site/a.py",)


def test_a_folder_outside_any_repository_is_never_dirty(tmp_path: Path) -> None:
    assert git.changed_files(tmp_path) == ()
    assert not git.is_repository(tmp_path)


def test_each_step_becomes_a_commit_and_the_work_tree_is_not_touched(repository: Path) -> None:
    root = repository / "site"
    (root / "a.py").write_text("a = 3\n")
    (root / "asgi.py").write_text("x = 1\n")
    git.commit(root, {"asgi.py": b"x = 1\n"}, "Add asgi.py")
    git.commit(root, {"a.py": b"a = 3\n"}, "Change a")
    assert run(repository, "log", "--format=%s").split("\n")[:3] == ["Change a", "Add asgi.py", "first"]
    assert run(repository, "status", "--porcelain") == ""
    assert run(repository, "show", "HEAD~1:site/a.py") == "a = 1\n"
