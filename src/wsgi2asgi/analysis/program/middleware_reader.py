"""Reads MIDDLEWARE into the chain: each entry resolved, with what it can do and which hooks it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wsgi2asgi.analysis.facts.values import FileFacts
from wsgi2asgi.analysis.program.chain import Chain
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.knowledge.known_middleware import known_middleware
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.verdicts import Mode

MIXIN = "django.utils.deprecation.MiddlewareMixin"
HOOKS = (
    "process_request", "process_view", "process_exception", "process_template_response", "process_response",
)  # fmt: skip
_FUNCTION_MODES: Mapping[str, Mode] = {
    "django.utils.decorators.sync_and_async_middleware": "hybrid",
    "django.utils.decorators.async_only_middleware": "async",
    "django.utils.decorators.sync_only_middleware": "sync",
}


class MiddlewareReader:
    """Resolves the entries of MIDDLEWARE."""

    def __init__(self, definitions: Definitions, versions: Mapping[str, str]) -> None:
        self.definitions = definitions
        self.names = definitions.names
        self.versions = versions

    def chain(self, settings: Settings, files: Iterable[FileFacts]) -> Chain:
        """The chain from the outermost to the innermost entry; ``files`` are those that hold the settings."""
        entries = settings.strings("MIDDLEWARE")
        value = settings.likely("MIDDLEWARE")
        places = self._places(files)
        fallback = settings.place("MIDDLEWARE") or Place("")
        found = tuple(
            self.entry(name, position, *places.get(name, (fallback, False))) for position, name in enumerate(entries)
        )
        complete = isinstance(value, list) and len([item for item in value if item]) == len(entries)
        return Chain(found, complete and settings.complete)

    def _places(self, files: Iterable[FileFacts]) -> dict[str, tuple[Place, bool]]:
        """Where the settings files mention each dotted string, and whether under a condition; the last one counts."""
        found: dict[str, tuple[Place, bool]] = {}
        for facts in files:
            for function in facts.functions:
                if function.kind in ("module", "class"):
                    body = Body(self.names, facts, function)
                    for index, op in enumerate(function.ops):
                        if op.kind == "const" and isinstance(op.value, str) and "." in op.value:
                            found[op.value] = (body.place(index), body.is_conditional(index))
        return found

    def entry(self, name: str, position: int, place: Place, conditional: bool) -> Middleware:
        """One entry by its dotted name."""
        canonical = self.names.canonical(name)
        cls = self.definitions.classes.get(canonical)
        if cls is not None:
            return self._of_class(name, position, place, conditional, cls)
        function = self.definitions.functions.get(canonical)
        if function is not None:
            return self._of_function(name, position, place, conditional, function)
        known = known_middleware(canonical, self.versions) or known_middleware(name, self.versions)
        if known is None:
            return Middleware(name, position, place, "unknown", "unknown", conditional=conditional)
        return Middleware(
            name=name,
            position=position,
            place=place,
            mode=known.mode,
            origin="package" if known.package else "django",
            hooks=known.hooks,
            mixin=known.mixin,
            cls=canonical,
            conditional=conditional,
            note=known.note,
            changes_user=known.changes_user,
        )

    def _of_function(self, name: str, position: int, place: Place, conditional: bool, function: Function) -> Middleware:
        mode: Mode = next((_FUNCTION_MODES[text] for text in function.decorators if text in _FUNCTION_MODES), "sync")
        return Middleware(
            name=name,
            position=position,
            place=place,
            mode=mode,
            origin="project",
            function=function.name,
            defined=function.place,
            conditional=conditional,
        )

    def _of_class(self, name: str, position: int, place: Place, conditional: bool, cls: Class) -> Middleware:
        own = [self.definitions.classes[base] for base in cls.lineage if base in self.definitions.classes]
        inherited = [row for base in cls.lineage if (row := known_middleware(base, self.versions))]
        functions = self.definitions.functions
        methods = {name: functions[dotted] for item in reversed(own) for name, dotted in item.methods.items()}
        hooks = [hook for hook in HOOKS if hook in methods or any(hook in row.hooks for row in inherited)]
        mixin = MIXIN in cls.lineage
        call = methods.get("__call__")
        return Middleware(
            name=name,
            position=position,
            place=place,
            mode=self._mode(cls, own, mixin or bool(inherited)),
            origin="project",
            hooks=tuple(hooks),
            async_hooks=tuple(hook for hook in hooks if hook in methods and methods[hook].is_async),
            mixin=mixin or any(row.mixin for row in inherited),
            overrides_call=call is not None and (mixin or bool(inherited)),
            has_async_call="__acall__" in methods or (call is not None and call.is_async),
            cls=cls.name,
            defined=cls.place,
            state_on_self=tuple(self._state(own)),
            changes_user=any(row.changes_user for row in inherited),
            conditional=conditional,
        )

    def _mode(self, cls: Class, own: list[Class], hybrid: bool) -> Mode:
        can_sync = self._flag(own, "sync_capable")
        can_async = self._flag(own, "async_capable")
        if can_sync is None and can_async is None and not hybrid and cls.has_unknown_base:
            return "unknown"
        sync = True if can_sync is None else can_sync
        asynchronous = hybrid if can_async is None else can_async
        if sync and asynchronous:
            return "hybrid"
        return "async" if asynchronous else "sync"

    def _flag(self, own: list[Class], name: str) -> bool | None:
        for cls in own:
            facts = self.names.facts(cls.module)
            if facts is None or name not in cls.attributes:
                continue
            body = Body(self.names, facts, facts.by_qualname[cls.facts.qualname])
            stores = body.stores.get(name, ())
            value = body.constant(body.ops[stores[-1]].inputs[0]) if stores and body.ops[stores[-1]].inputs else None
            return value if isinstance(value, bool) else None
        return None

    def _state(self, own: list[Class]) -> list[Place]:
        """Assignments to ``self`` in methods that run for a request."""
        found = []
        for cls in own:
            for method, dotted in cls.methods.items():
                function = self.definitions.functions[dotted]
                if method not in ("__init__", "__new__", "async_mode") and function.facts.parameters:
                    found += _stores_on(function, function.facts.parameters[0].name)
        return found


def _stores_on(function: Function, name: str) -> list[Place]:
    ops = function.facts.ops
    return [
        place_of(function.path, op.span)
        for op in ops
        if op.kind == "store_attr" and ops[op.inputs[0]].kind == "name" and ops[op.inputs[0]].name == name
    ]
