"""Write src/wsgi2asgi/knowledge/decorators.toml: which of Django's decorators work on async views, since when.

    python tools/probe_decorators.py --environments /path/to/folder [--python 4.1=python3.10 ...] [--check]

Every decorator is put on an async view and requested through ``ASGIHandler``, anonymous and logged in, by methods that
it lets in and refuses, on every Django of ``DJANGOS``; it counts as working since the first version from which it
answers like the sync view in all later ones.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django_environments import DJANGOS, write_table

TABLE = Path(__file__).parents[1] / "src" / "wsgi2asgi" / "knowledge" / "decorators.toml"
FORMS = ("function", "handler", "dispatch", "gate", "awaited", "checked", "applied")

#: What a request cannot show: decorators that run more than themselves on the event loop.
RUNS_ON_LOOP = {
    "django.views.decorators.cache.cache_page": "its cache calls run on the event loop",
    "django.views.decorators.csrf.csrf_protect": "the page that refuses a form runs on the event loop",
    "django.views.decorators.http.condition": "its etag and last_modified functions run on the event loop",
    "django.views.decorators.http.etag": "its etag function runs on the event loop",
    "django.views.decorators.http.last_modified": "its last_modified function runs on the event loop",
}
HEADER = """\
# Django's decorators on async views. "function": on an async function view; "handler": method_decorator on an async
# handler; "dispatch": method_decorator on the class, name="dispatch"; "gate": the same where the class has an async
# dispatch that awaits View's; "awaited": on an async function view, by an async function that awaits what it gives;
# "checked": so, but called in a thread and with a sync function to decorate (both only for those that are done when
# they call the view); "applied": to the response of an async function view (only for those that begin when the view has
# answered). The value is the version since which it answers as on a sync view through ASGIHandler, anonymous and logged
# in, by methods that it lets in and refuses; absent: in no version. "loop": what it then runs on the event loop.
# Written by tools/probe_decorators.py from the releases below; edit the script, not this file.
"""

Outcome = Mapping[str, Mapping[str, bool | str]]


def works_since(answers: Mapping[str, Outcome], decorator: str, form: str) -> str | None:
    """The first version from which the form works in every later one, or None."""
    since = None
    for version, outcomes in answers.items():
        works = outcomes.get(decorator, {}).get(form) is True
        since = (since or version) if works else None
    return since


def render(answers: Mapping[str, Outcome], releases: list[str]) -> str:
    """The TOML text."""
    lines = [HEADER + f"probed = {json.dumps(releases)}"]
    for decorator in sorted({name for outcomes in answers.values() for name in outcomes}):
        lines += ["", f'[decorators."{decorator}"]']
        lines += [f'{form} = "{since}"' for form in FORMS if (since := works_since(answers, decorator, form))]
        if loop := RUNS_ON_LOOP.get(decorator):
            lines.append(f'loop = "{loop}"')
    return "\n".join(lines) + "\n"


def _text(answers: list[Any]) -> str:
    by_version = {django: answer["decorators"] for django, answer in zip(DJANGOS, answers, strict=True)}
    return render(by_version, [answer["django"] for answer in answers])


def main() -> int:
    """Probe, then write or compare. Returns the exit code."""
    return write_table(__doc__, "try_decorators.py", TABLE, _text)


if __name__ == "__main__":
    sys.exit(main())
