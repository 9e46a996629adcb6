"""WhiteNoise as a WSGI wrapper, said in settings: its middleware serves the same files under WSGI and ASGI.

https://whitenoise.readthedocs.io/en/stable/base.html#configuration-attributes (the wrapper's arguments) and
https://whitenoise.readthedocs.io/en/stable/django.html#available-settings (the settings).
"""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi_codemods.reading.paths import Source, say_path
from wsgi2asgi_codemods.reading.wrapped import WrapperCall, wrapper_calls

MIDDLEWARE = "whitenoise.middleware.WhiteNoiseMiddleware"
BEHIND = "django.middleware.security.SecurityMiddleware"

#: Arguments of the wrapper that have a setting, where the value is a plain literal.
_SETTINGS = {
    "autorefresh": "WHITENOISE_AUTOREFRESH",
    "max_age": "WHITENOISE_MAX_AGE",
    "allow_all_origins": "WHITENOISE_ALLOW_ALL_ORIGINS",
    "charset": "WHITENOISE_CHARSET",
    "index_file": "WHITENOISE_INDEX_FILE",
}


@dataclass(frozen=True, slots=True)
class Served:
    """What the wrapper served: settings that say the same, as code, and arguments that no setting stands for."""

    settings: tuple[tuple[str, str], ...]
    left: tuple[tuple[int, str], ...]


def served(wsgi: Source, settings: Source, names: tuple[str, ...]) -> Served | None:
    """The wrappers called ``names`` in wsgi.py, in terms of the settings file; None where there are none."""
    calls = wrapper_calls(wsgi.text, names)
    if not calls:
        return None
    found: dict[str, str] = {}
    left: list[tuple[int, str]] = []
    for call in calls:
        _root(call, wsgi, settings, found, left)
        for keyword, code in call.keywords.items():
            if keyword in _SETTINGS and _is_plain(code):
                found[_SETTINGS[keyword]] = code
            elif keyword not in ("root", "prefix", "application"):
                left.append((call.line, f"{keyword}={code}"))
    return Served(tuple(found.items()), tuple(left))


def _root(
    call: WrapperCall, wsgi: Source, settings: Source, found: dict[str, str], left: list[tuple[int, str]]
) -> None:
    """Files below ``root`` were served at ``prefix``; the setting serves at the root of the site only."""
    code = call.keywords.get("root")
    if code is None:
        return
    prefix = call.keywords.get("prefix", "None").strip("\"'")
    known = say_path(code, wsgi, settings)
    if known == "STATIC_ROOT" and prefix not in ("None", "", "/"):
        return  # the middleware serves STATIC_ROOT at STATIC_URL by itself
    if known is None or prefix not in ("None", "", "/"):
        left.append((call.line, f"root={code}" + (f", prefix={prefix}" if prefix != "None" else "")))
        return
    found["WHITENOISE_ROOT"] = known


def _is_plain(code: str) -> bool:
    return code in ("True", "False", "None") or code.isdigit() or (code[:1] in "\"'" and code[:1] == code[-1:])
