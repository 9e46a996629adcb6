"""Inspects any Python there is as if it were a Django project, to show that the inspector never fails.

    python tools/inspect_everything.py [FOLDER ...]

Without a folder: the standard library of the interpreter that runs this, and its site-packages. Every file is read,
every function is followed (also those no request reaches), every rule is applied, every view judged. A failure ends
the run with its traceback; files that are left out are listed with the reason. Takes minutes.
"""

from __future__ import annotations

import sys
import sysconfig
import time
from collections import Counter
from pathlib import Path

from wsgi2asgi import rulebook
from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.planning.advice import advise

#: The smallest project, laid over the folder without being written to it.
PROJECT = {
    "manage.py": b'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspected.settings")\n',
    "inspected/__init__.py": b"",
    "inspected/settings.py": b'SECRET_KEY = "inspected"\nROOT_URLCONF = "inspected.urls"\nMIDDLEWARE = []\n',
    "inspected/urls.py": b"urlpatterns = []\n",
}


def main(folders: list[str]) -> None:
    """Inspect each folder and print what was found."""
    paths = sysconfig.get_paths()
    for folder in folders or [paths["stdlib"], paths["purelib"]]:
        inspect(Path(folder).resolve())


def inspect(folder: Path) -> None:
    """Everything the tool can ask of one folder. Raises whatever goes wrong."""
    print(folder)
    start = time.perf_counter()
    tree = SourceTree(folder, PROJECT)
    program = analyse(discover(ProjectOptions(folder), tree))
    lines = sum(facts.lines for facts in program.files.values()) / 1000
    report(f"{len(program.files)} files, {lines:.0f} kLOC linked", start)
    operations = Counter(operation.kind for name in program.functions for operation in program.operations(name))
    report(f"{len(program.functions)} functions followed, {operations.total()} operations", start)
    effects = sum(len(program.effects_of(name)) for name in program.functions)
    report(f"{effects} effects", start)
    report(f"{len(rulebook.run(program))} findings", start)
    report(f"{len(advise(program))} views judged, {len(program.sites())} sites", start)
    for skipped in program.skipped:
        print(f"  left out: {skipped.path}: {skipped.reason}")


def report(what: str, start: float) -> None:
    """One line, with the seconds since the start."""
    print(f"{time.perf_counter() - start:8.1f} s  {what}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
