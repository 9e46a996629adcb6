"""setup.cfg and setup.py, as far as they are written out.

https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from configparser import ConfigParser, Error
from contextlib import suppress
from typing import Any

from wsgi2asgi.discover.dependencies.requirement import requirement
from wsgi2asgi.discover.dependencies.toml_text import Lines
from wsgi2asgi.model.project import Answer, DependencyFile, Requirement


def setup_cfg(path: str, text: str) -> DependencyFile | None:
    """``install_requires`` and ``options.extras_require``; None where the file declares nothing."""
    found = tuple(_cfg_requirements(path, text))
    return DependencyFile(path, "setup.cfg", found) if found else None


def setup_cfg_option(text: str, section: str, option: str) -> str:
    """One option as text, empty where it is not there."""
    return _parser(text).get(section, option, fallback="")


def setup_py(path: str, text: str) -> DependencyFile | None:
    """The lists given to ``setup()`` literally or by a name bound in the file; None where there are none."""
    arguments = setup_arguments(text)
    lines = Lines(text)
    groups = {"": arguments.get("install_requires")}
    extras = arguments.get("extras_require")
    if isinstance(extras, dict):
        groups.update(extras)
    found: list[Requirement] = []
    for group, items in groups.items():
        texts = [items] if isinstance(items, str) else items if isinstance(items, list | tuple) else []
        parsed = [requirement(item, path, lines.of_text(item), str(group)) for item in texts if isinstance(item, str)]
        found.extend(item for item in parsed if item is not None)
    return DependencyFile(path, "setup.py", tuple(found)) if found else None


def setup_arguments(text: str) -> dict[str, Any]:
    """The literal keyword arguments of the call of ``setup()`` in a setup.py."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return {}
    names = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "setup":
            return {item.arg: _literal(item.value, names) for item in node.keywords if item.arg}
    return {}


def setuptools_python(path: str, text: str) -> Answer[str] | None:
    """``python_requires`` of either file."""
    if path.endswith(".py"):
        value = setup_arguments(text).get("python_requires")
    else:
        value = setup_cfg_option(text, "options", "python_requires")
    line = Lines(text).of_text("python_requires")
    return Answer(value, f"python_requires in {path}", path, line) if isinstance(value, str) and value else None


def setuptools_classifiers(path: str, text: str) -> list[str]:
    """The trove classifiers of either file."""
    if path.endswith(".py"):
        value = setup_arguments(text).get("classifiers")
        return [item for item in value if isinstance(item, str)] if isinstance(value, list | tuple) else []
    return [line.strip() for line in setup_cfg_option(text, "metadata", "classifiers").splitlines() if line.strip()]


def _literal(node: ast.expr, names: dict[str, ast.expr]) -> Any:
    if isinstance(node, ast.Name) and node.id in names:
        node = names[node.id]
    if isinstance(node, ast.List | ast.Tuple):
        return [_literal(item, names) for item in node.elts]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {_literal(key, names): _literal(value, names) for key, value in pairs if key}
    return node.value if isinstance(node, ast.Constant) else None


def _cfg_requirements(path: str, text: str) -> Iterator[Requirement]:
    parser = _parser(text)
    lines = Lines(text)
    groups = {"": parser.get("options", "install_requires", fallback="")}
    if parser.has_section("options.extras_require"):
        groups.update(parser.items("options.extras_require"))
    for group, block in groups.items():
        for item in block.splitlines():
            found = requirement(item.strip(), path, lines.of_text(item.strip()), group) if item.strip() else None
            if found is not None:
                yield found


def _parser(text: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=False)
    with suppress(Error):  # what was read before the error remains
        parser.read_string(text)
    return parser
