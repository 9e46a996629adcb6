"""Names that tests replace by their dotted path: a view that no longer reads them would pass the tests by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.planning.conversion.engine import Conversion

#: Edits after which the view calls another name than before.
_RENAMING = ("await_function", "await_sleep")


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
