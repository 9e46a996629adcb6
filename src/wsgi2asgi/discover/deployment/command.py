"""Does a command line start a server, and which?"""

from __future__ import annotations

import re

from wsgi2asgi.model.project import Server

#: Program names by the server they start. runserver is a word after manage.py or django-admin.
PROGRAMS: dict[str, Server] = {
    "gunicorn": "gunicorn",
    "gunicorn3": "gunicorn",
    "uwsgi": "uwsgi",
    "pyuwsgi": "uwsgi",
    "uwsgi_python3": "uwsgi",
    "uwsgi_python": "uwsgi",
    "mod_wsgi-express": "mod_wsgi",
    "waitress-serve": "waitress",
    "waitress": "waitress",
    "uvicorn": "uvicorn",
    "daphne": "daphne",
    "hypercorn": "hypercorn",
    "granian": "granian",
    "runserver": "runserver",
    "runserver_plus": "runserver",
    "testserver": "runserver",
}

#: A line that begins so, or has this word before the server's name, speaks of the server and does not start it.
_SPEAKS_OF = frozenset(
    word
    for words in (
        "install add pip pip3 apk apt apt-get aptitude yum dnf brew apt-mark uninstall remove upgrade download copy",
        "echo printf grep egrep pgrep pkill kill killall ps which type hash systemctl service supervisorctl initctl",
        "status stop reload restart test [ [[ if elif case for while cp mv cat rm ln touch chmod chown mkdir import",
        "from make alias source tail logger log find sed awk cd -h --help --version",
    )
    for word in words.split()
)
_SEPARATORS = re.compile(r"&&|\|\||[;|&\n]|\$\(|\bthen\b|\belse\b|\bdo\b")
_WORDS = re.compile(r"""[^\s"'`,\[\](){}]+""")
_QUICK = re.compile("|".join(sorted(map(re.escape, PROGRAMS), key=len, reverse=True)))


def may_start_server(text: str) -> bool:
    """A quick look: whether any server is named at all."""
    return _QUICK.search(text) is not None


def server_of(command: str) -> Server | None:
    """The server that a shell command, an exec array or a chain of commands starts, the last one if several."""
    found: Server | None = None
    for part in _SEPARATORS.split(command) if may_start_server(command) else ():
        found = _server_of_words(_WORDS.findall(part)) or found
    return found


def _server_of_words(words: list[str]) -> Server | None:
    for index, word in enumerate(words):
        if word.startswith("#"):
            return None
        server = PROGRAMS.get(_program(word))
        if server is not None:
            if server == "runserver" and not _is_django(words[:index]):
                continue
            return server
        if word in _SPEAKS_OF and not (word == "test" and index):
            return None
    return None


def _program(word: str) -> str:
    """The last part of a path to a program; a word with other marks is no program."""
    name = word.rsplit("/", 1)[-1]
    return "" if "=" in word or word.startswith("-") or word.endswith("/") else name


def _is_django(words: list[str]) -> bool:
    return any(word.endswith(("manage.py", "django-admin", "django-admin.py")) or word == "manage" for word in words)
