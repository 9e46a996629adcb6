"""All files or none, and every byte back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wsgi2asgi.apply import transaction
from wsgi2asgi.apply.journal import journals_of
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.plan import FileChange

CRLF = b"\xef\xbb\xbfa = 1\r\nb = 2\r\n"


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mode)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "shop").mkdir(parents=True)
    (root / "shop" / "settings.py").write_bytes(CRLF)
    (root / "run.sh").write_bytes(b"#!/bin/sh\n")
    (root / "run.sh").chmod(0o750)
    return root


def changes() -> list[FileChange]:
    return [
        FileChange("new/folder/asgi.py", None, b"application = 1\n"),
        FileChange("run.sh", b"#!/bin/sh\n", b"#!/bin/sh\nexec uvicorn\n"),
        FileChange("shop/settings.py", CRLF, CRLF + b"c = 3\r\n"),
    ]


def test_writes_everything_and_keeps_file_modes(project: Path) -> None:
    transaction.write(project, changes())
    assert (project / "new/folder/asgi.py").read_bytes() == b"application = 1\n"
    assert (project / "shop/settings.py").read_bytes() == CRLF + b"c = 3\r\n"
    assert (project / "run.sh").stat().st_mode & 0o777 == 0o750


def test_undo_restores_every_byte_and_removes_folders_it_made(project: Path) -> None:
    before = snapshot(project)
    transaction.write(project, changes())
    transaction.undo(project)
    assert snapshot(project) == before
    assert not (project / "new").exists()
    assert journals_of(project) == []


def test_undo_takes_back_the_last_of_several(project: Path) -> None:
    transaction.write(project, changes())
    between = snapshot(project)
    transaction.write(project, [FileChange("run.sh", b"#!/bin/sh\nexec uvicorn\n", b"gone\n")])
    transaction.undo(project)
    assert snapshot(project) == between


def test_undo_without_a_migration_is_the_users_error(project: Path) -> None:
    with pytest.raises(UserError, match="nothing to undo"):
        transaction.undo(project)


def test_undo_refuses_to_lose_what_was_edited_since(project: Path) -> None:
    transaction.write(project, changes())
    (project / "run.sh").write_bytes(b"mine\n")
    before = snapshot(project)
    with pytest.raises(UserError, match=r"changed since the migration: run\.sh"):
        transaction.undo(project)
    assert snapshot(project) == before


def test_a_file_that_changed_since_planning_stops_the_whole_write(project: Path) -> None:
    (project / "shop/settings.py").write_bytes(b"other = 1\n")
    before = snapshot(project)
    with pytest.raises(UserError, match="changed since it was read"):
        transaction.write(project, changes())
    assert snapshot(project) == before


def test_a_link_that_leaves_the_project_is_never_written_through(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_bytes(b"x = 1\n")
    (project / "linked.py").symlink_to(outside)
    with pytest.raises(UserError, match="symbolic link"):
        transaction.write(project, [FileChange("linked.py", b"x = 1\n", b"x = 2\n")])
    assert outside.read_bytes() == b"x = 1\n"


def test_a_link_inside_the_project_stays_a_link(project: Path) -> None:
    (project / "alias.py").symlink_to(project / "shop" / "settings.py")
    transaction.write(project, [FileChange("alias.py", CRLF, b"d = 4\n")])
    assert (project / "alias.py").is_symlink()
    assert (project / "shop/settings.py").read_bytes() == b"d = 4\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_the_users_error(project: Path) -> None:
    (project / "shop").chmod(0o500)
    try:
        with pytest.raises(UserError, match="read-only"):
            transaction.write(project, changes())
        assert not (project / "new").exists()
    finally:
        (project / "shop").chmod(0o700)


@pytest.mark.parametrize("failing", range(3))
def test_a_failure_at_any_file_rolls_everything_back(
    project: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    before, calls, replace = snapshot(project), [0], os.replace

    def replace_or_fail(source: str, target: str) -> None:
        if "wsgi2asgi-new" in str(source):
            calls[0] += 1
            if calls[0] == failing + 1:
                raise OSError(28, "No space left on device", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", replace_or_fail)
    with pytest.raises(UserError, match="No space left"):
        transaction.write(project, changes())
    assert snapshot(project) == before
    assert journals_of(project) == []


@pytest.mark.parametrize("survived", range(4))
def test_a_crash_at_any_point_can_be_undone(project: Path, survived: int) -> None:
    before = snapshot(project)
    script = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from test_transaction import changes
from wsgi2asgi.apply import transaction
replace, left = os.replace, [{survived}]
def crash(source, target):
    if "wsgi2asgi-new" in str(source):
        if left[0] == 0:
            os._exit(9)
        left[0] -= 1
    replace(source, target)
os.replace = crash
transaction.finish = lambda journal: os._exit(9)
transaction.write(Path({str(project)!r}), changes())
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    with pytest.raises(UserError, match="interrupted while writing"):
        transaction.write(project, [])
    transaction.undo(project)
    assert snapshot(project) == before


KILLED_AT_EACH_POINT = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_transaction import changes, snapshot
from wsgi2asgi.apply import transaction
from wsgi2asgi.apply.journal import journals_of

root, killed = Path(sys.argv[2]), sys.argv[3]
EVENTS = {"open", "os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree"}
before, point = snapshot(root), 0
os.fsync = lambda file: None  # killed processes lose nothing that was written, only machines do

def run(what, point):
    left = [point]

    def count(event, arguments):
        if event in EVENTS:
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

    child = os.fork()
    if child == 0:
        sys.addaudithook(count)
        what()
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0

finished = False
while not finished:
    if killed == "undo":
        transaction.write(root, changes())
        finished = run(lambda: transaction.undo(root), point)
    else:
        finished = run(lambda: transaction.write(root, changes()), point)
    if journals_of(root):
        transaction.undo(root)
    assert snapshot(root) == before, (killed, point)
    point += 1
print(point)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize("killed", ["write", "undo"])
def test_whenever_it_is_killed_undo_restores_every_byte(project: Path, killed: str) -> None:
    command = [sys.executable, "-c", KILLED_AT_EACH_POINT, str(Path(__file__).parent), str(project), killed]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from(["a.py", "b/c.py", "b/d.py"]), st.tuples(st.binary(), st.binary()), min_size=1))
def test_any_bytes_come_back(
    tmp_path_factory: pytest.TempPathFactory, contents: dict[str, tuple[bytes, bytes]]
) -> None:
    root = tmp_path_factory.mktemp("any")
    for name, (old, _) in contents.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(old)
    before = snapshot(root)
    transaction.write(root, [FileChange(name, old, new) for name, (old, new) in contents.items()])
    transaction.undo(root)
    assert snapshot(root) == before
