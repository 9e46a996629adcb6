"""What the tool says of each sample project, regenerated and compared with ``expected/`` in the sample's folder.

Run this file to write the expectations anew; the diff of a pull request then shows what changed.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from wsgi2asgi.model.migrate import MigrateResult
from wsgi2asgi.model.options import CheckOptions, MigrateOptions, ProjectOptions
from wsgi2asgi.report import concise, json_check, json_migrate
from wsgi2asgi.report.diff import patch
from wsgi2asgi.workflow.check import check
from wsgi2asgi.workflow.migrate import plan

SAMPLES = Path(__file__).parents[2] / "sample_projects"
NAMES = ("bookshop", "intranet", "newsdesk", "support_desk")
WITH_CHANNELS = ("support_desk",)


def copy_of(name: str, folder: Path) -> Path:
    """A fresh copy of a sample, as a team would have it: without caches, database and our expectations."""
    target = folder / name
    ignored = shutil.ignore_patterns("__pycache__", "*.sqlite3", "expected", ".ruff_cache")
    shutil.copytree(SAMPLES / name, target, ignore=ignored)
    return target


def produce(name: str, root: Path) -> dict[str, str]:
    """The expectation files of one sample: findings, verdicts, and the diff of ``--views all``."""
    options = ProjectOptions(root)
    result = check(CheckOptions(options, jobs=1, cache=False))
    migration = plan(
        MigrateOptions(options, views=("all",), channels=name in WITH_CHANNELS, jobs=1, cache=False),
    )
    return {
        "findings.txt": concise.render(result) + "\n",
        "check.json": _as_text(_without_detail(json_check.value(result))),
        "migrate.json": _as_text(_without_diffs(json_migrate.value(MigrateResult(migration.changes)))),
        "migrate.diff": patch(migration.changes),
    }


def _without_detail(value: dict[str, Any]) -> dict[str, Any]:
    """The report without what is told elsewhere or changes with the machine; sites shortened to one line each."""
    value["project"].pop("root")
    value["project"].pop("notes")
    value.pop("tool")
    value["findings"] = [f"{row['path']}:{row['line']} {row['code']} {row['certainty']}" for row in value["findings"]]
    value["sites"] = [f"{row['path']}:{row['line']} {row['effect']} {row['call']}" for row in value["sites"]]
    return value


def _without_diffs(value: dict[str, Any]) -> dict[str, Any]:
    value["files"] = [f"{row['change']} {row['path']}" for row in value["files"]]
    return value


def _as_text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def write_all() -> None:
    """Write the expectations of all samples."""
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            for file, text in produce(name, copy_of(name, Path(folder))).items():
                target = SAMPLES / name / "expected" / file
                target.parent.mkdir(exist_ok=True)
                target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_all()
