"""What others take for the same files."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from measure import timed

from wsgi2asgi.model.tree import SourceTree

PACKAGES = ("django-upgrade", "flake8-async", "libcst")
NO_OP = Path(__file__).with_name("libcst_no_op.py")
_AT_ONCE = 400  # files in one command: command lines have an end


class Rivals:
    """An environment with the others in it, and copies of the files: django-upgrade writes where it reads."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._bin = folder / "environment" / "bin"
        venv.create(folder / "environment", with_pip=True)
        subprocess.run(
            [self._bin / "python", "-m", "pip", "install", "--quiet", *PACKAGES], check=True, stdout=sys.stderr
        )
        print(f"\n{'project':<20}{'':<20}{'seconds':>9}")

    def rows(self, root: Path) -> None:
        """A line for each of the others."""
        copy = self._folder / "copy"
        files = self._copied(root, copy)
        batches = [files[start : start + _AT_ONCE] for start in range(0, len(files), _AT_ONCE)]
        self._row(
            root.name, "django-upgrade", [["django-upgrade", "--target-version", "5.2", *files] for files in batches]
        )
        self._row(root.name, "flake8-async", [["flake8-async", *files] for files in batches])
        self._row(root.name, "LibCST no-op", [["python", str(NO_OP), str(copy)]])
        shutil.rmtree(copy)

    def _copied(self, root: Path, copy: Path) -> list[str]:
        tree = SourceTree(root)
        files = list(tree.files((".py",)))
        for path in files:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes(tree.read(path))
        return [str(copy / path) for path in files]

    def _row(self, project: str, name: str, commands: Sequence[Sequence[str]]) -> None:
        left = float(self._limit)
        for command in commands:
            run = timed([str(self._bin / command[0]), *command[1:]], limit=left)
            left -= run.seconds
            if run.code is None:
                break
        stopped = "  (stopped)" if left <= 0 else ""
        print(f"{project:<20}{name:<20}{self._limit - left:>8.1f}s{stopped}", flush=True)
