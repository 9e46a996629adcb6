"""A view of a real project, with what it takes to reach it: one TOML file each in ``scenarios/``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SCENARIOS = Path(__file__).with_name("scenarios")


@dataclass(frozen=True, slots=True)
class Scenario:
    """``root``: the folder with the project's packages. ``prepare``: statements that make the rows it needs and set
    ``values``, which stand for ``{name}`` in the request. ``files``: what the project needs besides, by path.
    ``answers``: what the other server says, by path. ``is_endless``: clients wait for the first bytes of a stream, and
    keep it open."""

    source: str
    view: str
    settings: str
    wsgi: str
    asgi: str
    path: str
    root: str = "."
    method: str = "GET"
    body: str | None = None
    headers: Mapping[str, str] | None = None
    environment: Mapping[str, str] | None = None
    files: Mapping[str, str] | None = None
    answers: Mapping[str, str] | None = None
    prepare: str = ""
    is_endless: bool = False

    def filled(self, values: Mapping[str, str]) -> Scenario:
        """With the values in the request."""
        headers = {name: value.format_map(values) for name, value in (self.headers or {}).items()}
        body = self.body.format_map(values) if self.body is not None else None
        return replace(self, path=self.path.format_map(values), body=body, headers=headers)


def scenario(name: str) -> Scenario:
    """The one of that name."""
    return Scenario(**tomllib.loads((SCENARIOS / f"{name}.toml").read_text(encoding="utf-8")))


def names() -> list[str]:
    """Of all."""
    return sorted(path.stem for path in SCENARIOS.glob("*.toml"))
