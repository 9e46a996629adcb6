"""What an import runs before Django has loaded its apps: the way from a line of imports to a model."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.facts.values import FileFacts, Import
from wsgi2asgi.analysis.program.modules import absolute
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.places import Evidence

#: Calls that load the apps: what is imported after one of them may use models.
SETUPS = frozenset({"get_asgi_application", "get_wsgi_application", "setup"})
_SETUP_NAMES = frozenset(
    {"django.core.asgi.get_asgi_application", "django.core.wsgi.get_wsgi_application", "django.setup"}
)
_USER = "django.contrib.auth.get_user_model"


@dataclass(frozen=True, slots=True)
class NeedsApps:
    """An import that leads to something which needs the app registry: what it is, and the imports on the way.

    ``conditional``: an import on the way stands under an ``if`` or ``try``.
    """

    what: str
    evidence: tuple[Evidence, ...]
    conditional: bool


def top_level(facts: FileFacts) -> Iterator[Import]:
    """The imports that run when the file is imported."""
    return (item for item in facts.imports if not item.function and not item.type_checking)


def loads_apps(program: Program, path: str) -> tuple[int, int] | None:
    """Line and column of the first call at the level of a module that loads the apps; None where there is none."""
    facts = program.files[path]
    for function in program.functions_in(path):
        if function.facts.kind != "module" or not SETUPS & facts.mentions:
            continue
        for op in function.facts.ops:
            if op.kind == "call":
                name = program.resolve(function.name, op.inputs[0]) or function.facts.ops[op.inputs[0]].name
                if name in _SETUP_NAMES or name in SETUPS - {"setup"}:
                    return op.span[0], op.span[1]
    return None


def needs_apps(program: Program, facts: FileFacts, item: Import) -> NeedsApps | None:
    """The shortest way from an import to a model; None where it leads to none, or to one behind a loading call."""
    models = _model_files(program)
    queue: deque[tuple[FileFacts, Import, tuple[Evidence, ...], bool]] = deque([(facts, item, (), False)])
    seen: set[str] = set()
    while queue:
        holder, found, before, conditional = queue.popleft()
        maybe = conditional or found.conditional
        steps = (*before, Evidence(place_of(holder.path, found.span), f"imports {_named(holder, found)}"))
        if outside := _outside_models(program, holder, found):
            return NeedsApps(outside, steps, maybe)
        for path in _imported_files(program, holder, found):
            if path in seen:
                continue
            seen.add(path)
            if path in models:
                return NeedsApps(f"the model {models[path]}", steps, maybe)
            if (user := _asks_for_user(program, path)) is not None:
                return NeedsApps("a call of get_user_model", (*steps, user), maybe)
            if loads_apps(program, path) is None:
                inner = program.files[path]
                queue.extend((inner, each, steps, maybe) for each in top_level(inner))
    return None


def _named(facts: FileFacts, item: Import) -> str:
    module = absolute(facts, item.level, item.module)
    return f"{module}.{item.name}" if item.name and item.name != "*" else module


def _imported_files(program: Program, facts: FileFacts, item: Import) -> Iterator[str]:
    """The project's files that the import runs, packages before what is in them."""
    parts = _named(facts, item).split(".")
    for end in range(1, len(parts) + 1):
        path = program.modules.get(".".join(parts[:end]))
        if path is not None and path != facts.path and path in program.files:
            yield path


def _outside_models(program: Program, facts: FileFacts, item: Import) -> str | None:
    """Models of Django or of a package: ``from django.contrib.auth.models import User``."""
    module = absolute(facts, item.level, item.module)
    own = module in program.modules or module.split(".")[0] in program.modules
    if own or module == "django.db.models" or not module.endswith(".models"):
        return None
    return f"the models of {module.removesuffix('.models')}" if module.startswith("django.contrib.") else None


def _asks_for_user(program: Program, path: str) -> Evidence | None:
    if "get_user_model" not in program.files[path].mentions:
        return None
    for function in program.functions_in(path):
        for index, op in enumerate(function.facts.ops if function.facts.kind in ("module", "class") else ()):
            if op.kind == "call" and program.resolve(function.name, op.inputs[0]) == _USER:
                return Evidence(program.place(function.name, index), "calls get_user_model()")
    return None


def _model_files(program: Program) -> dict[str, str]:
    """The files that define models, with one of them by name."""
    found: dict[str, str] = {}
    for name, model in program.models.items():
        cls = program.classes.get(name)
        if cls is not None and not model.external:
            found.setdefault(cls.path, name)
    return found
