"""The step ``settings``: what the settings have to say once an ASGI server runs the project.

``ASGI_APPLICATION`` beside ``WSGI_APPLICATION``; no connection kept behind its request; WhiteNoise as a middleware
where wsgi.py wrapped it round the application; with ``--channels`` the apps and the channel layer.

``daphne`` stands first in INSTALLED_APPS because the development server comes with it (it must stand before
``django.contrib.staticfiles``), ``channels`` brings the worker's command:
https://channels.readthedocs.io/en/stable/installation.html
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.model.plan import Step, StepId
from wsgi2asgi.planning.drafts import Drafts
from wsgi2asgi.planning.entry_point import whitenoise
from wsgi2asgi.planning.entry_point.location import asgi_module, asgi_path
from wsgi2asgi.planning.entry_point.wsgi_wrappers import WHITENOISE
from wsgi2asgi.planning.settings_files import all_settings_files, mentioned_elsewhere
from wsgi2asgi.planning.websockets.releases import carries_runserver, why_no_channels
from wsgi2asgi_codemods.reading.notes import Note
from wsgi2asgi_codemods.reading.paths import Source

_ABOUT: tuple[StepId, str, str] = ("settings", "assign_setting", "Settings for an ASGI server")
_BELOW = ["WSGI_APPLICATION", "ROOT_URLCONF"]


def plan(program: Program, options: MigrateOptions) -> Step:
    """Edits in whichever settings file gives the setting; nothing before there is an asgi.py."""
    project = program.project
    drafts = Drafts(project.tree)
    module = asgi_module(project)
    if module is None:
        why = f"there is no {asgi_path(project)} yet, so the settings stay as they are"
        drafts.refused.append(Skipped(project.settings_files[0], why))
        return drafts.step(*_ABOUT)
    files = all_settings_files(program)
    _application(drafts, files, f"{module}.application")
    _connections(program, drafts, files)
    _whitenoise(program, drafts, files)
    is_set_up = _assigning(drafts, files, "CHANNEL_LAYERS") is not None
    if options.channels and not is_set_up and why_no_channels(project) is None:
        _channels(program, drafts, files)
    return drafts.step(*_ABOUT)


def _assigning(drafts: Drafts, files: tuple[str, ...], name: str) -> str | None:
    """The first file that assigns the setting: trying to assign it there changes nothing."""
    for path in files:
        text = drafts.text(path)
        if text is None or name not in text:
            continue
        tried = drafts.try_out(path, "assign_setting", {"name": name, "below": [name], "code": "None"})
        if tried is not None and tried.code == text:
            return path
    return None


def _application(drafts: Drafts, files: tuple[str, ...], application: str) -> None:
    if _assigning(drafts, files, "ASGI_APPLICATION"):
        return
    path = _assigning(drafts, files, "WSGI_APPLICATION") or _assigning(drafts, files, "ROOT_URLCONF")
    if path is None:
        drafts.advise(f'no settings file assigns WSGI_APPLICATION; set ASGI_APPLICATION = "{application}"', files[0])
        return
    drafts.edit(
        path,
        "assign_setting",
        {"name": "ASGI_APPLICATION", "text": application, "below": _BELOW},
        "an ASGI development server asks for the entry point here; WSGI_APPLICATION stays, for the way back",
    )


def _connections(program: Program, drafts: Drafts, files: tuple[str, ...]) -> None:
    why = (
        "under ASGI every request has a thread of its own: a connection kept for the next request is never used again "
        "and never closed (https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-database-connections)"
    )
    for path in files:
        before = (drafts.text(path) or "").splitlines()
        for note in drafts.edit(path, "close_database_connections", {}, why):
            drafts.advise(_about_age(note), path, note.line)
        for line in _explained(before, (drafts.text(path) or "").splitlines()):
            drafts.advise(
                "the comment above gives a reason for keeping connections open: see if it still holds", path, line
            )
    for path, line in mentioned_elsewhere(program, "CONN_MAX_AGE", files):
        drafts.advise(
            "CONN_MAX_AGE is given here as well; set it to 0 if the served project loads this file", path, line
        )


def _explained(before: list[str], after: list[str]) -> Iterator[int]:
    """The changed lines that stand right below a comment; none where lines were added."""
    for number, (old, new) in enumerate(zip(before, after, strict=False) if len(before) == len(after) else (), 1):
        if old != new and number > 1 and before[number - 2].lstrip().startswith("#"):
            yield number


def _about_age(note: Note) -> str:
    if note.subject == "database-url":
        return f"a database URL may bring CONN_MAX_AGE along; take ?conn_max_age out of it where it is set: {note.code}"
    return f"CONN_MAX_AGE comes from {note.subject}; leave it unset, or 0, wherever the project runs under ASGI"


def _whitenoise(program: Program, drafts: Drafts, files: tuple[str, ...]) -> None:
    wsgi_path = program.project.wsgi_path
    wsgi = drafts.text(wsgi_path) if wsgi_path else None
    path = _assigning(drafts, files, "MIDDLEWARE")
    if wsgi is None or wsgi_path is None or "hite" not in wsgi:
        return
    settings = drafts.text(path) if path else None
    if path is None or settings is None:
        drafts.advise(f"WhiteNoise wraps the application here; put {whitenoise.MIDDLEWARE} into MIDDLEWARE", wsgi_path)
        return
    served = whitenoise.served(Source(wsgi, wsgi_path), Source(settings, path), WHITENOISE)
    if served is None:
        return
    why = f"{wsgi_path} wrapped WhiteNoise round the WSGI application; its middleware serves the files under ASGI too"
    if not any(whitenoise.MIDDLEWARE in (drafts.text(file) or "") for file in files):
        parameters = {"middleware": whitenoise.MIDDLEWARE, "after": whitenoise.BEHIND}
        drafts.edit(path, "add_middleware", parameters, why)
    for name, code in served.settings:
        if not _assigning(drafts, files, name):
            below = ["STATIC_ROOT", "STATIC_URL", "BASE_DIR", "MIDDLEWARE"]
            drafts.edit(path, "assign_setting", {"name": name, "code": code, "below": below}, why)
    for line, code in served.left:
        drafts.advise(f"this argument of WhiteNoise has no setting that says the same: {code}", wsgi_path, line)


def _channels(program: Program, drafts: Drafts, files: tuple[str, ...]) -> None:
    path = _assigning(drafts, files, "INSTALLED_APPS")
    apps = [("channels", False, "Channels routes WebSockets; its app brings the worker's command")]
    if carries_runserver(program.project):
        why = "manage.py runserver serves ASGI, WebSockets included, when daphne is the first app"
        apps.insert(0, ("daphne", True, why))
    else:
        apps = [("channels", True, "Channels routes WebSockets and brings a development server that serves them")]
    if path is None:
        names = " and ".join(repr(app) for app, _, _ in apps)
        drafts.refused.append(
            Skipped(program.project.settings_files[0], f"INSTALLED_APPS is made by code; add {names}")
        )
    for app, first, why in apps if path else ():
        if path and app not in program.settings.strings("INSTALLED_APPS"):
            drafts.edit(path, "add_installed_app", {"app": app, "first": first}, why)
    drafts.edit(
        _assigning(drafts, files, "ASGI_APPLICATION") or path or files[0],
        "configure_channel_layers",
        {"below": ["ASGI_APPLICATION", *_BELOW, "INSTALLED_APPS"]},
        "groups of consumers need a channel layer; Redis from REDIS_URL reaches all processes, memory only one",
    )
