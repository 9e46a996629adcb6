"""The values of settings, as far as the settings files say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Union

from wsgi2asgi.model.places import Place


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value that only running the settings would tell; with its default where an environment lookup names one."""

    text: str
    default: SettingValue = None
    has_default: bool = False
    variable: str | None = None  # the environment variable, where it is read from one


SettingValue = Union[None, bool, int, float, str, bytes, "list[SettingValue]", "dict[str, SettingValue]", UnknownValue]


@dataclass(frozen=True, slots=True)
class Found:
    """One place that gives a setting a value.

    ``keys`` lead from the setting to the value: ``("default", "CONN_MAX_AGE")`` of DATABASES. ``conditional``:
    it stands under an ``if`` or ``try``. ``overridden``: a later assignment replaces it.
    """

    name: str
    value: SettingValue
    place: Place
    keys: tuple[str, ...] = ()
    conditional: bool = False
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings module with everything it star-imports, merged in order of execution.

    Tuples appear as lists. ``complete`` is false where something was done to the settings that cannot be followed.
    """

    merged: Mapping[str, SettingValue] = field(default_factory=dict)
    found: tuple[Found, ...] = ()
    complete: bool = True

    def has(self, name: str) -> bool:
        """Whether the setting is given anywhere."""
        return name in self.merged

    def get(self, name: str, *keys: str, default: SettingValue = None) -> SettingValue:
        """The merged value, going into dictionaries by ``keys``: ``get("DATABASES", "default", "CONN_MAX_AGE")``.

        An environment lookup with a default stays an UnknownValue: see ``likely``.
        """
        value = self.merged.get(name, default)
        for key in keys:
            if not isinstance(value, dict) or key not in value:
                return default
            value = value[key]
        return value

    def likely(self, name: str, *keys: str, default: SettingValue = None) -> SettingValue:
        """As ``get``, but the default of an environment lookup counts as its value."""
        return settled(self.get(name, *keys, default=default))

    def possible(self, name: str, *, default: SettingValue = None) -> tuple[SettingValue, ...]:
        """Every value that the setting as a whole may have: that of each branch, the default where each stands under a
        condition. What only running the settings would tell stays an UnknownValue."""
        given = [item for item in self.found if item.name == name and not item.keys and not item.overridden]
        values = tuple(item.value for item in given)
        return values if any(not item.conditional for item in given) else (*values, default)

    def strings(self, name: str) -> tuple[str, ...]:
        """The strings of a list setting, unknown elements left out: ``strings("INSTALLED_APPS")``."""
        value = self.likely(name)
        return tuple(item for item in value if isinstance(item, str) and item) if isinstance(value, list) else ()

    def values(self, name: str) -> tuple[Found, ...]:
        """Every place that gives the setting, or a key of that name at any depth, a value.

        ``values("CONN_MAX_AGE")`` finds it in DATABASES, and ``conn_max_age=`` of ``dj_database_url.config``.
        """
        return tuple(item for item in self.found if (item.keys[-1] if item.keys else item.name) == name)

    def place(self, name: str, *keys: str) -> Place | None:
        """Where the value that counts is given, the setting's own place where the key has none."""
        exact = [item.place for item in self.found if item.name == name and item.keys == keys]
        whole = [item.place for item in self.found if item.name == name and not item.keys]
        places = exact or whole
        return places[-1] if places else None

    def walk(self, name: str) -> Iterator[tuple[tuple[str, ...], SettingValue]]:
        """Every nested value of a setting with the keys that lead to it."""
        if name in self.merged:
            yield from _walk((), self.merged[name])


def settled(value: SettingValue) -> SettingValue:
    """A value, or the default of an environment lookup in its place."""
    while isinstance(value, UnknownValue) and value.has_default:
        value = value.default
    return value


def _walk(keys: tuple[str, ...], value: SettingValue) -> Iterator[tuple[tuple[str, ...], SettingValue]]:
    yield keys, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk((*keys, key), item)
