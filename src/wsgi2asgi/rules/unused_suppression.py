"""
## What it does
Finds comments `# wsgi2asgi: ignore[...]` that silence nothing: no rule they name finds anything on their line (on the
line below, where the comment stands alone). A rule counts also when `--select` or `--ignore` leaves it out.

## Why is this bad?
The comment outlives what it was about, and one day silences a new finding that nobody has looked at.

## Example
`shop/views.py`
```python
from django.http import HttpResponse


def pause(request):
    return HttpResponse()  # wsgi2asgi: ignore[ASG501] nothing sleeps here
```

## Use instead
`shop/views.py`
```python
from django.http import HttpResponse


def pause(request):
    return HttpResponse()
```

## Fix safety
Manual: delete the comment, or move it to the line that it is about.

## References
- https://docs.astral.sh/ruff/rules/unused-noqa/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule, SilencingWord

RULE = Rule("ASG098", "unused-suppression", "warning", Fix("manual"))


def check_comments(words: Iterable[SilencingWord]) -> Iterator[Hit]:
    """Every word that names a rule and silences nothing."""
    for item in words:
        if item.known and not item.used:
            named = f"ignore[{item.word}]" if item.word else "ignore"
            yield Hit(item.place, f"{named} silences nothing here: delete it")
