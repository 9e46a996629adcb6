"""Distributions to be required, written as the requirements around them are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

PinStyle = Literal["==", "~=", ">="]

#: A new server stands beside the one that is there, what extends Django beside Django.
_SERVERS = ("uvicorn", "gunicorn", "uwsgi", "pyuwsgi", "waitress", "daphne")
_BESIDE = {"channels": ("daphne", "django"), "daphne": ("channels", "django")}


@dataclass(frozen=True, slots=True)
class Package:
    """A distribution: the lowest version that will do, a bound above it if there is one, a version to pin."""

    name: str
    extras: tuple[str, ...] = ()
    floor: str = ""
    below: str = ""
    pin: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Package:
        """From the parameters of a wish."""
        return cls(**{**parameters, "extras": tuple(parameters.get("extras", ()))})

    def specifier(self, style: PinStyle) -> str:
        """A PEP 440 specifier in this style."""
        if style == ">=":
            return f">={self.floor}" + (f",<{self.below}" if self.below else "")
        return f"{style}{self.pin}"

    def requirement(self, style: PinStyle) -> str:
        """The PEP 508 text in this style."""
        extras = f"[{','.join(self.extras)}]" if self.extras else ""
        return f"{self.name}{extras}{self.specifier(style)}"


def packages_of(parameters: Iterable[Mapping[str, Any]]) -> tuple[Package, ...]:
    """All packages of a wish."""
    return tuple(Package.of(item) for item in parameters)


def name_of(requirement: str) -> str | None:
    """The canonical name of a PEP 508 text; None where it is none."""
    try:
        return canonicalize_name(Requirement(requirement).name)
    except InvalidRequirement:
        return None


def pin_style(requirements: Iterable[str]) -> PinStyle:
    """How most of these PEP 508 texts give versions: exactly, compatibly, or from a lowest one on."""
    operators: list[str] = []
    for text in requirements:
        try:
            parsed = Requirement(text)
        except InvalidRequirement:
            continue
        if parsed.url is None:
            operators += [item.operator for item in parsed.specifier][:1] or [""]
    styles: tuple[PinStyle, ...] = ("==", "~=")
    return next((style for style in styles if operators.count(style) * 4 >= max(len(operators), 1) * 3), ">=")


def kin_of(name: str) -> tuple[str, ...]:
    """The packages beside which one of this canonical name stands well, the nearest first."""
    return _BESIDE.get(name, _SERVERS)


def place_for(new: str, names: Sequence[str]) -> int:
    """Before which of the names a new one goes: by the alphabet where they are sorted, else beside its kin."""
    keys = [canonicalize_name(name) for name in names]
    key = canonicalize_name(new)
    if keys == sorted(keys):
        return next((index for index, name in enumerate(keys) if name > key), len(keys))
    beside = [index for kin in kin_of(key) for index, name in enumerate(keys) if name == kin]
    return beside[0] + 1 if beside else len(keys)
