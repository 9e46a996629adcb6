"""Settings that their source leaves open, as they are when they are loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wsgi2asgi.analysis.program.settings import Settings, SettingValue, UnknownValue

#: These are lists that code may build; what counts is what they are when they are loaded.
_BUILT = ("MIDDLEWARE", "INSTALLED_APPS", "AUTHENTICATION_BACKENDS")


def with_loaded_settings(settings: Settings, loaded: Mapping[str, Any]) -> Settings:
    """The settings with the loaded values where the source does not say one; what it says outright stays."""
    merged = dict(settings.merged)
    for name, value in loaded.items():
        if name in _BUILT and value:
            merged[name] = value
        elif name in merged and value not in ("", None):
            merged[name] = _filled(merged[name], value)
    return replace(settings, merged=merged)


def _filled(said: SettingValue, loaded: Any) -> SettingValue:
    """``said`` with ``loaded`` in the place of what is not known."""
    if isinstance(said, UnknownValue):
        result: SettingValue = loaded
        return result
    if isinstance(said, dict) and isinstance(loaded, dict):
        return {key: _filled(value, loaded[key]) if key in loaded else value for key, value in said.items()}
    return said
