"""Check real, published projects and print what came out, a line each: ``python tools/corpus.py FOLDER``.

Downloads the source distributions of ``corpus.txt`` into the folder (once), unpacks them there, and runs ``check`` on
each; none of their code is run by it. Exit code 1 if a project could not be checked.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import CheckOptions, ProjectOptions
from wsgi2asgi.workflow.check import check

PINNED = Path(__file__).with_name("corpus.txt")
COLUMNS = ("project", "version", "kLOC", "seconds", "score", "error", "warning", "info", "views", "convert", "skipped")


def main(arguments: Sequence[str] | None = None) -> int:
    """Download, unpack, check, print."""
    parser = argparse.ArgumentParser(description="Check published projects.")
    parser.add_argument("folder", type=Path, help="where they are kept")
    parser.add_argument("names", nargs="*", help="only these")
    options = parser.parse_args(arguments)
    rows = []
    for line in pinned(options.names):
        name, _, version = line.partition(" ")[0].partition("==")
        try:
            rows.append((name, version, *measured(unpacked(download(line, options.folder)))))
        except (UserError, subprocess.CalledProcessError) as error:
            rows.append((name, version, f"failed: {error}"))
    print(table([COLUMNS, *rows]))
    return int(any(len(row) < len(COLUMNS) for row in rows))


def pinned(names: Sequence[str]) -> list[str]:
    """The requirement lines, of all projects or those named."""
    lines = [line for line in PINNED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line for line in lines if not names or line.partition("==")[0] in names]


def download(line: str, folder: Path) -> Path:
    """The archive of one requirement line; pip compares its hash. Raises CalledProcessError."""
    name, _, version = line.partition(" ")[0].partition("==")
    pattern = f"{re.sub(r'[-_.]+', '[-_.]', name)}-{version}.tar.gz"
    if not list(folder.glob(pattern)):
        folder.mkdir(parents=True, exist_ok=True)
        wanted = folder / "wanted.txt"
        wanted.write_text(f"{line}\n", encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        subprocess.run([*pip, "--require-hashes", "--dest", folder, "-r", wanted], check=True)
    return next(folder.glob(pattern))


def unpacked(archive: Path) -> Path:
    """The folder of the unpacked archive."""
    target = archive.with_name(archive.name.removesuffix(".tar.gz"))
    if not target.is_dir():
        with tarfile.open(archive) as tar:
            tar.extractall(archive.parent, filter="data")
    return target


def measured(root: Path) -> Iterator[str]:
    """What the columns behind the version say of one project. Raises UserError."""
    started = time.monotonic()
    result = check(CheckOptions(ProjectOptions(root), cache=False))
    seconds = time.monotonic() - started
    yield from (f"{lines_of(result) / 1000:.1f}", f"{seconds:.1f}", str(result.readiness.score))
    yield from (str(result.readiness.counts[severity]) for severity in ("error", "warning", "info"))
    verdicts = Counter(view.verdict for view in result.views)
    yield from (str(len(result.views)), str(verdicts["convert"]), str(len(result.skipped)))


def lines_of(result: CheckResult) -> int:
    """Lines of Python in the project, as ``wc -l`` counts them."""
    tree = result.project.tree
    return sum(tree.read(path).count(b"\n") for path in tree.files((".py",)))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns, the first one as the heading; a short row's last cell takes the rest of the line."""
    widths = [max(len(row[column]) for row in rows if len(row) == len(COLUMNS)) for column in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows
    )


if __name__ == "__main__":
    sys.exit(main())
