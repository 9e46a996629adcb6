"""What ``six.moves`` stands for in Python 3: https://six.readthedocs.io/#module-six.moves"""

from __future__ import annotations

_PREFIXES = ("six.moves.", "django.utils.six.moves.", "future.moves.")
#: Where the name differs from that of the standard library's module.
_MOVED = {
    "cPickle": "pickle",
    "cStringIO": "io.StringIO",
    "StringIO": "io.StringIO",
    "http_client": "http.client",
    "http_cookies": "http.cookies",
    "email_mime_text": "email.mime.text",
    "email_mime_multipart": "email.mime.multipart",
    "html_parser": "html.parser",
    "xmlrpc_client": "xmlrpc.client",
    "reduce": "functools.reduce",
    "filterfalse": "itertools.filterfalse",
    "zip_longest": "itertools.zip_longest",
    "shlex_quote": "shlex.quote",
    "getcwd": "os.getcwd",
    "xrange": "builtins.range",
    "raw_input": "builtins.input",
    "reload_module": "importlib.reload",
    **{name: f"builtins.{name}" for name in ("filter", "input", "intern", "map", "range", "zip")},
}


def unmoved(name: str) -> str:
    """The name in the standard library of what is imported through ``six.moves``; any other name as it is."""
    prefix = next((item for item in _PREFIXES if name.startswith(item)), None)
    if prefix is None:
        return name
    first, dot, rest = name.removeprefix(prefix).partition(".")
    return f"{_MOVED.get(first, first)}{dot}{rest}"
