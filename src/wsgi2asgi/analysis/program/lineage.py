"""Method resolution orders, through the project's classes and on into Django's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wsgi2asgi.knowledge import django_names

#: Bases that add nothing a Django project's behaviour depends on.
_HARMLESS = frozenset(
    {
        "builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing.NamedTuple", "typing.TypedDict",
        "typing_extensions.Protocol", "typing_extensions.TypedDict", "builtins.Exception", "builtins.ValueError",
        "builtins.dict", "builtins.list", "builtins.str", "builtins.int", "builtins.set", "builtins.tuple",
        "builtins.KeyError", "builtins.RuntimeError", "builtins.TypeError", "enum.Enum", "enum.IntEnum",
        "enum.StrEnum", "enum.Flag", "threading.Thread", "threading.local", "collections.OrderedDict",
        "collections.UserDict", "json.JSONEncoder", "html.parser.HTMLParser", "unittest.TestCase",
        "unittest.case.TestCase", "django.db.models.manager.BaseManagerFromQuerySet",
    }
)  # fmt: skip


class Lineages:
    """Linearizes classes by C3; where that is impossible, depth first, the first mention of a class counting."""

    def __init__(self, project_bases: Callable[[str], Sequence[str] | None]) -> None:
        self._project_bases = project_bases
        self._found: dict[str, tuple[str, ...]] = {}
        self._unknown: dict[str, bool] = {}

    def of(self, cls: str) -> tuple[str, ...]:
        """The MRO of a class by canonical name, itself first, without ``object``."""
        found = self._found.get(cls)
        if found is None:
            self._found[cls] = (cls,)  # a class that inherits from itself by mistake
            bases = [base for base in self.bases(cls) if base not in ("?", "builtins.object")]
            found = self._found[cls] = (cls, *_merge([list(self.of(base)) for base in bases] + [bases]))
        return found

    def bases(self, cls: str) -> Sequence[str]:
        """The direct bases; () for a class that is not known."""
        found = self._project_bases(cls)
        return found if found is not None else django_names.bases().get(cls, ())

    def has_unknown(self, cls: str) -> bool:
        """Whether a class that cannot be seen is among those it derives from."""
        return any(self._is_unknown(base) for name in self.of(cls) for base in (*self.bases(name), name))

    def _is_unknown(self, name: str) -> bool:
        known = self._unknown.get(name)
        if known is None:
            is_project = self._project_bases(name) is not None
            known = self._unknown[name] = not (is_project or django_names.is_class(name) or name in _HARMLESS)
        return known


def _merge(sequences: list[list[str]]) -> list[str]:
    result: list[str] = []
    sequences = [list(sequence) for sequence in sequences if sequence]
    while sequences:
        for sequence in sequences:
            head = sequence[0]
            if not any(head in other[1:] for other in sequences):
                break
        else:
            head = sequences[0][0]  # inconsistent: Python would refuse the class, we only need an order
        result.append(head)
        sequences = [[item for item in sequence if item != head] for sequence in sequences]
        sequences = [sequence for sequence in sequences if sequence]
    return result
