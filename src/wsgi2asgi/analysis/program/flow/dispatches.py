"""Functions that run others by the class of their first argument: ``functools.singledispatch``.

https://docs.python.org/3/library/functools.html#functools.singledispatch
"""

from __future__ import annotations

from functools import cached_property

from wsgi2asgi.analysis.program.definitions import Definitions

_REGISTER = ".register"
_DECORATORS = ("functools.singledispatch", "functools.singledispatchmethod")


class Dispatches:
    """Answers by the dotted name of the function that is called."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions

    def of(self, name: str) -> tuple[str, ...]:
        """The functions that may run in its place."""
        return self._all.get(name, ())

    @cached_property
    def _all(self) -> dict[str, tuple[str, ...]]:
        functions = self._definitions.functions
        found: dict[str, tuple[str, ...]] = {}
        for function in functions.values():
            for decorator in function.decorators:
                name = decorator.removesuffix(_REGISTER) if decorator.endswith(_REGISTER) else ""
                if name in functions and any(item in _DECORATORS for item in functions[name].decorators):
                    found[name] = (*found.get(name, ()), function.name)
        return found
