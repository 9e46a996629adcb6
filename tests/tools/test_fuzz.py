"""The fuzzer finds nothing in a few inputs, gives the same ones for the same seed, and says what fails."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOLS))
    for name in ("fuzz", "fuzzing", "fuzzing.mutations"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_spoilt_files_and_projects_are_inspected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import fuzz

    monkeypatch.chdir(tmp_path)
    assert fuzz.main(["--files", "40", "--projects", "1", "--jobs", "1"]) == 0
    assert "40 mutated files: 0 failures" in capsys.readouterr().out


def test_every_mutation_changes_something_and_can_be_repeated() -> None:
    from fuzzing.mutations import MUTATIONS

    data = (TOOLS / "fuzz.py").read_bytes()
    for mutation in MUTATIONS:
        results = {mutation(data, Random(seed)) for seed in range(8)}
        assert len(results) > 2, mutation.__name__
        assert mutation(data, Random(3)) == mutation(data, Random(3))


def test_a_failure_is_reported_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import fuzz

    def fails() -> str:
        raise ZeroDivisionError

    monkeypatch.chdir(tmp_path)
    failed = fuzz.tried(7, b"x = 1\n", 10, fails)
    assert fuzz.report("files", iter([failed])) == 1
    assert (tmp_path / "fuzz-failures/files-7.py").read_bytes() == b"x = 1\n"
    assert "1 mutated files: 1 failures" in capsys.readouterr().out


def test_what_takes_too_long_is_stopped() -> None:
    import fuzz

    def hangs() -> str:
        while True:
            pass

    assert fuzz.tried(1, b"", 1, hangs).outcome == "TimeoutError"
