"""How many of the marked hazards each tool reports, and how much of what it says is not one.

    python benchmarks/hazards/compare.py [--tool NAME ...] [--list]

A hazard is found where a tool reports one of its marked lines; whatever it reports in another line of the Python
files is a false alarm. Every tool runs with the settings that favour it: Ruff and flake8-async with their async
rules alone, mypy with the Django plugin, both type checkers with the project's packages. The others are installed
into a throw-away environment.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marks import PROJECT, Line, marks

_CONCISE = re.compile(r"^(?:\./)?([^:\s][^:]*\.py):(\d+)(?::\d+)?:? (?!note:)")
_MYPY = """[mypy]
plugins = mypy_django_plugin.main
check_untyped_defs = True
enable_error_code = unused-awaitable, unused-coroutine, truthy-bool, possibly-undefined
[mypy.plugins.django-stubs]
django_settings_module = ferry.settings
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """One that claims to find some of these hazards: what to install, and what to run in the project."""

    name: str
    requirements: tuple[str, ...]
    command: tuple[str, ...]


TOOLS = (
    Tool(
        "ruff ASYNC", ("ruff",), ("ruff", "check", "--isolated", "--select", "ASYNC", "--output-format", "concise", ".")
    ),
    Tool("flake8-async", ("flake8", "flake8-async"), ("flake8", "--select", "ASYNC", "--max-line-length", "200", ".")),
    Tool(
        "mypy + django-stubs",
        ("mypy", "django-stubs[compatible-mypy]", "types-requests", "django==5.2.*", "channels", "httpx", "requests"),
        ("mypy", "--config-file", "mypy.ini", "."),
    ),
    Tool(
        "pyright", ("pyright[nodejs]", "django-types", "django==5.2.*", "channels", "httpx", "requests"), ("pyright",)
    ),
)


def main() -> int:
    """Print a row a tool."""
    parser = argparse.ArgumentParser(description="Recall and precision on the marked hazards.")
    parser.add_argument("--tool", action="append", help="only this one; wsgi2asgi always runs")
    parser.add_argument("--list", action="store_true", help="name what wsgi2asgi missed and said besides")
    asked = parser.parse_args()
    marked = marks()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "ferry"
        shutil.copytree(PROJECT, project)
        files = len({path for path, _ in marked})
        print(f"{len(set(marked.values()))} hazards, marked in {files} modules\n")
        print(f"{'tool':<22}{'found':>7}{'recall':>9}{'lines':>8}{'false':>7}{'precision':>11}")
        ours = set(wsgi2asgi(project))
        row("wsgi2asgi", ours, marked)
        for tool in TOOLS:
            if not asked.tool or tool.name in asked.tool:
                row(tool.name, set(others(tool, project, Path(folder) / "tools" / tool.name.split()[0])), marked)
    if asked.list:
        listed(ours, marked)
    return 0


def row(name: str, lines: set[Line], marked: dict[Line, str]) -> None:
    """One tool's numbers."""
    hit = {marked[line] for line in lines if line in marked}
    false = len(lines - marked.keys())
    precision = f"{1 - false / len(lines):>11.0%}" if lines else f"{'-':>11}"
    recall = len(hit) / len(set(marked.values()))
    print(f"{name:<22}{len(hit):>7}{recall:>9.0%}{len(lines):>8}{false:>7}{precision}", flush=True)


def listed(ours: set[Line], marked: dict[Line, str]) -> None:
    """What wsgi2asgi has to answer for."""
    missed = set(marked.values()) - {marked[line] for line in ours if line in marked}
    print("\nmissed:", ", ".join(sorted(missed)) or "none")
    print("besides:", ", ".join(f"{path}:{line}" for path, line in sorted(ours - marked.keys())) or "nothing")


def wsgi2asgi(project: Path) -> Iterator[Line]:
    """The lines of our own findings in Python files."""
    command = [sys.executable, "-m", "wsgi2asgi", "check", str(project), "--format", "json", "--fail-on", "never"]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for finding in report["findings"]:
        if finding["path"].endswith(".py"):
            yield finding["path"], finding["line"]


def others(tool: Tool, project: Path, environment: Path) -> Iterator[Line]:
    """The lines that another tool names; its exit code says only that it found something."""
    venv.create(environment, with_pip=True)
    binaries = environment / "bin"
    subprocess.run([binaries / "pip", "install", "-q", *tool.requirements], check=True)
    (project / "mypy.ini").write_text(_MYPY, encoding="utf-8")
    command = [str(binaries / tool.command[0]), *tool.command[1:]]
    if tool.name == "pyright":
        command += ["--pythonpath", str(binaries / "python")]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{tool.name} failed: {done.stderr.strip() or done.stdout.strip()}")
    for text in done.stdout.splitlines():
        if match := _CONCISE.match(text.strip().removeprefix(f"{project}/")):
            yield match[1], int(match[2])


if __name__ == "__main__":
    sys.exit(main())
