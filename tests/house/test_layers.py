"""CONTRIBUTING's picture of the layers is the one that the import contracts hold."""

from __future__ import annotations

import re
import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]


def held() -> list[set[str]]:
    """The layers of the import contract, top first."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (contract,) = (contract for contract in contracts if contract["type"] == "layers")
    return [set(re.findall(r"wsgi2asgi\.(\w+)", layer)) for layer in contract["layers"]]


def shown() -> list[set[str]]:
    """The rows of the picture in CONTRIBUTING, above its line."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    picture = text.split("The layers, as the import contracts")[1].split("```")[1].split("───")[0]
    return [set(re.findall(r"\w+", row)) for row in picture.strip().splitlines()]


def test_the_picture_shows_the_layers_that_are_held() -> None:
    assert shown() == held()


def test_every_room_has_its_place_in_a_layer_and_in_the_table() -> None:
    source = ROOT / "src" / "wsgi2asgi"
    rooms = {path.parent.name for path in source.glob("*/__init__.py")}
    assert set.union(*held()) == rooms
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [room for room in sorted(rooms) if not re.search(rf"^\| `{room}(/|\.py)", table, re.MULTILINE)] == []
