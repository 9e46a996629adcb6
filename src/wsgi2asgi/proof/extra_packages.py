"""What the migration needs and the project's interpreter does not have yet: installed beside it, never into it.

The packages go to a folder of this tool's cache that stands last on ``sys.path``, so nothing that the project has is
hidden. The versions that the project has are constraints, so what is added fits them.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from wsgi2asgi.interpreter.run import Answered, Failed, run_script
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.proof.stage import Progress

SERVER = "uvicorn"
#: Uvicorn speaks WebSocket through one of these.
WEBSOCKET_LIBRARIES = ("websockets", "wsproto")
#: Modules that a migrated project may import, and the distributions they come from.
DISTRIBUTIONS = {
    "uvicorn": "uvicorn",
    "channels": "channels",
    "channels_redis": "channels-redis",
    "daphne": "daphne",
    "asgiref": "asgiref",
    "servestatic": "servestatic",
    "uvicorn_worker": "uvicorn-worker",
}
INSTALL_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Interpreter:
    """What is known of the project's interpreter. ``missing``: which of the packages that a server needs."""

    path: str
    python: str
    django: str
    missing: tuple[str, ...]
    constraints: tuple[str, ...]

    @property
    def speaks_websocket(self) -> bool:
        """Whether a server there would."""
        return not set(WEBSOCKET_LIBRARIES) <= set(self.missing)


def look_at(python: str) -> Interpreter:
    """Ask an interpreter what it has. Raises UserError where it has no Django."""
    outcome = run_script(python, "smoke/about", {"modules": [SERVER, *WEBSOCKET_LIBRARIES]})
    if isinstance(outcome, Failed):
        raise UserError(f"the Python interpreter {python} gives no answer: {outcome.kind}: {outcome.message}")
    assert isinstance(outcome, Answered)
    answer: dict[str, Any] = outcome.value
    if answer["django"] is None:
        raise UserError(
            f"Django is not installed in {python}",
            hint="Give --python the interpreter of the project's virtual environment.",
        )
    return Interpreter(
        python, answer["python"], answer["django"], tuple(answer["missing"]), tuple(answer["constraints"])
    )


def folder_with(names: tuple[str, ...], interpreter: Interpreter, progress: Progress) -> str:
    """A folder that holds these distributions for this interpreter. Raises UserError where they cannot be installed."""
    wanted = tuple(sorted(set(names)))
    key = content_hash("\n".join((interpreter.path, interpreter.python, *wanted, *interpreter.constraints)).encode())
    folder = Path(platformdirs.user_cache_path("wsgi2asgi")) / "packages" / key
    if folder.is_dir():
        return str(folder)
    progress(f"installing {', '.join(wanted)} beside {interpreter.path} (the project's environment is not changed)")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, ignore_cleanup_errors=True) as temporary:
        target = Path(temporary) / "packages"
        install(wanted, interpreter, target)
        if not folder.is_dir():
            target.rename(folder)
    return str(folder)


def install(names: tuple[str, ...], interpreter: Interpreter, target: Path) -> None:
    """Install into a folder, with the first installer that works; at worst with no constraint but Django's version.

    Raises UserError with the last line that the installer wrote.
    """
    django_only = tuple(line for line in interpreter.constraints if line.lower().startswith("django=="))
    problem = "no installer was found (pip or uv)"
    for constraints in (interpreter.constraints, django_only):
        for installer in installers(interpreter.path):
            problem = run_installer(installer, names, constraints, target)
            if not problem:
                return
            shutil.rmtree(target, ignore_errors=True)
    raise UserError(
        f"{', '.join(names)} not installed for {interpreter.path}: {problem}",
        hint=f"Install it there: {interpreter.path} -m pip install {' '.join(names)}",
    )


def run_installer(
    installer: tuple[str, ...], names: tuple[str, ...], constraints: tuple[str, ...], target: Path
) -> str:
    """An empty string, or why it did not work."""
    target.mkdir(parents=True, exist_ok=True)
    listing = target.parent / "constraints.txt"
    listing.write_text("\n".join(constraints) + "\n", encoding="utf-8")
    command = [*installer, "--quiet", "--target", str(target), "--constraint", str(listing), *names]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    return "" if done.returncode == 0 else (lines[-1].strip() if lines else f"exit code {done.returncode}")


def installers(python: str) -> list[tuple[str, ...]]:
    """Ways to install for an interpreter: its own pip, this tool's pip, uv."""
    found: list[tuple[str, ...]] = []
    probe = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, timeout=60, check=False)
    if probe.returncode == 0:
        found.append((python, "-m", "pip", "install"))
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv:
        found.append((uv, "pip", "install", "--python", python))
    if importlib.util.find_spec("pip") is not None:
        found.append((sys.executable, "-m", "pip", "--python", python, "install"))
    found.extend((sys.executable, str(wheel / "pip"), "--python", python, "install") for wheel in bundled_pips())
    return found


def bundled_pips() -> list[Path]:
    """The pip that new virtual environments get, as a wheel, which runs without being installed."""
    ensurepip = importlib.util.find_spec("ensurepip")
    places = ensurepip.submodule_search_locations if ensurepip else None
    return sorted(wheel for place in places or () for wheel in Path(place, "_bundled").glob("pip-*.whl"))
