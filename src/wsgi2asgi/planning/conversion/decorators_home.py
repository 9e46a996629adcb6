"""The module of the project that holds the functions which let sync decorators stand on async views."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, takewhile
from typing import NamedTuple

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.plan import CreateFile, EditPython, Json
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.sync_decorators import FUNCTIONS, help_edit, helped
from wsgi2asgi_codemods.rehearsal import rehearse

_CODEMOD = "define_async_decorators"
_NAME = "async_decorators"
_DOCSTRING = '"""Decorators that take sync views only, on async ones."""\n'
_WHY = "decorators that take sync views only, on async ones"


class Home(NamedTuple):
    """A module by its dotted name, and its file."""

    module: str
    path: str


class Help(NamedTuple):
    """What one view needs: an edit of its decorators, and functions of the module ``home``."""

    edit: Edit
    home: Home
    functions: frozenset[str]


class Helps:
    """Gives each view its help, all from one module."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._home: Home | None = None

    def of(self, view: View) -> Help | None:
        """None for a view whose decorators need none."""
        found = helped(view, self._setting)
        if not found:
            return None
        if self._home is None:
            self._home = _home(self._setting)
        edit = help_edit(view, self._home.module, self._setting)
        return Help(edit, self._home, frozenset(FUNCTIONS[item.help] for item in found))


def _home(setting: Setting) -> Home:
    """Where the functions are, or are to be: in the package that all modules of views with such decorators have in
    common, else in that of the root URLconf."""
    program = setting.program
    known = {facts.module: path for path, facts in program.files.items()}
    there = next((name for name in sorted(known) if _is_ours(program, name)), None)
    if there is not None:
        return Home(there, known[there])
    used = sorted({program.functions[view.name].module for view in program.views if helped(view, setting)})
    package = _common([_package(module, known[module]) for module in used])
    urlconf = program.project.root_urlconf
    if not package and urlconf is not None and urlconf.value in known:
        used = [urlconf.value]
        package = _package(urlconf.value, known[urlconf.value])
    folder = _folder(used[0], known[used[0]], package)
    exists = program.project.tree.exists
    return next(home for home in _homes(package, folder) if home.module not in known and not exists(home.path))


def help_wishes(program: Program, helps: Iterable[Help]) -> Iterator[CreateFile | EditPython]:
    """The wish for the functions that are needed and not there yet."""
    needed: dict[Home, set[str]] = {}
    for item in helps:
        needed.setdefault(item.home, set()).update(item.functions)
    for home, functions in needed.items():
        missing = sorted(functions.difference(_functions_in(program, home.module)))
        parameters: dict[str, Json] = {"names": [*missing]}
        if missing and home.path in program.files:
            content = content_hash(program.project.tree.read(home.path))
            yield EditPython(home.path, _CODEMOD, parameters, content, _WHY)
        elif missing:
            yield CreateFile(home.path, rehearse(_DOCSTRING, _CODEMOD, parameters).code, _WHY)


def _functions_in(program: Program, module: str) -> Iterator[str]:
    """Which of the functions a module of ours has."""
    yield from (name for name in FUNCTIONS.values() if f"{module}.{name}" in program.functions)


def _is_ours(program: Program, module: str) -> bool:
    """Whether it holds some of the functions as they were written, and nothing else by the name of one."""
    if not module.rpartition(".")[2].startswith(_NAME):
        return False
    body = program.functions[module]
    taken = sorted(body.facts.local.intersection(FUNCTIONS.values()))
    if not taken:
        return False
    written = _definitions(rehearse(_DOCSTRING, _CODEMOD, {"names": taken}).code)
    found = _definitions(program.source(body.path))
    return all(found.get(name) == written[name] for name in taken)


def _definitions(text: str) -> dict[str, str]:
    """The functions of a module by name, as far as layout and comments do not matter."""
    return {item.name: ast.dump(item) for item in ast.parse(text).body if isinstance(item, ast.FunctionDef)}


def _package(module: str, path: str) -> tuple[str, ...]:
    parts = tuple(module.split("."))
    return parts if path.endswith("__init__.py") else parts[:-1]


def _common(packages: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    same = takewhile(lambda parts: len(set(parts)) == 1, zip(*packages, strict=False))
    return tuple(parts[0] for parts in same)


def _folder(module: str, path: str, package: tuple[str, ...]) -> str:
    """The folder of a package, by one of the modules in it."""
    levels = len(_package(module, path)) - len(package)
    folders = path.split("/")[:-1]
    return "/".join(folders[: len(folders) - levels])


def _homes(package: tuple[str, ...], folder: str) -> Iterator[Home]:
    for number in count(1):
        name = f"{_NAME}{number if number > 1 else ''}"
        yield Home(".".join((*package, name)), f"{folder}/{name}.py".lstrip("/"))
