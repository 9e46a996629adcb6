"""Names that tests replace by their dotted path: a view that no longer reads them would pass the tests by, and one that
is async needs an event loop, which takes more of the standard library than the view does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.planning.conversion.engine import Conversion

#: Edits after which the view calls another name than before.
_RENAMING = ("await_function", "await_sleep")
#: What making an event loop takes, as the test client does for an async view. (asyncio.selector_events)
_OF_LOOP = ("socket.socket", "socket.socketpair")
_DOTTED = tuple(f".{name}" for name in _OF_LOOP)


class Patches:
    """Strings in test files that name something in a module of the project."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def objections(self, conversions: Mapping[str, Conversion]) -> tuple[Reason, ...]:
        """A reason for each test that replaces what a converted view would no longer call."""
        found = []
        for name, conversion in conversions.items():
            function = self._program.functions[name]
            for edit in conversion.edits:
                if edit.kind not in _RENAMING:
                    continue
                line, column, _, _ = edit.span
                source = self._program.source(function.path).splitlines()[line - 1][column:]
                called = source.partition("(")[0].strip()
                dotted = f"{function.module}.{called}"
                place = self._place(dotted) if dotted.count(".") > 1 else None
                if place is not None:
                    found.append(Reason(f"a test replaces {dotted}, which the view would no longer call", place))
        return tuple(found)

    def of_loop(self, conversions: Mapping[str, Conversion]) -> tuple[Reason, ...]:
        """A reason for each test that replaces what an event loop needs, in a module that the views' code runs in."""
        if not self._loop_patches:
            return ()
        functions = map(self._program.function, reached(conversions, self._program.calls))
        modules = {function.module for function in functions if function is not None}
        return tuple(
            Reason(f"a test replaces {dotted}, which the event loop of an async view needs", place)
            for dotted, place in self._loop_patches.items()
            if any(dotted == f"{module}.{name}" for module in modules for name in _OF_LOOP)
        )

    @cached_property
    def _loop_patches(self) -> Mapping[str, Place]:
        """{what tests replace by its path in a module: where}."""
        found: dict[str, Place] = {}
        for path, text in self._tests.items():
            for function in self._program.functions_in(path) if any(name in text for name in _OF_LOOP) else ():
                for index, op in enumerate(function.facts.ops):
                    if op.kind == "const" and isinstance(op.value, str) and op.value.endswith(_DOTTED):
                        found.setdefault(op.value, self._program.place(function.name, index))
        return found

    def _place(self, dotted: str) -> Place | None:
        """Where a test has this string. Few files have it in their text: only those are looked into."""
        for path, text in self._tests.items():
            for function in self._program.functions_in(path) if dotted in text else ():
                for index, op in enumerate(function.facts.ops):
                    if op.kind == "const" and op.value == dotted:
                        return self._program.place(function.name, index)
        return None

    @cached_property
    def _tests(self) -> Mapping[str, str]:
        """The texts of the files of tests."""
        files = self._program.files.items()
        return {path: self._program.source(path) for path, facts in files if facts.role == "test"}
