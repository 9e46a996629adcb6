"""The formats of ``check``: each is a module of ``report``, imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from wsgi2asgi.model.errors import UserError

if TYPE_CHECKING:
    from wsgi2asgi.model.check import CheckResult

Format = Literal["text", "concise", "json", "sarif", "github", "gitlab", "markdown", "html"]

_MODULES: dict[Format, str] = {
    "text": "text_check",
    "concise": "concise",
    "json": "json_check",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "markdown": "markdown",
    "html": "html",
}


def renderer(wanted: Format, only_statistics: bool) -> Callable[[CheckResult], str]:
    """What writes a result in this format. Raises UserError where statistics have no such format."""
    if not only_statistics:
        return _imported(_MODULES[wanted], "render")
    if wanted not in ("text", "json"):
        raise UserError(f"--statistics has no format {wanted}", hint="text and json are there")
    return _imported("statistics", f"render_{wanted}")


def _imported(module: str, name: str) -> Callable[[CheckResult], str]:
    found: Callable[[CheckResult], str] = getattr(import_module(f"wsgi2asgi.report.{module}"), name)
    return found
