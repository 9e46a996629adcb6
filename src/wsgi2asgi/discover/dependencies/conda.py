"""environment.yml of conda, with its ``pip:`` part.

https://docs.conda.io/projects/conda/en/latest/user-guide/tasks/manage-environments.html
"""

from __future__ import annotations

import re

from wsgi2asgi.discover.dependencies.requirement import requirement, stated
from wsgi2asgi.model.project import Answer, DependencyFile, Requirement

_ITEM = re.compile(r"""\s*-\s+["']?([^"'#]+?)["']?\s*(?:#.*)?$""")
_CONDA = re.compile(r"(?:[\w-]+::)?([\w.-]+)\s*=\s*([\d.]+\*?)(?:=\S+)?$")


def environment_yml(path: str, text: str) -> DependencyFile | None:
    """The listed packages; None where the file is not conda's."""
    if not re.search(r"(?m)^dependencies:", text):
        return None
    found: list[Requirement] = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _ITEM.match(line)
        item = _requirement(match[1], path, number) if match else None
        if item is not None:
            found.append(item)
    return DependencyFile(path, "conda", tuple(found))


def conda_python(path: str, text: str) -> Answer[str] | None:
    """The line ``- python=3.12``."""
    declared = environment_yml(path, text)
    for item in declared.requirements if declared else ():
        if item.name == "python" and item.specifier:
            return Answer(item.specifier, f"python in {path}", path, item.line)
    return None


def _requirement(text: str, path: str, line: int) -> Requirement | None:
    exact = _CONDA.match(text)
    if exact and "==" not in text:  # conda's single = is a prefix match
        version = exact[2].removesuffix("*").rstrip(".")
        return stated(exact[1], f"=={version}.*" if version.count(".") < 2 else f"=={version}", path, line)
    return None if text.endswith(":") else requirement(text, path, line)
