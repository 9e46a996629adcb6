"""Throw-away copies: complete, apart from the project, gone afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.proof import copies
from wsgi2asgi.proof.copies import throw_away


@pytest.fixture
def tree(tmp_path: Path) -> SourceTree:
    root = tmp_path / "shop"
    for path in ("manage.py", "shop/a.py", ".git/config", "node_modules/x.js", ".env", "media/big.bin"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path, encoding="utf-8")
    (root / "data/uploads").mkdir(parents=True)
    return SourceTree(root)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_both_trees_are_written_with_their_planned_changes(tree: SourceTree) -> None:
    after = tree.with_changes({"shop/a.py": b"changed", "shop/asgi.py": b"new", "manage.py": None})
    with throw_away(tree, after) as made:
        assert files(made.tree("before")) == [".env", "manage.py", "media/big.bin", "shop/a.py"]
        assert files(made.tree("after")) == [".env", "media/big.bin", "shop/a.py", "shop/asgi.py"]
        assert (made.tree("after") / "shop/a.py").read_bytes() == b"changed"
        assert (made.tree("before") / "data/uploads").is_dir()
    assert not made.folder.exists()


def test_every_run_finds_the_trees_and_the_state_as_they_were_kept(tree: SourceTree) -> None:
    with throw_away(tree, tree) as made:
        prepared = made.run("before")
        (prepared.state / "db.sqlite3").write_text("rows")
        (prepared.project / "media/upload.txt").write_text("seeded")
        made.keep(prepared)
        first, second = made.run("before"), made.run("after")
        (first.state / "db.sqlite3").write_text("changed by a view")
        (first.project / "media/left.txt").write_text("written by a view")
        assert (second.state / "db.sqlite3").read_text() == "rows"
        assert files(second.project / "media") == ["big.bin", "upload.txt"]
        assert second.project.name == "shop"
        assert len(str(first.project)) == len(str(second.project))


def test_huge_folders_without_python_are_left_out_and_told(tree: SourceTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "HUGE", 5)
    with throw_away(tree, tree) as made:
        assert not (made.tree("before") / "media/big.bin").exists()
        assert (made.tree("before") / "shop/a.py").exists()
        assert made.notes == ["media/ was not copied: 0 MB and no Python in it"]


def test_links_to_folders_are_told(tree: SourceTree) -> None:
    (tree.root / "linked").symlink_to(tree.root / "shop")
    with throw_away(tree, tree) as made:
        assert made.notes == ["linked was not copied: a symbolic link to a folder"]


def test_the_copies_are_gone_when_something_fails_and_stay_when_asked(tree: SourceTree) -> None:
    with pytest.raises(KeyboardInterrupt), throw_away(tree, tree) as made:
        raise KeyboardInterrupt
    assert not made.folder.exists()
    with throw_away(tree, tree, keep=True) as made:
        pass
    assert made.folder.exists()
    copies.shutil.rmtree(made.folder)
