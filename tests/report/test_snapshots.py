"""How each format reads, as plain files beside this one. Run this file to write them anew, and read the diff."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from results import result

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.places import Evidence, Place
from wsgi2asgi.report import concise, github, gitlab, markdown, text_check

FOLDER = Path(__file__).parent / "snapshots"
FORMATS = {
    "text.txt": text_check.render,
    "concise.txt": concise.render,
    "github.txt": github.render,
    "gitlab.json": gitlab.render,
    "markdown.md": markdown.render,
}
SOURCE = "import time\n\n\nasync def slow(request):\n    wait()\n\n\ndef wait():\n    time.sleep(1)\n"


def shown() -> CheckResult:
    """A sleep behind a helper, and something of everything else."""
    one = result("what is said", source=SOURCE)
    error, warning = one.findings
    way = (
        Evidence(Place("shop/views.py", 4), "slow is an async view"),
        Evidence(Place("shop/views.py", 5), "calls wait"),
    )
    message = "time.sleep stops the event loop: shop.views.wait is called by an async view"
    error = replace(error, place=Place("shop/views.py", 9, 5, 9, 18), message=message, evidence=way)
    return replace(one, findings=(error, warning))


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_reads_as_it_did(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert FORMATS[name](shown()) + "\n" == (FOLDER / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    for file, render in FORMATS.items():
        (FOLDER / file).write_text(render(shown()) + "\n", encoding="utf-8")
