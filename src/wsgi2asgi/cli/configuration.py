"""``[tool.wsgi2asgi]`` of the project's pyproject.toml; the command line wins over it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

import tomlkit
from tomlkit.exceptions import TOMLKitError

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import ProjectOptions


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a project configures. Names are those of the options, with underscores."""

    settings: str | None = None
    django: str | None = None
    python: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    fail_on: Literal["error", "warning", "info", "never"] = "error"
    orm: Literal["native", "wrap"] = "native"

    def project(self, path: Path, settings: str | None, django: str | None, python: str | None) -> ProjectOptions:
        """The project options: what the command line says, else what is configured."""
        return ProjectOptions(path, settings or self.settings, django or self.django, python or self.python)


_CHOICES = {"fail_on": ("error", "warning", "info", "never"), "orm": ("native", "wrap")}
_LISTS = ("select", "ignore", "views")


def configuration(root: Path) -> Configuration:
    """Read the table, if there is one. Raises UserError for unknown keys and wrong types."""
    file = root / "pyproject.toml"
    try:
        document = tomlkit.parse(file.read_text(encoding="utf-8")).unwrap()
    except (FileNotFoundError, NotADirectoryError):
        return Configuration()
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise UserError(f"{file} is not valid TOML: {error}") from None
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}") from None
    table = document
    for key in ("tool", "wsgi2asgi"):
        table = table.get(key, {})
        if not isinstance(table, dict):
            raise UserError(f"{file}: [tool.wsgi2asgi] must be a table")
    return _configured(file, table)


def _configured(file: Path, table: dict[str, Any]) -> Configuration:
    known = {field.name for field in fields(Configuration)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            near = difflib.get_close_matches(key, [word.replace("_", "-") for word in known], n=1)
            raise UserError(
                f"{file}: unknown key in [tool.wsgi2asgi]: {key}", hint=f"did you mean {near[0]}?" if near else ""
            )
        values[name] = _value(file, name, value)
    return Configuration(**values)


def _value(file: Path, name: str, value: object) -> object:
    if name in _LISTS:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise UserError(f"{file}: [tool.wsgi2asgi] {name} must be a list of strings")
    if not isinstance(value, str) or value not in _CHOICES.get(name, (value,)):
        allowed = f" (one of {', '.join(_CHOICES[name])})" if name in _CHOICES else ""
        raise UserError(f"{file}: [tool.wsgi2asgi] {name} must be a string{allowed}")
    return value
