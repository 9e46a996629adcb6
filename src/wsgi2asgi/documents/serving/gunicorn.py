"""A gunicorn command, said to uvicorn or to gunicorn with the uvicorn worker."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.documents.invocations import Invocation
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.serving import gunicorn_flags as flags
from wsgi2asgi.documents.serving.address import is_socket, tcp_address
from wsgi2asgi.documents.serving.application import application_of, asgi_word, kind_of
from wsgi2asgi.documents.serving.arguments import Arguments, Option, read_arguments
from wsgi2asgi.documents.serving.switch import WORKER_CLASS, Rewrite, Switch
from wsgi2asgi.documents.words import New

_STREAMS = frozenset(
    {"-", "/dev/stdout", "/dev/stderr", "/proc/self/fd/1", "/proc/self/fd/2", "/dev/fd/1", "/dev/fd/2"}
)
_BUILT_IN_WORKERS = frozenset({"sync", "gthread", "gevent", "eventlet", "tornado", "gevent_wsgi", "gevent_pywsgi"})
_GREEN = "greenlets are not carried over; remove what patches the standard library for them before switching"


def arguments_of(invocation: Invocation) -> Arguments:
    """The arguments as gunicorn reads them. Raises Refused for an option that gunicorn does not have."""
    return read_arguments(invocation.words, invocation.server + 1, flags.FLAGS)


def names_application(arguments: Arguments) -> bool:
    """Whether this starts a server at all: it names an application or a configuration, and does more than check."""
    only_checks = arguments.last("check_config") or arguments.last("print_config")
    return not only_checks and bool(arguments.positional or arguments.last("config"))


def reasons_for_manager(invocation: Invocation) -> tuple[str, ...]:
    """What on the command line speaks for keeping gunicorn as the manager of uvicorn's workers."""
    return tuple(dict.fromkeys(_reasons(invocation, arguments_of(invocation))))


def _reasons(invocation: Invocation, arguments: Arguments) -> Iterator[str]:
    for _, word in arguments.opaque:
        yield f"arguments from {word.text}"
    binds = arguments.all("bind")
    if len(binds) > 1:
        yield "several addresses to bind to"
    elif binds:
        yield from _reasons_of_bind(binds[0])
    elif invocation.port is None:
        yield "the address, which gunicorn takes from $PORT or its configuration by itself"
    for setting in ("accesslog", "errorlog"):
        log = arguments.last(setting)
        if log and log.text not in _STREAMS:
            yield f"{log.flag} to a file"
    known = {"bind", "accesslog", "errorlog", *flags.UVICORN_FLAG, *flags.DROPPED_BY_UVICORN, *flags.IMPOSSIBLE}
    for option in arguments.options:
        if option.setting not in known:
            yield flags.MANAGER_WORDS.get(option.setting, option.flag)


def _reasons_of_bind(bind: Option) -> Iterator[str]:
    address = tcp_address(bind.text)
    if is_socket(bind.text):
        yield "a unix socket" if bind.text.startswith(("unix:", "/")) else "an inherited socket"
    elif address is None:
        yield f"the address {bind.text}"
    elif bind.text.startswith("["):
        yield f"the IPv6 address {bind.text}"


def rewrite(invocation: Invocation, switch: Switch) -> Rewrite | None:
    """The command for ``switch``; None where it does not start the project's application.

    Raises Refused where it does but cannot be carried over.
    """
    arguments = arguments_of(invocation)
    if not names_application(arguments):
        return None
    if len(arguments.positional) > 1:
        raise Refused(f"two applications on one command line: {invocation.text}")
    application = application_of(arguments)
    if application is None and not _is_configured(arguments, switch):
        raise Refused(f"the application is named elsewhere: {invocation.text}")
    kind = kind_of(application[1].text, switch) if application else "wsgi"
    if kind == "other":
        return None
    for option in arguments.options:
        if option.setting in flags.IMPOSSIBLE:
            raise Refused(f"{option.flag}: {flags.IMPOSSIBLE[option.setting]}")
    if kind == "asgi" or switch.target == "gunicorn":
        return _for_worker(invocation, arguments, switch, was_wsgi=kind == "wsgi")
    if reasons := tuple(_reasons(invocation, arguments)):
        raise Refused(f"uvicorn alone does not offer: {', '.join(reasons)}")
    return _for_uvicorn(invocation, arguments, switch)


def _for_worker(invocation: Invocation, arguments: Arguments, switch: Switch, *, was_wsgi: bool) -> Rewrite:
    changes: dict[int, tuple[New, ...]] = {}
    appended: list[tuple[New, ...]] = []
    notes: list[str] = []
    application = application_of(arguments)
    if application and was_wsgi:
        changes[application[0]] = (asgi_word(application[1], application[1].text, switch, attribute=False),)
    worker = arguments.last("worker_class")
    if worker:
        _replace_worker_class(worker, changes, notes, was_wsgi=was_wsgi)
    elif not _is_configured(arguments, switch):
        appended.append((New("--worker-class" if _prefers_long(arguments) else "-k"), New(WORKER_CLASS)))
    if not was_wsgi:
        return Rewrite(changes, tuple(appended))
    for option in arguments.options:
        if option.setting in flags.DROPPED_BY_WORKER:
            changes.update(dict.fromkeys(option.words, ()))
            notes.append(f"{option.flag} {option.text}: {flags.DROPPED_BY_WORKER[option.setting]}")
        elif option.setting in flags.CHANGED_BY_WORKER:
            notes.append(f"{option.flag} {option.text}: {flags.CHANGED_BY_WORKER[option.setting]}")
    # uvicorn trusts forwarded headers by the peer's address, and a unix socket has none.
    behind_socket = any(bind.text.startswith(("unix:", "/")) for bind in arguments.all("bind"))
    if behind_socket and not arguments.last("forwarded_allow_ips"):
        appended.append((New("--forwarded-allow-ips"), New("*")))
    return Rewrite(changes, tuple(appended), tuple(notes))


def _prefers_long(arguments: Arguments) -> bool:
    """Whether the command spells its options out."""
    long = sum(option.flag.startswith("--") for option in arguments.options)
    return long > len(arguments.options) - long


def _is_configured(arguments: Arguments, switch: Switch) -> bool:
    config = arguments.last("config")
    return config is not None and config.text.rsplit("/", 1)[-1] in switch.configured


def _replace_worker_class(
    worker: Option, changes: dict[int, tuple[New, ...]], notes: list[str], *, was_wsgi: bool
) -> None:
    name = worker.text.rpartition("#")[2]
    if name in ("uvicorn.workers.UvicornWorker", "uvicorn.workers.UvicornH11Worker"):
        name = "uvicorn_worker." + name.rpartition(".")[2]
    elif not was_wsgi or name.startswith("uvicorn_worker."):
        return
    elif not worker.is_static:
        notes.append(f"{worker.flag} {worker.text}: the worker class no longer comes from there")
        name = WORKER_CLASS
    elif name in _BUILT_IN_WORKERS:
        if name.startswith(("gevent", "eventlet")):
            notes.append(f"{worker.flag} {worker.text}: {_GREEN}")
        name = WORKER_CLASS
    else:
        raise Refused(f"{worker.flag} {worker.text}: a worker class of its own")
    # The name needs no quotes, whatever stood around the one before.
    changes[worker.words[-1]] = (New(worker.head + name),)


def _for_uvicorn(invocation: Invocation, arguments: Arguments, switch: Switch) -> Rewrite:
    server = invocation.words[invocation.server]
    head = server.text.removesuffix("gunicorn")
    changes: dict[int, tuple[New, ...]] = {invocation.server: (New(f"{head}uvicorn", server.quote or ""),)}
    notes: list[str] = []
    application = application_of(arguments)
    if application is None:
        raise Refused("the application is not on the command line")
    changes[application[0]] = (asgi_word(application[1], application[1].text, switch, attribute=True),)
    for option in arguments.options:
        changes.update(_option_for_uvicorn(option))
        if lost := _lost(option):
            notes.append(f"{option.flag} {option.text}: {lost}")
    appended = []
    if not arguments.all("bind") and invocation.port:
        appended = [(New("--host"), New("0.0.0.0")), (New("--port"), New(invocation.port))]
    return Rewrite(changes, tuple(appended), tuple(notes))


def _lost(option: Option) -> str:
    if option.setting == "worker_class" and option.text.rpartition("#")[2].startswith(("gevent", "eventlet")):
        return _GREEN
    if option.setting == "worker_class" and option.text.rpartition("#")[2] not in _BUILT_IN_WORKERS:
        raise Refused(f"{option.flag} {option.text}: a worker class of its own")
    return flags.DROPPED_BY_UVICORN.get(option.setting, "")


def _option_for_uvicorn(option: Option) -> dict[int, tuple[New, ...]]:
    if option.setting == "bind":
        return _bind_for_uvicorn(option)
    if option.setting not in flags.UVICORN_FLAG:
        return dict.fromkeys(option.words, ())
    flag = flags.UVICORN_FLAG[option.setting]
    lower = option.setting == "loglevel" and option.is_static and option.text != option.text.lower()
    value = option.text.lower() if lower else option.text
    if option.value is None or not option.head:
        changes: dict[int, tuple[New, ...]] = {} if flag == option.flag else {option.words[0]: (New(flag),)}
        return {**changes, option.words[1]: (option.written(value),)} if lower else changes
    if flag == option.flag and not lower:
        return {}
    word = option.written(value)
    if option.head.endswith("="):
        return {option.words[0]: (word._replace(head=f"{flag}="),)}
    return {option.words[0]: (New(flag), word)}


def _bind_for_uvicorn(option: Option) -> dict[int, tuple[New, ...]]:
    address = tcp_address(option.text)
    if address is None:
        raise Refused(f"{option.flag} {option.text}: not a TCP address")
    host, port = _unquoted_if_plain(option.written(address.host)), _unquoted_if_plain(option.written(address.port))
    if option.head.endswith("="):
        return {option.words[0]: (host._replace(head="--host="), port._replace(head="--port="))}
    if option.head:
        return {option.words[0]: (New("--host"), host, New("--port"), port)}
    return {option.words[0]: (New("--host"),), option.words[1]: (host, New("--port"), port)}


def _unquoted_if_plain(word: New) -> New:
    return word if "$" in word.text or "`" in word.text else New(word.text)
