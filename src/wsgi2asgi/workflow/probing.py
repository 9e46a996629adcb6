"""``--probe``: ask the project once, before it is analysed for the first time."""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.discover import discover
from wsgi2asgi.interpreter.probe import probe
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.workflow.progress import Progress


def with_probe(options: ProjectOptions, progress: Progress) -> ProjectOptions:
    """The options with the answers, where a probe is wanted. Raises UserError where the project cannot be asked."""
    if not options.probe:
        return options
    progress("asking the project's interpreter")
    return replace(options, probed=probe(discover(options)))
