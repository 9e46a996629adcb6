"""wsgi2asgi: a migration assistant for Django teams that move from WSGI to ASGI."""

__version__ = "0.1.0"
