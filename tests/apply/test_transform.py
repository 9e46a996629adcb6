"""Wishes are carried out on bytes; what cannot be carried out is refused and left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from wsgi2asgi.apply.transform import transform
from wsgi2asgi.model.plan import CreateFile, EditPython, Step, Wish
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi_codemods.rehearsal import command_of

GUNICORN = b"bind = ':8000'\nworker_class = 'gthread'\n"
SWITCH = "switch_gunicorn_worker"


def step(*wishes: Wish) -> Step:
    return Step("deployment", SWITCH, "title", "safe", wishes)


def edit(path: str, data: bytes, codemod: str = SWITCH) -> EditPython:
    return EditPython(path, codemod, {"worker_class": "uvicorn_worker.UvicornWorker"}, content_hash(data), "why")


def test_a_new_file_is_created_where_nothing_stands(tmp_path: Path) -> None:
    done = transform(SourceTree(tmp_path), step(CreateFile("a/asgi.py", "x = 1\n", "why")))
    assert done.changes == {"a/asgi.py": b"x = 1\n"}
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    (tmp_path / "asgi.py").write_bytes(b"mine\n")
    done = transform(SourceTree(tmp_path), step(CreateFile("asgi.py", "x = 1\n", "why")))
    assert not done.changes
    assert "already stands" in done.refused[0].reason


def test_a_stale_wish_is_refused(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_bytes(GUNICORN + b"# edited since\n")
    done = transform(SourceTree(tmp_path), step(edit("conf.py", GUNICORN)))
    assert not done.changes
    assert "plan again" in done.refused[0].reason


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside.py", tmp_path / "project"
    outside.write_bytes(GUNICORN)
    root.mkdir()
    (root / "conf.py").symlink_to(outside)
    done = transform(SourceTree(root), step(edit("conf.py", GUNICORN)))
    assert "symbolic link" in done.refused[0].reason


@pytest.mark.parametrize("data", [b"print 'python 2'\n", b"\xff\xfe not utf-8\n", b"# coding: no-such\n"])
def test_a_file_that_cannot_be_parsed_or_decoded_is_refused_with_the_reason(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "conf.py").write_bytes(data)
    done = transform(SourceTree(tmp_path), step(edit("conf.py", data)))
    assert not done.changes
    assert len(done.refused) == 1
    assert not done.bugs


def test_a_codemod_that_fails_is_reported_as_our_bug_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_bytes(GUNICORN)
    done = transform(SourceTree(tmp_path), step(edit("conf.py", GUNICORN, "no_such_codemod")))
    assert not done.changes
    assert "conf.py: no_such_codemod failed" in done.bugs[0]


def test_a_name_without_a_codemod_is_not_found() -> None:
    with pytest.raises(LookupError, match="holds no codemod"):
        command_of("refusal")
