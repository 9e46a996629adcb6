"""The prose of an entry point: what Django's project templates have said over the years, in ASGI's words.

Sources: the project templates of Django 1.4 to 6.1 (``django/conf/project_template/project_name/wsgi.py-tpl``).
"""

from __future__ import annotations

import re

import libcst as cst

#: What `startproject` writes (asgi.py-tpl; the same in every version but for the URL).
TEMPLATE = '''"""
ASGI config for {project} project.

It exposes the ASGI callable as a module-level variable named ``application``.

For more information on this file, see
https://docs.djangoproject.com/en/{docs}/howto/deployment/asgi/
"""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault({quote}DJANGO_SETTINGS_MODULE{quote}, {quote}{settings}{quote})

application = get_asgi_application()
'''

#: The second half of the docstring.
_EXPOSES = """It exposes the ASGI callable as a module-level variable named ``application``.

For more information on this file, see
https://docs.djangoproject.com/en/{docs}/howto/deployment/asgi/"""

#: Django 1.4 and 1.5 put this in its place.
_OLD_PARAGRAPHS = re.compile(
    r"This module contains the WSGI application used by Django's development server.*?setting\."
    r"(?:\s+Usually you will have the standard Django WSGI application here.*?of another\s+framework\.)?",
    re.DOTALL,
)
_URL = re.compile(r"https?(://docs\.djangoproject\.com/[a-z-]+/)([^/\s]+)(/howto/deployment/)wsgi/[\w/-]*")
#: Who loads the WSGI module says nothing about the ASGI one.
_SERVER = re.compile(
    r",?\s+(?:loaded|imported|run|served|started|used) by (?:Apache|Gunicorn|mod_wsgi|Passenger|uWSGI|Waitress)\b"
    r"(?:\s+\([^)]*\))?(?=[.,;:\s]|$)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^\s*WSGI config for (.+?) project\.\s*$", re.MULTILINE)
_PLAIN = re.compile(
    r"\A\s*WSGI config for .+? project\.\s+"
    r"(?:It exposes the WSGI callable as a module-level variable named ``application``\.\s+"
    r"For more information on this file, see\s+https?://docs\.djangoproject\.com/\S+"
    r"|This module contains the WSGI application used by Django's development server.*?of another\s+framework\.)\s*\Z",
    re.DOTALL,
)

_COMMENTS = (
    (
        re.compile(
            r"# This application object is used by any WSGI server configured to use this\s*?\n\s*# file\. "
            r"This includes Django's development server, if the WSGI_APPLICATION\s*?\n\s*# setting points here\."
        ),
        "# This application object is used by any ASGI server configured to use this file.",
    ),
    (
        re.compile(
            r"# We defer to a DJANGO_SETTINGS_MODULE already in the environment\. This breaks\s*?\n\s*# if running"
            r" multiple(?:[^\n]*\n\s*#)*? (?:os\.environ\[[^\n]*|DJANGO_SETTINGS_MODULE in the environment directly\.)"
        ),
        "# We defer to a DJANGO_SETTINGS_MODULE already in the environment.",
    ),
    (
        re.compile(
            r"# Apply WSGI middleware here\.\s*?\n# from helloworld\.wsgi import HelloWorldApplication\s*?\n"
            r"# application = HelloWorldApplication\(application\)[^\S\n]*\n?"
        ),
        "",
    ),
)
_COMMENT_WORDS = re.compile(r"(#[^\n]*?)\b(an? )?WSGI(?= (?:server|callable|application|config|entry))")

#: A block of comments between blank lines.
_LOOSE = re.compile(r"(?<=\n\n)((?:#[^\n]*\n)+)\n+")
_SERVERS = re.compile(r"\b(mod_wsgi|uwsgi|gunicorn)\b", re.IGNORECASE)
_CODE = re.compile(r"(import|from) \w+|\w[\w.\[\]'\"]* = |\w[\w.]*\(")


def is_plain_docstring(text: str) -> bool:
    """Whether a docstring is that of a project template, of whatever version."""
    return _PLAIN.match(text) is not None


def project_of(docstring: str | None) -> str | None:
    """The project's name in such a docstring."""
    found = _TITLE.search(docstring or "")
    return found.group(1) if found else None


def docs_version(text: str, django: str | None) -> str:
    """The documentation's version to point at: the project's Django, unless the text points at a moving one."""
    found = _URL.search(text)
    named = found.group(2) if found else None
    if named in ("dev", "stable"):
        return named
    if django is not None:
        return django
    return named if named and not re.match(r"[012]\.", named) else "stable"


def asgi_prose(text: str, docs: str) -> str:
    """The words of a docstring about the WSGI entry point, about the ASGI one."""
    text, times = _OLD_PARAGRAPHS.subn(_EXPOSES.format(docs=docs), text)
    if times:  # the old template left a blank line before the closing quotes
        text = re.sub(r"\n[^\S\n]*(\n[\"']{3})$", r"\1", text)
    text = _SERVER.sub("", _URL.sub(rf"https\g<1>{docs}\g<3>asgi/", text))
    text = re.sub(r"\b([Aa]) WSGI\b", r"\1n ASGI", text)
    return re.sub(r"\bwsgi\b", "asgi", re.sub(r"\bWSGI\b", "ASGI", text))


def asgi_comments(code: str) -> str:
    """A module's code with the comments of Django's templates in ASGI's words; other comments keep theirs."""
    for pattern, replacement in _COMMENTS:
        code = pattern.sub(replacement, code)
    return _COMMENT_WORDS.sub(_reworded, code)


def without_loose_notes(code: str) -> str:
    """The code without comments that stand alone and say nothing here: on a WSGI server, or code commented out."""
    return _LOOSE.sub(lambda found: "" if _is_idle(found[1]) else found[0], code)


def _is_idle(comment: str) -> bool:
    if _SERVERS.search(comment):
        return True
    lines = [line.removeprefix("#").removeprefix(" ") for line in comment.splitlines()]
    if not any(_CODE.match(line) for line in lines):
        return False
    try:
        cst.parse_module("\n".join(lines))
    except cst.ParserSyntaxError:
        return False
    return True


def _reworded(found: re.Match[str]) -> str:
    article = {"a ": "an ", "an ": "an "}.get(found.group(2) or "", "")
    return f"{found.group(1)}{article}ASGI"


def without_template_comments(code: str) -> str:
    """The code without the comments that Django's templates brought; what is left of comments is the project's own."""
    for pattern, _ in _COMMENTS:
        code = pattern.sub("", code)
    return code
