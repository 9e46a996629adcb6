"""Which files of a folder are the project's, and how planned changes lie over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from wsgi2asgi.model.tree import SourceTree


def tree_of(root: Path, *paths: str) -> SourceTree:
    """A folder with these empty files."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"")
    return SourceTree(root)


def test_virtual_environments_and_built_copies_are_left_out(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, "shop/views.py", "build/lib/shop/views.py", "my-env/pyvenv.cfg", "my-env/site.py")
    assert list(tree.files((".py",))) == ["shop/views.py"]


def test_a_package_called_build_is_the_projects(tmp_path: Path) -> None:
    assert list(tree_of(tmp_path, "build/views.py").files()) == ["build/views.py"]


def test_planned_changes_lie_over_the_disk(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, "a.py", "b.py").with_changes({"a.py": None, "c.py": b"new"})
    assert list(tree.files()) == ["b.py", "c.py"]
    assert tree.read("c.py") == b"new"
    with pytest.raises(FileNotFoundError):
        tree.read("a.py")
