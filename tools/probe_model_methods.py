"""Write src/wsgi2asgi/knowledge/model_methods.toml: what rows of Django's own models query for when they are asked.

python tools/probe_model_methods.py --environments /path/to/folder [--python 4.1=python3.10 ...] [--check]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from django_environments import DJANGOS, ask, environment, python_for

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


def main() -> int:
    """Probe, then write or compare. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--environments", type=Path, required=True, help="folder for the virtual environments")
    parser.add_argument("--python", action="append", default=[], metavar="DJANGO=EXECUTABLE")
    parser.add_argument("--check", action="store_true", help="fail if the table is not what the probe would write")
    arguments = parser.parse_args()
    asks: dict[str, set[str]] = {}
    releases = []
    for django in DJANGOS:
        home = environment(arguments.environments, django, python_for(django, arguments.python))
        answer = ask(home, "try_model_methods.py")
        releases.append(answer["django"])
        for name, found in answer["asks"].items():
            asks.setdefault(name, set()).update(found)
    text = render(asks, releases)
    if arguments.check:
        return int(text != TABLE.read_text(encoding="utf-8"))
    TABLE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
