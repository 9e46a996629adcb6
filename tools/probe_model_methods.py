"""Write src/wsgi2asgi/knowledge/model_methods.toml: what rows of Django's own models query for when they are asked.

python tools/probe_model_methods.py --environments /path/to/folder [--python 4.1=python3.10 ...] [--check]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django_environments import write_table

TABLE = Path(__file__).parents[1] / "src" / "wsgi2asgi" / "knowledge" / "model_methods.toml"
HEADER = """\
# Methods without arguments, properties and special methods of the models that come with Django that query, in any of
# the releases below, when they are asked of a row that was just fetched. Relations are told in contrib_models.toml.
# Written by tools/probe_model_methods.py; edit the script, not this file.
"""


def render(asks: Mapping[str, set[str]], releases: list[str]) -> str:
    """The TOML text."""
    rows = [f"{json.dumps(name)} = {json.dumps(sorted(asks[name]))}" for name in sorted(asks)]
    return "\n".join([f"{HEADER}probed = {json.dumps(releases)}", "", "[asks]", *rows]) + "\n"


def _text(answers: list[Any]) -> str:
    asks: dict[str, set[str]] = {}
    for answer in answers:
        for name, found in answer["asks"].items():
            asks.setdefault(name, set()).update(found)
    return render(asks, [answer["django"] for answer in answers])


def main() -> int:
    """Probe, then write or compare. Returns the exit code."""
    return write_table(__doc__, "try_model_methods.py", TABLE, _text)


if __name__ == "__main__":
    sys.exit(main())
