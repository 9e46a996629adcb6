"""From files to a Program: facts (the only reader of ``ast``), then names, models, settings, URLs, views, effects."""

from wsgi2asgi.analysis.program.link import analyse

__all__ = ["analyse"]
