"""Write src/wsgi2asgi/knowledge/async_api.toml from what released Djangos have.

    python tools/probe_async_api.py --environments /path/to/folder [--python 4.1=python3.10 ...] [--check]

Every Django of ``DJANGOS`` is installed into an environment of its own and asked which of its APIs have an async
twin; the table says since which version. ``--check`` writes nothing and fails if the table would change.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django_environments import DJANGOS, write_table

TABLE = Path(__file__).parents[1] / "src" / "wsgi2asgi" / "knowledge" / "async_api.toml"

#: Twins that exist but must not be used before a later version: (owner, sync name) -> (version, why, source).
HELD_BACK = {
    **{
        (owner, name): (
            "4.2",
            "the related managers' own version was broken until 4.1.4",
            "https://docs.djangoproject.com/en/5.2/releases/4.1.4/",
        )
        for owner in ("ManyRelatedManager", "RelatedManager", "GenericRelatedObjectManager")
        for name in ("create", "get_or_create", "update_or_create")
    },
    **{
        ("django.core.cache.backends.base.BaseCache", name): (
            "6.1",
            "not atomic before 6.1: 50 concurrent calls counted 1 there, and 50 on 6.1",
            "measured on locmem and redis",
        )
        for name in ("incr", "decr")
    },
    **{
        ("django.core.cache.backends.base.BaseCache", name): (
            "6.1",
            "asks the backend key by key before 6.1, where the sync method asks once",
            "django/core/cache/backends/base.py, 5.2 and 6.1; counted on the database cache",
        )
        for name in ("get_many", "set_many", "delete_many")
    },
    ("django.db.models.query.QuerySet", "iterator"): (
        "5.0",
        "raises NotSupportedError after prefetch_related() before 5.0",
        "https://docs.djangoproject.com/en/5.2/releases/5.0/",
    ),
}
HEADER = """\
# Django's async twins: which exist, and since which version they may be used.
# Written by tools/probe_async_api.py from the releases named below; edit the script, not this file.
"""


def since_by_owner(answers: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, dict[str, tuple[str, str]]]:
    """{owner: {sync name: (async name, first version that has it)}} from {version: owners}, oldest version first."""
    table: dict[str, dict[str, tuple[str, str]]] = {}
    for version, owners in answers.items():
        for owner, twins in owners.items():
            for name, twin in twins.items():
                table.setdefault(owner, {}).setdefault(name, (twin, version))
    return table


def render(table: Mapping[str, Mapping[str, tuple[str, str]]], releases: list[str]) -> str:
    """The TOML text."""
    lines = [HEADER, f"probed = {json.dumps(releases)}"]
    for owner in sorted(table):
        lines += ["", f'[twins."{owner}"]']
        lines += [
            f'{name} = {{ twin = "{twin}", since = "{version}" }}'
            for name, (twin, version) in sorted(table[owner].items())
        ]
    for (owner, name), (version, why, source) in sorted(HELD_BACK.items()):
        lines += ["", "[[held_back]]", f'owner = "{owner}"', f'name = "{name}"', f'until = "{version}"']
        lines += [f'why = "{why}"', f'source = "{source}"']
    return "\n".join(lines) + "\n"


def _text(answers: list[Any]) -> str:
    by_version = {django: answer["owners"] for django, answer in zip(DJANGOS, answers, strict=True)}
    return render(since_by_owner(by_version), [answer["django"] for answer in answers])


def main() -> int:
    """Probe, then write or compare. Returns the exit code."""
    return write_table(__doc__, "list_async_api.py", TABLE, _text)


if __name__ == "__main__":
    sys.exit(main())
