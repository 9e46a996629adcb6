"""Work beside this process gives what it would give here. Each case has a Python of its own, with a single thread."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest
from processes import ends

from wsgi2asgi.workflow.recording import Record


def said(code: str) -> str:
    start = "import os\nfrom wsgi2asgi.workflow.beside import beside\n"
    done = subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


def test_another_process_works() -> None:
    assert said("print(beside(os.getpid, jobs=2)() == os.getpid())") == "False\n"


@pytest.mark.parametrize(
    "code", ["jobs = 1", "jobs = 2\nimport threading\nthreading.Thread(target=os.getppid).start()"]
)
def test_one_job_is_done_here(code: str) -> None:
    started = code.replace("os.getppid", "__import__('time').sleep, args=(2,)")
    assert said(f"{started}\nprint(beside(os.getpid, jobs=jobs)() == os.getpid())") == "True\n"


def test_what_fails_there_fails_here() -> None:
    printed = said("try:\n    beside(lambda: 1 / 0, jobs=2)()\nexcept ZeroDivisionError as error:\n    print(error)")
    assert printed == "division by zero\n"


def test_what_nobody_asks_for_is_left() -> None:
    assert said("import time\nbeside(lambda: time.sleep(30), jobs=2)") == ""


def test_what_another_process_asked_is_remembered() -> None:
    here, there = Record(contents={"a.py": "1"}), Record(contents={"b.py": None}, existing={"c.py": False})
    here.add(there)
    assert here == Record(contents={"a.py": "1", "b.py": None}, existing={"c.py": False})


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="nothing works beside then")
def test_who_works_beside_ends_with_the_process_that_was_killed(tmp_path: Path) -> None:
    said(
        f"import time\nfrom pathlib import Path\nplace = Path({str(tmp_path / 'pid')!r})\n"
        "def work():\n    place.write_text(str(os.getpid()))\n    time.sleep(60)\n"
        "beside(work, jobs=2)\n"
        "while not place.exists() or not place.read_text():\n    time.sleep(0.05)\n"
        "os.kill(os.getpid(), 9)"
    )
    assert ends(os.kill, int((tmp_path / "pid").read_text()))
