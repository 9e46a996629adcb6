"""What is asked of git, and the one thing done with it: a commit a step, made without touching the work tree."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from wsgi2asgi.model.errors import UserError


def changed_files(root: Path) -> tuple[str, ...]:
    """Tracked files below ``root`` with uncommitted changes; empty where there is no repository or no git.

    Untracked files do not count: a migration never writes over a file that it did not plan on.
    """
    try:
        status = git(root, "status", "--porcelain", "--untracked-files=no", "-z", "--", ".")
    except (UserError, FileNotFoundError):
        return ()
    return tuple(entry[3:] for entry in status.split("\0") if len(entry) > 3)


def is_repository(root: Path) -> bool:
    """Whether ``root`` lies in a git work tree."""
    try:
        return git(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except (UserError, FileNotFoundError):
        return False


def commit(root: Path, files: Mapping[str, bytes | None], message: str) -> str:
    """Commit exactly these contents on top of HEAD through the index; returns the commit's hash.

    ``files`` maps paths relative to ``root`` to content, None to delete. Raises UserError with git's own words.
    """
    for path, data in files.items():
        if data is None:
            git(root, "update-index", "--force-remove", "--", path)
            continue
        blob = git(root, "hash-object", "-w", "--stdin", "--path", path, data=data).strip()
        mode = "100755" if (root / path).stat().st_mode & 0o100 else "100644"
        prefix = git(root, "rev-parse", "--show-prefix").strip()
        git(root, "update-index", "--add", "--cacheinfo", f"{mode},{blob},{prefix}{path}")
    git(root, "commit", "--quiet", "--message", message)
    return git(root, "rev-parse", "HEAD").strip()


def git(root: Path, *arguments: str, data: bytes | None = None) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, input=data, capture_output=True, timeout=120, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise UserError(f"git {arguments[0]} failed: {said[-1]}")
    return done.stdout.decode(errors="surrogateescape")
