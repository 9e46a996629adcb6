"""``wsgi2asgi check``: what is known from the last time, else a fresh look; then only what is wanted of it.

The analysis is imported where it is needed: what is known from the last time is to be there at once.
"""

from __future__ import annotations

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.options import CheckOptions
from wsgi2asgi.workflow import kept_results
from wsgi2asgi.workflow.cache_folder import cache_folder
from wsgi2asgi.workflow.progress import Progress, silent
from wsgi2asgi.workflow.scope import narrowed


def check(options: CheckOptions, progress: Progress = silent) -> CheckResult:
    """Inspect a project and say what stands in the way. Raises UserError."""
    evidence = options.project.probe or options.trace is not None  # what a running project shows is asked each time
    if not options.cache or evidence:
        return narrowed(_fresh(options, progress), options)
    folder = cache_folder() / "results"
    result = kept_results.find(folder, options)
    if result is None:
        result = _fresh(options, progress)
        kept_results.keep(folder, options, result)
    return narrowed(result, options)


def _fresh(options: CheckOptions, progress: Progress) -> CheckResult:
    from wsgi2asgi.analysis.garbage import no_collections
    from wsgi2asgi.workflow.judged import judged

    with no_collections():
        return judged(options, progress)
