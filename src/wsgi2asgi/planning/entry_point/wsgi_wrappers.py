"""What is said of each thing that asgi.py does not take over from wsgi.py.

WSGI middleware cannot wrap an ASGI application; what the known ones are for, and what does the same under ASGI, is
knowledge (``knowledge/wsgi_wrappers.toml``).
"""

from __future__ import annotations

from wsgi2asgi.knowledge.tables import table
from wsgi2asgi.knowledge.wsgi_wrappers import wsgi_wrapper

WHITENOISE = ("whitenoise.WhiteNoise", "whitenoise.base.WhiteNoise", "whitenoise.django.DjangoWhiteNoise")


def known_wrappers() -> tuple[str, ...]:
    """The dotted names of callables known to be WSGI middleware."""
    return tuple(sorted(table("wsgi_wrappers")))


def advice_on(subject: str) -> str:
    """Why something was left out of asgi.py, and what to do instead; ``subject`` as the codemod notes it."""
    if subject in WHITENOISE:
        return f"{subject}, which serves static files (its middleware does so under ASGI: see the step settings)"
    known = wsgi_wrapper(subject)
    if known is not None:
        return f"{subject}, which {known.does}; instead: {known.instead} ({known.url})"
    if subject == "__main__":
        return "the block under __main__, which runs a WSGI server"
    if subject.partition(".")[0] in ("gevent", "eventlet", "psycogreen"):
        return f"{subject}, which patches Python for green threads: under an event loop it breaks the server"
    if subject.endswith(".add_files"):
        return "add_files of WhiteNoise: no setting says the same, serve these files by the web server in front"
    return (
        f"{subject}, WSGI middleware that cannot wrap an ASGI application; if it is still needed, use its ASGI "
        "version, a Django middleware, or the web server in front"
    )
