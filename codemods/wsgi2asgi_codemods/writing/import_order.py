"""The groups into which isort and Ruff sort imports."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

#: The name of a usual group, or the packages of another one.
Section = str | Sequence[str]
#: ``__future__``, standard library, other distributions, the project's own (as far as its packages are told), its
#: relative ones.
USUAL = ("future", "standard-library", "third-party", "first-party", "local-folder")


class ImportOrder(NamedTuple):
    """``own``: the project's top-level packages."""

    own: frozenset[str]
    sections: tuple[Section, ...]

    def rank(self, module: str) -> int:
        """The number of the group to which a module belongs; behind all others if there is none for it."""
        top = module.partition(".")[0]
        for number, section in enumerate(self.sections):
            if not isinstance(section, str) and top and top in section:
                return number
        kind = self._kind(module, top)
        return self.sections.index(kind) if kind in self.sections else len(self.sections)

    def _kind(self, module: str, top: str) -> str:
        if module.startswith("."):
            return "local-folder"
        if top == "__future__":
            return "future"
        if top in self.own:
            return "first-party"
        return "standard-library" if top in sys.stdlib_module_names else "third-party"
