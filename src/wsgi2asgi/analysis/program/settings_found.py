"""Where settings get their values, collected while the settings modules are followed."""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.analysis.program.settings import Found, SettingValue
from wsgi2asgi.model.places import Place


class FoundSettings:
    """What all modules together have said so far, with the places of what stands in dictionaries.

    ``complete`` turns false where something is done to the settings that cannot be followed.
    """

    def __init__(self) -> None:
        self.complete = True
        self._found: list[Found] = []
        self._origins: dict[int, dict[str, Place]] = {}  # of dictionaries, by identity
        self._kept: list[SettingValue] = []  # keeps those dictionaries alive

    def originate(self, owner: dict[str, SettingValue], key: str, place: Place) -> None:
        """Remember where a value in a dictionary was given."""
        if id(owner) not in self._origins:
            self._kept.append(owner)
        self._origins.setdefault(id(owner), {})[key] = place

    def origin(self, owner: dict[str, SettingValue], key: str, otherwise: Place) -> Place:
        """Where it was given."""
        return self._origins.get(id(owner), {}).get(key, otherwise)

    def take_over(self, receiver: dict[str, SettingValue], value: SettingValue) -> None:
        """Put the values of a dictionary into another one, with their places."""
        if isinstance(value, dict):
            receiver.update(value)
            for key, place in self._origins.get(id(value), {}).items():
                self.originate(receiver, key, place)

    def record(self, name: str, keys: tuple[str, ...], value: SettingValue, place: Place, conditional: bool) -> None:
        """Remember a place that gives a setting, or a key in it, a value; each value inside has its own."""
        self._found.append(Found(name, value, place, keys, conditional))
        if isinstance(value, dict):
            for key, item in value.items():
                self.record(name, (*keys, key), item, self.origin(value, key, place), conditional)

    def all(self) -> tuple[Found, ...]:
        """The places in order; those before the last that always gives the setting are overridden."""
        last: dict[str, int] = {}
        for index, item in enumerate(self._found):
            if not item.keys and not item.conditional:
                last[item.name] = index
        return tuple(
            replace(item, overridden=index < last.get(item.name, -1)) for index, item in enumerate(self._found)
        )
