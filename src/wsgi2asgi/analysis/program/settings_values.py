"""The values that expressions in settings modules have: literals, and calls that look the environment up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from wsgi2asgi.analysis.program.settings import SettingValue, UnknownValue
from wsgi2asgi.model.placeholders import Placeholder, filled

#: Readers of a database URL, with the names of their positional arguments behind the URL or variable.
_DATABASE_URLS: Mapping[str, tuple[str, ...]] = {
    "dj_database_url.config": ("default", "engine", "conn_max_age", "conn_health_checks"),
    "dj_database_url.parse": ("engine", "conn_max_age", "conn_health_checks"),
}
#: The methods of django-environ's Env that read one: https://django-environ.readthedocs.io/en/latest/types.html
_ENVIRON_URLS = ("db", "db_url", "db_url_config")
_DATABASE_KEYWORDS = {
    "conn_max_age": "CONN_MAX_AGE",
    "conn_health_checks": "CONN_HEALTH_CHECKS",
    "engine": "ENGINE",
    "test_options": "TEST",
}
_CASTS: Mapping[str, Callable[[SettingValue], SettingValue]] = {
    "builtins.bool": bool,
    "builtins.int": lambda value: int(value) if isinstance(value, (str, int, float)) else value,
    "builtins.float": lambda value: float(value) if isinstance(value, (str, int, float)) else value,
    "builtins.str": lambda value: str(value),
    "builtins.list": lambda value: list(value) if isinstance(value, (list, dict)) else value,
    "builtins.tuple": lambda value: list(value) if isinstance(value, (list, dict)) else value,
    "builtins.set": lambda value: value,
    "builtins.sorted": lambda value: value,
}


def call_value(
    callee: str, arguments: Sequence[SettingValue], keywords: Mapping[str, SettingValue], text: str
) -> SettingValue:
    """What a call gives: a database dictionary, an environment lookup, a cast; else an UnknownValue."""
    if callee in _CASTS and len(arguments) == 1 and not keywords:
        return _cast(_CASTS[callee], arguments[0], text)
    if callee == "builtins.dict" and not arguments:
        return dict(keywords)
    if callee in _DATABASE_URLS:
        positional = dict(zip(_DATABASE_URLS[callee], arguments[1:], strict=False))
        given = {**positional, **keywords}
        known = {_DATABASE_KEYWORDS[key]: value for key, value in given.items() if key in _DATABASE_KEYWORDS}
        return {"ENGINE": UnknownValue(text), **known}
    if callee.startswith("environ.Env") and callee.rpartition(".")[2] in _ENVIRON_URLS:
        url = keywords.get("default", arguments[0] if callee.endswith("config") and arguments else None)
        return {"ENGINE": UnknownValue(text), **_url_options(url, text)}
    if callee.endswith("environ.Env"):
        return UnknownValue("environ.Env()")
    if callee.startswith("environ.Env().") and callee.rsplit(".", 1)[-1] in ("read_env", "parse_value"):
        return UnknownValue(text)
    variable = arguments[0] if arguments and isinstance(arguments[0], str) else None
    if callee.startswith("configurations.values."):
        has = bool(arguments) or "default" in keywords
        return UnknownValue(text, keywords.get("default", arguments[0] if arguments else None), has)
    if variable is None:
        return UnknownValue(text)
    return _lookup(callee, variable, arguments, keywords, text)


def split(value: SettingValue, separator: SettingValue, text: str) -> SettingValue:
    """``value.split(separator)``."""
    if isinstance(value, str):
        return list(value.split(separator if isinstance(separator, str) else None))
    if isinstance(value, UnknownValue) and value.has_default:
        return UnknownValue(text, split(value.default, separator, text), True, value.variable)
    return UnknownValue(text)


def add(left: SettingValue, right: SettingValue, text: str) -> SettingValue:
    """``left + right``; what is unknown stays as an element, so that the known ones are not lost."""
    if isinstance(left, list) and isinstance(right, list):
        return [*left, *right]
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return left + right
    if isinstance(left, list) or isinstance(right, list):
        return [*_elements(left), *_elements(right)]
    return UnknownValue(text)


def formatted(text: SettingValue, placeholder: Placeholder, given: Sequence[SettingValue], source: str) -> SettingValue:
    """``"{}.urls".format(PROJECT)``, and ``"%s.urls" % PROJECT`` with one value; known where text is put into text."""
    values = [value for value in given if isinstance(value, str)]
    whole = filled(text, placeholder, values) if isinstance(text, str) and len(values) == len(given) else None
    return UnknownValue(source) if whole is None else whole


def multiply(left: SettingValue, right: SettingValue, text: str) -> SettingValue:
    """``60 * 60 * 24``."""
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return left * right
    return UnknownValue(text)


def _url_options(url: SettingValue, text: str) -> dict[str, SettingValue]:
    """What ``?conn_max_age=600`` of a default URL says: https://django-environ.readthedocs.io/en/latest/tips.html"""
    found = re.search(r"[?&]conn_max_age=(\d+)", url, re.IGNORECASE) if isinstance(url, str) else None
    return {"CONN_MAX_AGE": UnknownValue(text, int(found[1]), True)} if found else {}


def _elements(value: SettingValue) -> list[SettingValue]:
    if isinstance(value, UnknownValue) and isinstance(value.default, list):
        return value.default
    return value if isinstance(value, list) else [value]


def _lookup(
    callee: str, variable: str, arguments: Sequence[SettingValue], keywords: Mapping[str, SettingValue], text: str
) -> SettingValue:
    """``env("X", default=1)``, ``os.environ.get("X", 1)``, ``config("X", default=1)`` and home-made ones like them."""
    if "default" in keywords:
        return UnknownValue(text, keywords["default"], True, variable)
    if "environ" in callee or "getenv" in callee:
        positional_default = len(arguments) > 1
        is_get = callee.endswith(("environ.get", "getenv"))
        default = arguments[1] if positional_default else None
        return UnknownValue(text, default, positional_default or is_get, variable)
    if variable.isupper() and len(arguments) == 2 and not isinstance(arguments[1], (list, dict)):
        return UnknownValue(text, arguments[1], True, variable)  # looks like a helper around os.environ
    return UnknownValue(text, variable=variable if variable.isupper() else None)


def _cast(cast: Callable[[SettingValue], SettingValue], value: SettingValue, text: str) -> SettingValue:
    if isinstance(value, UnknownValue):
        if not value.has_default or value.default is None:
            return UnknownValue(text, value.default, value.has_default, value.variable)
        return UnknownValue(text, _cast(cast, value.default, text), True, value.variable)
    try:
        return cast(value)
    except ValueError:
        return UnknownValue(text)
