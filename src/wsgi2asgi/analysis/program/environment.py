"""Variables of the environment as the project's deployment files and ``.env`` files set them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import line_place, numbered_lines
from wsgi2asgi.model.places import Place

_COMMENT = ("#", ";", "//")


def assigned(program: Program, variable: str) -> Iterator[tuple[Place, str]]:
    """Each line that gives the variable a value, with the value as far as it goes without a space: ``NAME=value`` of
    shells and .env files, ``NAME: value`` of YAML, ``ENV NAME value`` of Dockerfiles."""
    pattern = re.compile(
        rf"""\b{variable}\b["']?\s*[=:]\s*["']?(?P<value>[^\s"'#]+)|\bENV\s+{variable}\s+["']?(?P<env>[^\s"'#]+)""",
        re.IGNORECASE,
    )
    for path in environment_files(program):
        for number, line in numbered_lines(program.project, path):
            found = pattern.search(line) if variable in line and not line.lstrip().startswith(_COMMENT) else None
            if found:
                yield line_place(program.project, path, number), found["value"] or found["env"]


@lru_cache(maxsize=1)
def environment_files(program: Program) -> tuple[str, ...]:
    """The text files that may set variables: those of deployment, and ``.env`` and its like. Many rules ask; the walk
    over all files is made once for a Program."""
    deployed = [item.path for item in program.project.deployment_files if not item.path.endswith(".py")]
    named = [path for path in program.project.tree.files() if posixpath.basename(path).startswith(".env")]
    return tuple(dict.fromkeys([*deployed, *named]))
