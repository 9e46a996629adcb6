"""Where asgi.py stands, or would, and what the project is called."""

from __future__ import annotations

import posixpath

from wsgi2asgi.model.project import Project


def asgi_path(project: Project) -> str:
    """The file that is there, else the sibling of wsgi.py, else beside the settings."""
    if project.asgi_path is not None:
        return project.asgi_path
    if project.wsgi_path is not None:
        folder, name = posixpath.split(project.wsgi_path)
        if name == "__init__.py":
            folder, name = posixpath.split(folder)
            name += ".py"
        return posixpath.join(folder, name.replace("wsgi", "asgi") if "wsgi" in name else "asgi.py")
    folder = posixpath.dirname(project.settings_files[0])
    if posixpath.basename(folder) in ("settings", "config", "conf") and project.settings_module.value.count("."):
        inside = project.settings_module.value.split(".")
        if inside[-1] != "settings":
            folder = posixpath.dirname(folder)
    return posixpath.join(folder, "asgi.py")


def asgi_module(project: Project) -> str | None:
    """The dotted module of the asgi.py that is there, None where there is none."""
    path = asgi_path(project)
    if not project.tree.exists(path):
        return None
    if project.asgi_module is not None and project.asgi_module.path != path and project.asgi_path is not None:
        return project.asgi_module.value  # as a setting names it
    return module_of(project, path)


def module_of(project: Project, path: str) -> str:
    """The dotted name of a file: as its neighbours are named, else under the deepest source root that holds it."""
    for answer, neighbour in ((project.wsgi_module, project.wsgi_path), (project.asgi_module, project.asgi_path)):
        if answer is not None and neighbour is not None and posixpath.dirname(neighbour) == posixpath.dirname(path):
            package = answer.value.rpartition(".")[0]
            return ".".join([*([package] if package else []), posixpath.basename(path).removesuffix(".py")])
    roots = sorted((root for root in project.source_roots if not root or path.startswith(f"{root}/")), key=len)
    root = roots[-1] if roots else ""
    inside = path[len(root) + 1 if root else 0 :].removesuffix(".py").removesuffix("/__init__")
    return inside.replace("/", ".")


def project_name(project: Project) -> str:
    """As ``startproject`` was told: the package that holds wsgi.py, else that of the settings, else the folder."""
    module = project.wsgi_module.value if project.wsgi_module else project.settings_module.value
    package, _, _ = module.partition(".")
    if package != module:
        return package
    folder = posixpath.dirname(project.wsgi_path or project.settings_files[0])
    return posixpath.basename(folder) or project.tree.root.name
