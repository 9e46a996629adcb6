"""Import a project's application for a throw-away run, with its errors made visible.

Used by the servers and by the scripts that ask something, so that all of them start the project in the same way: by
importing its ``wsgi.py`` or ``asgi.py``, which may load a ``.env`` or extend ``sys.path``.

Python 3.8 or later, standard library only (and the project's Django).
"""

import importlib
import logging
import os
import signal
import sys
import threading
import traceback

import wsgi2asgi_settings

READY = "wsgi2asgi: application loaded"
BROKEN = "wsgi2asgi: application not loaded"
# Django keeps errors from the console where DEBUG is off; dictConfig may have switched the servers' loggers off.
EXTRA = "WSGI2ASGI_SMOKE_EXTRA"
HEARD = ("django.request", "django.security", "asyncio", "concurrent.futures", "channels", "uvicorn.error")


def load(kind):
    """The application object of ``wsgi`` or ``asgi``. Raises whatever the project's modules raise."""
    end_with_owner()
    add_extra_packages()
    wsgi2asgi_settings.install()
    name = os.environ.get("WSGI2ASGI_SMOKE_" + kind.upper(), "")
    if name:
        module = importlib.import_module(name)
        refuse_original(module)
        application = getattr(module, "application", None) or getattr(module, "app", None)
        if application is None:
            raise RuntimeError(f"{name} defines no `application`")
    else:
        core = importlib.import_module("django.core." + kind)
        application = getattr(core, f"get_{kind}_application")()
    import django

    if not django.apps.apps.ready:  # wsgi.py may load Django on the first request
        django.setup()
    wsgi2asgi_settings.refuse_real_databases()
    hear_errors()
    return application


def serve(kind):
    """``load`` for a server: tells on stderr how it went, in lines that whoever started it looks for."""
    try:
        application = load(kind)
    except BaseException as error:
        text = " ".join(str(error).split())
        sys.stderr.write(f"\n{BROKEN}: {type(error).__name__}: {text}{place_of(error)}\n")
        sys.stderr.flush()
        raise
    sys.stderr.write(f"\n{READY} in process {os.getpid()}\n")
    sys.stderr.flush()
    return application


def place_of(error):
    """The last line of the project that an exception passed through, in words."""
    folder = os.path.realpath(wsgi2asgi_settings.project_folder())
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(folder)]
    return f" ({os.path.relpath(frames[-1].filename, folder)}, line {frames[-1].lineno})" if frames else ""


def add_extra_packages():
    """Packages that the migration adds come last on sys.path, so that nothing the project has is hidden by them."""
    folder = os.environ.get(EXTRA)
    if folder and folder not in sys.path:
        sys.path.append(folder)


def refuse_original(module):
    """The copy must run, not the project itself, which an editable install could put on sys.path."""
    place = getattr(module, "__file__", None)
    if place and not wsgi2asgi_settings.is_inside(place, wsgi2asgi_settings.project_folder()):
        raise RuntimeError(f"{module.__name__} was imported from {place}, not from the copy")


def hear_errors():
    """Write errors of Django and the servers to stderr, whatever LOGGING says."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.ERROR)
    for name in HEARD:
        logger = logging.getLogger(name)
        logger.disabled = False
        if logger.getEffectiveLevel() > logging.ERROR:
            logger.setLevel(logging.ERROR)
        writes = any(type(other) is logging.StreamHandler for other in logger.handlers)
        if not writes:
            logger.addHandler(handler)


def end_with_owner():
    """End the whole process group when the tool that started it is gone, even if that was killed. For the process that
    was started itself: those that it starts are of its group, and do not see the variable.
    """
    lifeline = os.environ.pop("WSGI2ASGI_LIFELINE", "")
    if lifeline:
        threading.Thread(target=wait_for_end, args=(int(lifeline),), daemon=True).start()


def wait_for_end(lifeline):
    """Read what nobody writes."""
    while os.read(lifeline, 1):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)
