"""A project looked at afresh: facts → program → rules → advice."""

from __future__ import annotations

from wsgi2asgi.discover.listing import checked_root
from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.options import CheckOptions
from wsgi2asgi.workflow.inspect import inspecting
from wsgi2asgi.workflow.probing import with_probe
from wsgi2asgi.workflow.progress import Progress
from wsgi2asgi.workflow.recording import RecordingTree


def judged(options: CheckOptions, progress: Progress) -> CheckResult:
    """All that is to be said of a project, on a tree that recorded what was asked of it. Raises UserError.

    What takes long to import is imported when other processes have begun to read the files.
    """
    _require_known_rules(options)
    asked = with_probe(options.project, progress)
    progress("reading the project")
    tree = RecordingTree(checked_root(asked.path), exclude=asked.exclude)
    with inspecting(asked, jobs=options.jobs, cache=options.cache, tree=tree, trace=options.trace) as reading:
        from wsgi2asgi.workflow.judgement import Judgement

        judgement = Judgement(reading.project)
        program = reading.program(progress)
    return judgement.on(program, options, progress)


def _require_known_rules(options: CheckOptions) -> None:
    in_files = (word for words in options.per_file_ignores.values() for word in words)
    words = (*options.select, *options.ignore, *in_files)
    if words:
        from wsgi2asgi.rulebook import require_known

        require_known(words)
