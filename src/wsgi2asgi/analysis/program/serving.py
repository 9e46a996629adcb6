"""What the project's deployment files start: which server, which application, which kind of worker."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.project import DeploymentFile, Project, Server
from wsgi2asgi.model.source import Undecodable, decode_text

Interface = Literal["wsgi", "asgi", "unknown"]
Setting = str | int | float | bool | None

_WORD = re.compile(r"""[^\s"'`,\[\](){}]+""")
_APPLICATION = re.compile(r"(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?::[A-Za-z_]\w*)?")
_PROGRAMS: dict[str, tuple[str, ...]] = {
    "gunicorn": ("gunicorn", "gunicorn3"),
    "uwsgi": ("uwsgi", "pyuwsgi", "uwsgi_python3", "uwsgi_python"),
    "mod_wsgi": ("mod_wsgi-express",),
    "waitress": ("waitress-serve", "waitress"),
}
#: gunicorn's own workers: https://docs.gunicorn.org/en/stable/settings.html#worker-class
_WSGI_WORKERS = frozenset({"sync", "gthread", "gevent", "gevent_wsgi", "gevent_pywsgi", "eventlet", "tornado"})
#: Where a command ends and the next one of the same line begins.
_ENDS = frozenset({"&&", "||", "|", ";", "&", ">", ">>", "2>", "2>&1"})
_HOOK = "GUNICORN_CMD_ARGS"


@dataclass(frozen=True, slots=True)
class Started:
    """A command or a server's configuration, with what is known of it; None where it is not.

    ``application`` is as written, ``shop.wsgi:application``; ``interface`` what that callable speaks. ``worker`` is
    gunicorn's worker class (``sync`` where nothing names one). ``words`` are the words of the command behind the
    server's name, ``configuration`` is the path of the gunicorn configuration it reads.
    """

    server: Server
    place: Place
    format: str
    application: str | None
    interface: Interface
    worker: str | None
    words: tuple[str, ...] = ()
    configuration: str | None = None

    @property
    def worker_interface(self) -> Interface:
        """What gunicorn's worker calls: a WSGI or an ASGI callable."""
        if self.worker is None:
            return "unknown"
        if self.worker in _WSGI_WORKERS or self.worker.startswith("gunicorn.workers."):
            return "asgi" if self.worker.endswith("gasgi.ASGIWorker") else "wsgi"
        return "asgi" if self.worker == "asgi" or "uvicorn" in self.worker.lower() else "unknown"

    def has(self, *flags: str) -> bool:
        """Whether one of these options is on the command line, alone or with ``=value``."""
        return any(word.partition("=")[0] in flags for word in self.words)

    @property
    def open_ended(self) -> bool:
        """Whether a variable that is no option's value stands on the command line: it may hold further options."""
        return any(
            word.startswith("$") and not (before.startswith("-") and "=" not in before)
            for before, word in itertools.pairwise(("", *self.words))
        )

    def value(self, *flags: str) -> str | None:
        """The value of an option, given as ``--flag value`` or ``--flag=value``; the last one counts."""
        found = None
        for index, word in enumerate(self.words):
            name, equals, value = word.partition("=")
            if name in flags:
                found = value if equals else next(iter(self.words[index + 1 : index + 2]), None)
        return found


@lru_cache(maxsize=1)
def started(program: Program) -> tuple[Started, ...]:
    """One value for each line of the deployment files that starts or configures a server, in order of files."""
    project = program.project
    hooked = any(_HOOK in text for text in _texts(project))
    return tuple(_read(program, item, hooked) for item in project.deployment_files)


def module_settings(program: Program, path: str) -> Mapping[str, tuple[Setting, Place]] | None:
    """What a Python configuration file assigns, in order, with its constants (None where not constant, or conditional).

    None where the file was not read as Python.
    """
    body = next((item for item in program.functions_in(path) if item.facts.kind == "module"), None)
    if body is None:
        return None
    found: dict[str, tuple[Setting, Place]] = {}
    for index, op in enumerate(body.facts.ops):
        if op.kind == "store" and op.inputs and body.facts.ops[op.inputs[0]].kind != "function":
            value = _constant(body.facts.ops[op.inputs[0]]) if op.region == 0 else None
            found[op.name] = (value, program.place(body.name, index))
    return found


def _constant(op: Op) -> Setting:
    is_setting = op.kind == "const" and isinstance(op.value, (str, int, float, bool))
    return op.value if is_setting and not isinstance(op.value, (bytes, complex)) else None


def line_place(project: Project, path: str, line: int) -> Place:
    """A whole line as a place, from its first mark to its end."""
    text = _text(project, path).splitlines()
    content = text[line - 1] if 0 < line <= len(text) else ""
    start = len(content) - len(content.lstrip()) + 1
    return Place(path, line, start, line, max(len(content.rstrip()) + 1, start))


def numbered_lines(project: Project, path: str) -> Iterator[tuple[int, str]]:
    """The lines of a text file with their numbers; nothing where it cannot be read."""
    yield from enumerate(_text(project, path).splitlines(), 1)


def interface_of(project: Project, application: str) -> Interface:
    """What an application path speaks, by the project's entry points or else by the module's own name."""
    module = application.partition(":")[0]
    for answer, interface in ((project.wsgi_module, "wsgi"), (project.asgi_module, "asgi")):
        if answer is not None and answer.value == module:
            return "wsgi" if interface == "wsgi" else "asgi"
    last = re.split(r"[./]", module.removesuffix(".py"))[-1]
    return "wsgi" if last == "wsgi" else "asgi" if last == "asgi" else "unknown"


def _read(program: Program, file: DeploymentFile, hooked: bool) -> Started:
    project = program.project
    place = line_place(project, file.path, file.line)
    if file.format == "gunicorn-conf":
        settings = module_settings(program, file.path)
        application = settings["wsgi_app"][0] if settings and "wsgi_app" in settings else None
        named = application if isinstance(application, str) else None
        interface = interface_of(project, named) if named else "unknown"
        return Started("gunicorn", place, file.format, named, interface, _worker_setting(settings), (), file.path)
    words = _words_behind(file)
    application = _application(project, file, words)
    interface = interface_of(project, application) if application else "unknown"
    worker, configuration = None, None
    if file.server == "gunicorn":
        configuration = _configuration(project, file, words)
        worker = None if hooked else _worker(program, words, configuration)
    return Started(file.server, place, file.format, application, interface, worker, words, configuration)


def _words_behind(file: DeploymentFile) -> tuple[str, ...]:
    """The words after the server's program; those of the whole line where it names none (uwsgi.ini, Apache)."""
    programs = _PROGRAMS.get(file.server, (file.server,))
    words = _WORD.findall(file.command)
    starts = [index for index, word in enumerate(words) if word.rsplit("/", 1)[-1] in programs]
    behind = words[starts[-1] + 1 :] if starts else words
    return tuple(itertools.takewhile(lambda word: word not in _ENDS, behind))


def _application(project: Project, file: DeploymentFile, words: tuple[str, ...]) -> str | None:
    before = ""
    for word in words:
        text = word.removeprefix("module=").removeprefix("wsgi-file=").removeprefix("wsgi=")
        is_file = text.endswith(("wsgi.py", "asgi.py")) and not text.startswith("-")
        if is_file and file.server in ("uwsgi", "mod_wsgi"):
            return text
        named = before not in ("-k", "--worker-class", "-c", "--config") and _APPLICATION.fullmatch(text)
        if named and interface_of(project, text) != "unknown" and ("." in text or ":" in text):
            return text
        before = word
    return None


def _configuration(project: Project, file: DeploymentFile, words: tuple[str, ...]) -> str | None:
    """The configuration file a gunicorn command reads: the one it names, else ``./gunicorn.conf.py``."""
    named = Started(file.server, Place(file.path), file.format, None, "unknown", None, words).value("-c", "--config")
    wanted = posixpath.basename(named.removeprefix("file:")) if named else "gunicorn.conf.py"
    fitting = [
        item.path
        for item in project.deployment_files
        if item.format == "gunicorn-conf" and posixpath.basename(item.path) == wanted
    ]
    if fitting:
        exact = [path for path in fitting if named and named.endswith(path)]
        return (exact or fitting)[0] if exact or len(fitting) == 1 else "?"
    return "?" if named else None


def _worker(program: Program, words: tuple[str, ...], configuration: str | None) -> str | None:
    command = Started("gunicorn", Place(""), "", None, "unknown", None, words)
    given = command.value("-k", "--worker-class") or next((word[2:] for word in words if _is_short_k(word)), None)
    if given is not None:
        return None if "$" in given else given
    if command.open_ended:
        return None  # arguments from the environment: may hold the worker class
    if configuration == "?":
        return None
    return _worker_setting(module_settings(program, configuration)) if configuration else _default_worker(command)


def _is_short_k(word: str) -> bool:
    return word.startswith("-k") and len(word) > 2


def _worker_setting(settings: Mapping[str, tuple[Setting, Place]] | None) -> str | None:
    if settings is None:
        return None
    if "worker_class" not in settings:
        return "gthread" if "threads" in settings else "sync"
    value = settings["worker_class"][0]
    return value if isinstance(value, str) else None


def _default_worker(command: Started) -> str:
    """``--threads`` above 1 turns the sync worker into gthread: https://docs.gunicorn.org/en/stable/settings.html#threads"""
    return "gthread" if command.has("--threads") else "sync"


def _texts(project: Project) -> Iterator[str]:
    for path in dict.fromkeys(item.path for item in project.deployment_files):
        yield _text(project, path)


def _text(project: Project, path: str) -> str:
    """The text of a deployment file. One that cannot be read now was readable when it was found: then it is empty."""
    try:
        return decode_text(project.tree.read(path)).text
    except (OSError, Undecodable):
        return ""
