"""A uWSGI command line, said to uvicorn.

https://uwsgi-docs.readthedocs.io/en/latest/Options.html
"""

from __future__ import annotations

from types import MappingProxyType

from wsgi2asgi.documents.invocations import Invocation
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.serving.address import tcp_address
from wsgi2asgi.documents.serving.application import kind_of
from wsgi2asgi.documents.serving.arguments import Arguments, Option, read_arguments
from wsgi2asgi.documents.serving.switch import Rewrite, Switch
from wsgi2asgi.documents.words import New

_WITH_VALUE = {
    "module": ("--module", "-w", "--wsgi"),
    "wsgi-file": ("--wsgi-file", "--file"),
    "http": ("--http", "--http-socket"),
    "socket": ("--socket", "-s", "--uwsgi-socket"),
    "processes": ("--processes", "-p", "--workers"),
    "threads": ("--threads",),
    "harakiri": ("--harakiri", "-t"),
    "max-requests": ("--max-requests", "-R"),
    "listen": ("--listen", "-l"),
    "buffer-size": ("--buffer-size", "-b"),
    "ini": ("--ini", "--yaml", "--yml", "--xml", "--json"),
}
_WITHOUT_VALUE = {
    "master": ("--master", "-M"),
    "enable-threads": ("--enable-threads",),
    "vacuum": ("--vacuum",),
    "die-on-term": ("--die-on-term",),
    "need-app": ("--need-app",),
    "single-interpreter": ("--single-interpreter", "-i"),
    "strict": ("--strict",),
    "lazy-apps": ("--lazy-apps", "--lazy"),
    "thunder-lock": ("--thunder-lock",),
    "no-orphans": ("--no-orphans",),
    "disable-logging": ("--disable-logging", "-L"),
    "py-autoreload": ("--py-autoreload",),
}
FLAGS = MappingProxyType(
    {flag: (setting, True) for setting, flags in _WITH_VALUE.items() for flag in flags}
    | {flag: (setting, False) for setting, flags in _WITHOUT_VALUE.items() for flag in flags}
)
#: Options that go, with what is lost; "" where uvicorn does it by itself or has no need of it.
LOST = MappingProxyType(
    {
        "master": "",
        "enable-threads": "",
        "vacuum": "",
        "die-on-term": "",
        "need-app": "",
        "single-interpreter": "",
        "strict": "",
        "lazy-apps": "",
        "thunder-lock": "",
        "no-orphans": "",
        "py-autoreload": "use uvicorn --reload for development",
        "threads": "was the limit of concurrent requests in a process; under ASGI there is none",
        "harakiri": "nothing ends a stuck request; set a statement timeout in the database and a timeout in the proxy",
        "max-requests": "a lone uvicorn process would exit; set --limit-max-requests together with --workers",
        "buffer-size": "the limit of request headers is --h11-max-incomplete-event-size",
    }
)
_KEPT = MappingProxyType({"processes": "--workers", "listen": "--backlog"})


def rewrite(invocation: Invocation, switch: Switch) -> Rewrite | None:
    """The command for uvicorn; None where it does not start the project's application.

    Raises Refused where it does but cannot be carried over: configuration files, uwsgi sockets, other options.
    """
    if not _names_project(invocation, switch):
        return None
    arguments = read_arguments(invocation.words, invocation.server + 1, FLAGS)
    _refuse(arguments)
    server = invocation.words[invocation.server]
    head = server.text.removesuffix("uwsgi")
    changes: dict[int, tuple[New, ...]] = {invocation.server: (New(f"{head}uvicorn", server.quote or ""),)}
    notes: list[str] = []
    for option in arguments.options:
        changes.update(_changed(option, switch))
        if lost := LOST.get(option.setting):
            notes.append(f"{option.flag} {option.text}".rstrip() + f": {lost}")
    return Rewrite(changes, (), tuple(notes))


def _names_project(invocation: Invocation, switch: Switch) -> bool:
    texts = [word.text.partition("=")[2] or word.text for word in invocation.arguments]
    return any(kind_of(text, switch) == "wsgi" or _is_file(text, switch) for text in texts)


def _is_file(text: str, switch: Switch) -> bool:
    return bool(switch.wsgi_file) and (text == switch.wsgi_file or text.endswith("/" + switch.wsgi_file))


def _refuse(arguments: Arguments) -> None:
    if arguments.opaque or arguments.positional:
        word = (arguments.opaque or arguments.positional)[0][1]
        raise Refused(f"the argument {word.text}, which may name a configuration")
    if socket := arguments.last("socket"):
        raise Refused(f"{socket.flag} {socket.text}: the uwsgi protocol; uvicorn and the proxy have to change together")
    if ini := arguments.last("ini"):
        raise Refused(f"{ini.flag} {ini.text}: a configuration file")
    if len(arguments.all("http")) != 1:
        raise Refused("not exactly one HTTP address")


def _changed(option: Option, switch: Switch) -> dict[int, tuple[New, ...]]:
    if option.setting in ("module", "wsgi-file"):
        return _spread(option, (New(f"{switch.asgi}:application"),))
    if option.setting == "http":
        address = tcp_address(option.text)
        if address is None or option.text.startswith("["):
            raise Refused(f"{option.flag} {option.text}: an address that uvicorn takes differently")
        host, port = option.written(address.host), option.written(address.port)
        return _spread(option, (New("--host"), host, New("--port"), port))
    if option.setting in _KEPT:
        return _spread(option, (New(_KEPT[option.setting]), option.written()))
    if option.setting == "disable-logging":
        return {option.words[0]: (New("--no-access-log"),)}
    return dict.fromkeys(option.words, ())


def _spread(option: Option, words: tuple[New, ...]) -> dict[int, tuple[New, ...]]:
    """New words over the one or two words of an option, the flag's word first."""
    if len(option.words) == 1 or len(words) == 1:
        return {option.words[0]: words, **dict.fromkeys(option.words[1:], ())}
    return {option.words[0]: words[:1], option.words[1]: words[1:]}
