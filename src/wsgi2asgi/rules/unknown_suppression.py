"""
## What it does
Finds comments `# wsgi2asgi: ignore[...]` that name a rule which does not exist.

## Why is this bad?
Nothing is silenced, and whoever reads the comment believes that it is.

## Example
`shop/views.py`
```python
import time

from django.http import HttpResponse


async def pause(request):
    time.sleep(1)  # wsgi2asgi: ignore[ASG5011] a typing error
    return HttpResponse()
```

## Use instead
`shop/views.py`
```python
import time

from django.http import HttpResponse


async def pause(request):
    time.sleep(1)  # wsgi2asgi: ignore[ASG501] only in the demo
    return HttpResponse()
```

## Fix safety
Manual: write the code, the beginning of a code or the name of a rule; `wsgi2asgi rules` lists them.

## References
- https://docs.astral.sh/ruff/rules/invalid-rule-code/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule, SilencingWord

RULE = Rule("ASG099", "unknown-suppression", "warning", Fix("manual"))


def check_comments(words: Iterable[SilencingWord]) -> Iterator[Hit]:
    """Every word that names no rule."""
    for item in words:
        if not item.known:
            yield Hit(item.place, f"ignore[{item.word}] names no rule: it silences nothing")
