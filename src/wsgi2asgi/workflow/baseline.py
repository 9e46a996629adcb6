"""A baseline: the findings a team knows of and lives with, so that only new ones count.

The file is JSON with a finding a line, in a stable order and without line numbers, made to be reviewed and merged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.scope import KnownFinding

VERSION = 1


def read(file: Path) -> tuple[KnownFinding, ...]:
    """The entries of a baseline. Raises UserError where there is none, or none that this tool wrote."""
    try:
        document = json.loads(file.read_bytes())
        if document["version"] != VERSION:
            raise UserError(f"{file}: a baseline of version {document['version']}", hint="--update-baseline renews it")
        return tuple(KnownFinding(**entry) for entry in document["findings"])
    except FileNotFoundError:
        raise UserError(f"no such baseline: {file}", hint="--update-baseline writes it") from None
    except OSError as error:
        raise UserError(f"cannot read {file}: {error.strerror}") from None
    except (ValueError, TypeError, KeyError):
        raise UserError(f"{file} is no baseline", hint="--update-baseline writes a new one") from None


def write(file: Path, entries: Iterable[KnownFinding]) -> None:
    """Write a baseline. Raises UserError where that is not possible."""
    lines = ",\n".join(f"    {_line(entry)}" for entry in sorted(entries))
    text = f'{{\n  "version": {VERSION},\n  "findings": [\n{lines}\n  ]\n}}\n'
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UserError(f"cannot write {file}: {error.strerror}") from None


def renewed(
    entries: Iterable[KnownFinding], findings: Iterable[Finding], is_checked: Callable[[str], bool]
) -> list[KnownFinding]:
    """The entries for what is found now, and those of rules that were not applied this time."""
    kept = [entry for entry in entries if not is_checked(entry.code)]
    return kept + [
        KnownFinding(item.place.path, item.code, item.fingerprint, item.message)
        for item in findings
        if is_checked(item.code)
    ]


def _line(entry: KnownFinding) -> str:
    shown = {"path": entry.path, "code": entry.code, "message": entry.message, "fingerprint": entry.fingerprint}
    return json.dumps(shown, ensure_ascii=False)
