"""Every format through the command line; each loads only what it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from wsgi2asgi.cli.boundary import run
from wsgi2asgi.cli.exits import FINDINGS
from wsgi2asgi.cli.formats import Format

BOOKSHOP = str(Path(__file__).parents[2] / "sample_projects/bookshop")


@pytest.mark.parametrize("wanted", get_args(Format))
def test_a_report_in_each_format_names_what_is_missing(wanted: str, tmp_path: Path) -> None:
    file = tmp_path / "report"
    assert run(["check", BOOKSHOP, "--output-format", wanted, "--output-file", str(file)]) == FINDINGS
    assert "ASG101" in file.read_text(encoding="utf-8")


def test_lines_of_findings_need_neither_colours_nor_pages() -> None:
    script = (
        "import sys; from wsgi2asgi.cli.boundary import run\n"
        f"run(['check', {BOOKSHOP!r}, '--format', 'concise'])\n"
        "assert not {'rich.console', 'wsgi2asgi.report.terminal', 'wsgi2asgi.report.html'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
