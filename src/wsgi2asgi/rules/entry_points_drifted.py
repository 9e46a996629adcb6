"""
## What it does
Compares asgi.py with wsgi.py: the settings module each names, and what each sets up on the way.

## Why is this bad?
While nobody serves asgi.py, only wsgi.py is kept up. After the switch production runs with the settings of a
developer, without its environment file, its search path or its tracing.

## Example
`site_/wsgi.py`
```python
import os

from django.core.wsgi import get_wsgi_application
from dotenv import load_dotenv

load_dotenv()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_wsgi_application()
```

## Use instead
`site_/wsgi.py`
```python
import os

from django.core.wsgi import get_wsgi_application
from dotenv import load_dotenv

load_dotenv()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_wsgi_application()
```
`site_/asgi.py`
```python
import os

from django.core.asgi import get_asgi_application
from dotenv import load_dotenv

load_dotenv()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_asgi_application()
```

## Fix safety
Assisted: environment files and search paths are carried over; of two settings modules a person has to choose one.
What asgi.py does by the same function in its own way counts as decided.

## References
- https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/
- https://github.com/freelawproject/courtlistener/pull/2783
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entry_module import Called, EntryModule, entry_module
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Evidence
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG104", "entry-points-drifted", "warning", Fix("assisted", "carry_over_statements"), hazards=("EP02",))

#: Set-up that belongs to WSGI servers or is done by get_asgi_application itself.
_OWN_OF_WSGI = ("django.setup", "uwsgi.", "uwsgidecorators.", "gevent.", "eventlet.", "psycogreen.", "mod_wsgi.")


def check(program: Program) -> Iterator[Hit]:
    """At the settings module that differs, and at each statement of wsgi.py that asgi.py has not."""
    wsgi = entry_module(program, program.project.wsgi_path)
    asgi = entry_module(program, program.project.asgi_path)
    if wsgi is None or asgi is None or wsgi.path == asgi.path:
        return
    yield from _settings(wsgi, asgi)
    there = {_key(call) for call in asgi.calls}
    for call in wsgi.setup():
        if _key(call) not in there and not call.name.startswith(_OWN_OF_WSGI) and not _is_server(wsgi, call):
            yield Hit(call.place, f"{asgi.path} does not do this: {call.name}(...)", "likely")


def _settings(wsgi: EntryModule, asgi: EntryModule) -> Iterator[Hit]:
    ours, theirs = asgi.settings_default(), wsgi.settings_default()
    if ours is not None and theirs is not None and ours[0] != theirs[0]:
        seen = Evidence(theirs[1], f"names {theirs[0]}")
        yield Hit(ours[1], f"asgi.py names the settings {ours[0]}, wsgi.py {theirs[0]}", "certain", (seen,))


def _key(call: Called) -> tuple[str, str | None]:
    """One function is one piece of set-up, whatever it is given; of the environment each variable is one."""
    return call.last_name, call.first if call.name.startswith("os.environ.") else None


def _is_server(entry: EntryModule, call: Called) -> bool:
    """Under ``if __name__ == "__main__"``: a development server, not set-up."""
    return any(
        region.op >= 0 and "__main__" in entry.program.text(entry.body.name, region.op)
        for region in entry.body.facts.region_chain(call.op)
    )
