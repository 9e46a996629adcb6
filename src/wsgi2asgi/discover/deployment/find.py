"""All deployment files of a project, by name and content."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator

from wsgi2asgi.discover.deployment.command import may_start_server, server_of
from wsgi2asgi.discover.deployment.server_files import (
    Hit,
    apache_hits,
    gunicorn_hits,
    is_apache,
    is_nginx,
    proxy_hits,
    uwsgi_hits,
)
from wsgi2asgi.discover.deployment.shell_text import (
    Command,
    after_key,
    dockerfile_commands,
    procfile_commands,
    recipe_commands,
    shell_commands,
)
from wsgi2asgi.discover.deployment.yaml_text import yaml_commands
from wsgi2asgi.discover.listing import Listing
from wsgi2asgi.model.project import DeploymentFile, DeploymentFormat

LARGEST = 200_000
_TEMPLATE = re.compile(r"\.(j2|jinja2?|template|tmpl|tpl|example|sample|dist|in|erb)(?=$|\.)", re.IGNORECASE)
_PROSE = (".md", ".rst", ".txt", ".html", ".po", ".css", ".js", ".svg", ".csv")

Names = tuple[DeploymentFormat, str]
_BY_NAME: tuple[Names, ...] = (
    ("procfile", r"Procfile.*(?<!\.sh)"),
    ("dockerfile", r"(Dockerfile|Containerfile).*|.*\.(dockerfile|containerfile)|.*[-.]Dockerfile"),
    ("compose", r".*compose.*\.ya?ml|docker-stack.*\.ya?ml"),
    ("gunicorn-conf", r".*gunicorn.*\.py|gunicorn.*\.conf"),
    ("systemd", r".*\.(service|socket)"),
    ("uwsgi-ini", r".*uwsgi.*\.(ini|xml|ya?ml|yml)"),
    ("fly-toml", r"fly(\..*)?\.toml"),
    ("render-yaml", r"render\.ya?ml"),
    ("app-yaml", r"app(\..*)?\.ya?ml"),
    ("makefile", r"(GNU)?Makefile.*|.*\.mk|\.?justfile|Taskfile\.ya?ml"),
    ("shell", r".*\.(sh|bash|zsh)"),
    (
        "other",
        r"heroku\.yml|nixpacks\.toml|railway\.(toml|json)|app\.json|Jenkinsfile|zappa_settings.*|\.gitlab-ci\.yml",
    ),
)
#: Most files have none of these names: they are asked at once.
_ANY_NAME = re.compile("|".join(pattern for _, pattern in _BY_NAME), re.IGNORECASE)


def find_deployment_files(listing: Listing) -> tuple[DeploymentFile, ...]:
    """One value for each command that starts a server and each line that configures or fronts one, in path order."""
    found: list[DeploymentFile] = []
    for path in listing.paths:
        kind = _format_by_name(path)
        if kind is None or path.endswith(_PROSE):
            continue
        text = listing.text(path)
        if text is None or len(text) > LARGEST:
            continue
        kind = _format_by_content(path, kind, text)
        if kind is not None:
            found.extend(_files(path, kind, text))
    return tuple(found)


def _format_by_name(path: str) -> DeploymentFormat | None:
    name = _TEMPLATE.sub("", posixpath.basename(path))
    for kind, pattern in _BY_NAME if _ANY_NAME.fullmatch(name) else ():
        if re.fullmatch(pattern, name, re.IGNORECASE if kind != "makefile" else 0):
            return kind
    if path.startswith((".github/workflows/", ".circleci/")) and name.endswith((".yml", ".yaml")):
        return "ci"
    if name.endswith((".conf", ".ini", ".yml", ".yaml", ".wsgi", ".vhost", ".config")):
        return "other"
    # Scripts without an ending: compose/production/django/start, bin/web, services/run.
    return "shell" if "." not in name and "/" in path else None


def _format_by_content(path: str, kind: DeploymentFormat, text: str) -> DeploymentFormat | None:
    """What the name left open; None for a file that has nothing to do with serving."""
    if kind == "shell" and not path.endswith((".sh", ".bash", ".zsh")):
        return kind if re.match(r"#!.*\b(ba|da|z|k)?sh\b", text) else None
    if kind != "other":
        return kind
    name = _TEMPLATE.sub("", path)
    if name.endswith((".conf", ".vhost", ".config", ".ini")):
        return _format_of_configuration(text)
    if re.search(r"(?m)^apiVersion:", text) and re.search(r"(?m)^kind:", text):
        return "kubernetes"
    return "other"


def _format_of_configuration(text: str) -> DeploymentFormat | None:
    if re.search(r"(?m)^\[(program|fcgi-program):", text):
        return "supervisor"
    if re.search(r"(?m)^\[uwsgi(:\w+)?\]", text):
        return "uwsgi-ini"
    if is_apache(text):
        return "apache"
    return "nginx" if is_nginx(text) else None


def _files(path: str, kind: DeploymentFormat, text: str) -> Iterator[DeploymentFile]:
    seen: set[int] = set()
    for server, command in _hits(path, kind, text):
        if command.line not in seen:
            seen.add(command.line)
            yield DeploymentFile(path, kind, server, command.line, command.text)


def _hits(path: str, kind: DeploymentFormat, text: str) -> Iterable[Hit]:
    own = {"uwsgi-ini": uwsgi_hits, "gunicorn-conf": gunicorn_hits, "nginx": proxy_hits, "apache": apache_hits}
    if kind in own:
        return own[kind](text)
    return _started(_commands_of(path, kind)(text)) if may_start_server(text) else ()


def _started(commands: Iterable[Command]) -> Iterator[Hit]:
    for command in commands:
        server = server_of(command.text)
        if server is not None:
            yield server, command


def _commands_of(path: str, kind: DeploymentFormat) -> Callable[[str], Iterator[Command]]:
    if kind == "systemd":
        return lambda text: after_key(text, "ExecStart")
    if kind == "supervisor":
        return lambda text: after_key(text, "command")
    if kind == "procfile":
        return procfile_commands
    if kind == "dockerfile":
        return dockerfile_commands
    if _TEMPLATE.sub("", path).endswith((".yml", ".yaml")):
        return yaml_commands
    if _TEMPLATE.sub("", path).endswith((".toml", ".json")):
        return lambda text: after_key(re.sub(r'(?m)^(\s*)"([\w-]+)"\s*:', r"\1\2 =", text), r"[\w.-]+")
    return recipe_commands if kind == "makefile" else shell_commands
