"""The names of the WSGI and the ASGI module, as servers are given them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from wsgi2asgi.model.project import Project


@dataclass(frozen=True, slots=True)
class Modules:
    """Dotted names; ``asgi_exists``: whether the ASGI module is there already, or a step has yet to make it."""

    wsgi: str
    asgi: str
    asgi_exists: bool

    @property
    def wsgi_file(self) -> str:
        """The WSGI module as a path below its source root."""
        return self.wsgi.replace(".", "/") + ".py"


def modules_of(project: Project) -> Modules | None:
    """Both modules: a missing one stands beside the other (``shop.wsgi``, ``shop.asgi``). None where both miss."""
    wsgi = project.wsgi_module.value if project.wsgi_module else None
    asgi = project.asgi_module.value if project.asgi_module else None
    known = asgi or wsgi
    if known is None:
        return None
    exists = asgi is not None or _stands_beside(project)
    return Modules(wsgi or _beside(known, "wsgi"), asgi or _beside(known, "asgi"), exists)


def _stands_beside(project: Project) -> bool:
    """Whether asgi.py stands beside wsgi.py: discovery passes it over where it names other settings."""
    path = project.wsgi_path
    return path is not None and project.tree.exists(posixpath.join(posixpath.dirname(path), "asgi.py"))


def _beside(module: str, name: str) -> str:
    package = module.rpartition(".")[0]
    return f"{package}.{name}" if package else name
