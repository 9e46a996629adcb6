"""What one Python file says of settings: constants, environment entries, imports, additions to sys.path.

A reader for manage.py, wsgi.py, asgi.py, setup.py and settings files only; the project's code proper is read by
the analysis.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from wsgi2asgi.discover.literal_values import Value, asks_environment, dotted, evaluate
from wsgi2asgi.model.source import Undecodable, decode_python


class Unreadable(Exception):
    """A Python file that cannot be read: ``str`` is ``path:line: reason``."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """``NAME = value`` at module or class level; ``value`` is None where it is not evident."""

    name: str
    value: str | None
    line: int
    from_environment: bool


@dataclass(frozen=True, slots=True)
class EnvironmentEntry:
    """``os.environ.setdefault(name, value)`` or ``os.environ[name] = value``."""

    name: str
    value: str | None
    line: int
    testing: bool  # stands below a condition that asks for a test run


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module; ``names`` are those taken from it (``*`` for all), empty for ``import module``."""

    module: str
    level: int
    names: tuple[str, ...]
    line: int


@dataclass(slots=True)
class PythonConstants:
    """All that the reader found, in source order."""

    path: str
    assignments: list[Assignment] = field(default_factory=list)
    environment: list[EnvironmentEntry] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)  # patterns of split_settings, relative to this file
    bases: set[str] = field(default_factory=set)  # names that classes of this file inherit from
    added_paths: list[PurePosixPath] = field(default_factory=list)  # sys.path.insert and the like, absolute
    docstring: str = ""

    @property
    def starts_django(self) -> bool:
        """Whether the file imports Django's (or django-configurations') management or chooses settings."""
        return any(item.module.split(".")[0] in ("django", "configurations") for item in self.imports) or any(
            item.name.startswith("DJANGO_") for item in self.environment
        )

    def last(self, name: str) -> Assignment | None:
        """The last assignment to a name: the one that holds."""
        return next((item for item in reversed(self.assignments) if item.name == name), None)


def read_constants(data: bytes, path: str, root: Path) -> PythonConstants:
    """Read one file. Raises Unreadable where it is not text in its declared encoding or not valid Python 3."""
    reader = _Reader(path, root)
    try:
        source = decode_python(data).text
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in the user's code are not our subject
            module = ast.parse(source, path)
        reader.found.docstring = ast.get_docstring(module) or ""
        reader.visit(module)
    except Undecodable as error:
        line = _line_of_first_bad_byte(data)
        raise Unreadable(f"{path}:{line}: {error}") from None
    except SyntaxError as error:
        raise Unreadable(f"{path}:{error.lineno or 1}: not valid Python 3: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"{path}:1: cannot be parsed: {error}") from None
    return reader.found


def _line_of_first_bad_byte(data: bytes) -> int:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


class _Reader(ast.NodeVisitor):
    def __init__(self, path: str, root: Path) -> None:
        self.found = PythonConstants(path)
        self.names: dict[str, Value] = {"__file__": PurePosixPath((root / path).as_posix())}
        self.depth = 0  # functions around the present node
        self.testing = False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        arguments = node.args.posonlyargs + node.args.args
        defaults = node.args.defaults
        for argument, default in zip(reversed(arguments), reversed(defaults), strict=False):
            self.names[argument.arg] = evaluate(default, self.names)
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.found.bases.update(dotted(base).split(".")[0] for base in node.bases)
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        outer = self.testing
        self.visit(node.test)
        self.testing = outer or _asks_for_test_run(node.test)
        self._visit_all(node.body)
        self.testing = outer
        self._visit_all(node.orelse)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._assign(target, node.value, node.lineno)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._assign(node.target, node.value, node.lineno)
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        self.found.imports.extend(Import(alias.name, 0, (), node.lineno) for alias in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        names = tuple(alias.name for alias in node.names)
        self.found.imports.append(Import(node.module or "", node.level, names, node.lineno))

    def visit_Call(self, node: ast.Call) -> None:
        name = dotted(node.func)
        if name.endswith("environ.setdefault") and len(node.args) == 2:
            self._environment(node.args[0], node.args[1], node.lineno)
        elif name.endswith(("environ.update", "environ.putenv")):
            for argument in node.args:
                if isinstance(argument, ast.Dict):
                    for key, value in zip(argument.keys, argument.values, strict=True):
                        self._environment(key, value, node.lineno)
        elif name in ("sys.path.insert", "sys.path.append", "sys.path.extend", "site.addsitedir", "path.append"):
            self._added_paths(node.args)
        elif name in ("include", "split_settings.tools.include"):
            self._includes(node.args)
        self.generic_visit(node)

    def _visit_all(self, nodes: Iterable[ast.stmt]) -> None:
        for node in nodes:
            self.visit(node)

    def _assign(self, target: ast.expr, value: ast.expr, line: int) -> None:
        if isinstance(target, ast.Subscript) and dotted(target.value).endswith("environ"):
            self._environment(target.slice, value, line)
        elif isinstance(target, ast.Name) and not (self.testing and target.id in self.names):
            worth = evaluate(value, self.names)
            self.names[target.id] = worth
            if self.depth == 0 and target.id.isupper():
                text = worth if isinstance(worth, str) else None
                self.found.assignments.append(Assignment(target.id, text, line, asks_environment(value)))

    def _environment(self, key: ast.expr | None, value: ast.expr, line: int) -> None:
        name, worth = evaluate(key, self.names), evaluate(value, self.names)
        if isinstance(name, str):
            text = worth if isinstance(worth, str) else None
            self.found.environment.append(EnvironmentEntry(name, text, line, self.testing))

    def _added_paths(self, arguments: list[ast.expr]) -> None:
        for argument in arguments:
            items = argument.elts if isinstance(argument, ast.List | ast.Tuple) else [argument]
            values = [evaluate(item, self.names) for item in items]
            self.found.added_paths.extend(value for value in values if isinstance(value, PurePosixPath))

    def _includes(self, arguments: list[ast.expr]) -> None:
        for argument in arguments:
            inner = argument.args[0] if isinstance(argument, ast.Call) and argument.args else argument  # optional("x")
            if isinstance(value := evaluate(inner, self.names), str) and value.endswith(".py"):
                self.found.includes.append(value)


def _asks_for_test_run(test: ast.expr) -> bool:
    constants = [item.value for item in ast.walk(test) if isinstance(item, ast.Constant)]
    negated = any(isinstance(item, ast.Not | ast.NotIn | ast.NotEq) for item in ast.walk(test))
    return not negated and any(value in ("test", "pytest", "tests") for value in constants)
