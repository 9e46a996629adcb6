"""``[tool.wsgi2asgi]`` of the project's pyproject.toml; the command line wins over it."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

from wsgi2asgi.cli import configured_values as read
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.findings import EffectKind
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.own_knowledge import OwnKnowledge, PackageOverride


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a project configures. Names are those of the options, with underscores."""

    settings: str | None = None
    django: str | None = None
    python: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    extend_blocking: Mapping[str, EffectKind | Literal["none"]] = field(default_factory=dict)
    packages: Mapping[str, PackageOverride] = field(default_factory=dict)
    baseline: str | None = None
    views: tuple[str, ...] = ()
    fail_on: Literal["error", "warning", "info", "never"] = "error"
    orm: Literal["native", "wrap"] = "native"

    def project(
        self, path: Path, settings: str | None, django: str | None, python: str | None, *, probe: bool = False
    ) -> ProjectOptions:
        """The project options: what the command line says, else what is configured."""
        return ProjectOptions(
            path,
            settings or self.settings,
            django or self.django,
            python or self.python,
            self.exclude,
            OwnKnowledge(self.extend_blocking, self.packages),
            probe,
        )


_READERS = {
    "select": read.strings,
    "ignore": read.strings,
    "per_file_ignores": read.selectors_by_pattern,
    "exclude": read.strings,
    "extend_blocking": read.effects,
    "packages": read.package_overrides,
    "views": read.strings,
    "fail_on": read.one_of("error", "warning", "info", "never"),
    "orm": read.one_of("native", "wrap"),
}


def configuration(root: Path) -> Configuration:
    """Read the table, if there is one. Raises UserError for unknown keys and wrong types."""
    file = root / "pyproject.toml"
    try:
        table: Any = tomllib.loads(file.read_bytes().decode())
    except (FileNotFoundError, NotADirectoryError):
        return Configuration()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{file} is not valid TOML: {error}") from None
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}") from None
    for key in ("tool", "wsgi2asgi"):
        table = table.get(key, {})
        if not isinstance(table, dict):
            raise UserError(f"{file}: [tool.wsgi2asgi] must be a table")
    return _configured(file, table)


def _configured(file: Path, table: dict[str, Any]) -> Configuration:
    known = {item.name: item.name.replace("_", "-") for item in fields(Configuration)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in known:
            near = difflib.get_close_matches(key, known.values(), n=1)
            raise UserError(
                f"{file}: unknown key in [tool.wsgi2asgi]: {key}", hint=f"did you mean {near[0]}?" if near else ""
            )
        try:
            values[name] = _READERS.get(name, read.string)(value)
        except read.Unfit as error:
            raise UserError(f"{file}: [tool.wsgi2asgi] {known[name]}{error}", hint=error.hint) from None
    return Configuration(**values)
