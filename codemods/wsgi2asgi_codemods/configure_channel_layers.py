"""Configure the channel layer: in memory, or Redis where the environment names one.

The layer in memory reaches only the process it lives in: good for one process and for tests.
https://channels.readthedocs.io/en/stable/topics/channel_layers.html
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext

from wsgi2asgi_codemods.reading.names import Imports
from wsgi2asgi_codemods.reading.settings import assignments
from wsgi2asgi_codemods.reading.strings import preferred_quote
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.writing.adding_imports import Needed, add_imports
from wsgi2asgi_codemods.writing.below import insert_below
from wsgi2asgi_codemods.writing.indent import indent_of

#: https://django-environ.readthedocs.io, https://pypi.org/project/environs/, https://pypi.org/project/python-decouple/
_READER_CLASSES = ("environ.Env", "environ.FileAwareEnv", "environs.Env", "environs.FileAwareEnv")
_READERS = ("decouple.config",)

_LAYERS = """\
# The layer in memory reaches one process only. For several processes set REDIS_URL and
# install channels-redis.
CHANNEL_LAYERS = {'default': {'BACKEND': 'channels.layers.InMemoryChannelLayer'}}
if %(asked)s:
    CHANNEL_LAYERS['default'] = {
        'BACKEND': 'channels_redis.core.RedisChannelLayer',
        'CONFIG': {'hosts': [%(given)s]},
    }
"""


class ConfigureChannelLayers(CodemodCommand):
    """Adds ``CHANNEL_LAYERS`` unless the file assigns it already."""

    DESCRIPTION = "Configure the channel layer: in memory, or Redis where the environment names one."

    def __init__(self, context: CodemodContext, below: Sequence[str]) -> None:
        """``below``: settings in order of preference; the last assignment of the first that is there is the place."""
        super().__init__(context)
        self._below = below

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """Raises Refused where the file assigns none of the settings it could stand below."""
        if assignments(tree, "CHANNEL_LAYERS"):
            return tree
        anchor = next((found[-1] for name in self._below if (found := assignments(tree, name))), None)
        if anchor is None or anchor.depth:
            raise Refused(
                f"none of {', '.join(self._below)} is surely assigned here, so there is no place for the layers"
            )
        reader = self._reader(tree, anchor.line)
        quote = preferred_quote(anchor.line, tree)
        tree = tree.with_changes(default_indent=indent_of(tree))
        changed = insert_below(tree, anchor.line, _statements(tree, reader, quote), spaced=True)
        return changed if reader else add_imports(changed, {Needed("os"): "os"} if not _has_os(tree) else {})

    def _reader(self, tree: cst.Module, anchor: cst.SimpleStatementLine) -> str | None:
        """The project's own reader of the environment, if it is there before the anchor."""
        imports = Imports.of(tree)
        found = None
        for statement in tree.body:
            if statement is anchor:
                return found
            for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
                found = _reader_in(small, imports) or found
        return None


def _reader_in(small: cst.BaseSmallStatement, imports: Imports) -> str | None:
    if isinstance(small, cst.Assign) and isinstance(small.value, cst.Call):
        target = small.targets[0].target
        if imports.resolve(small.value.func) in _READER_CLASSES and isinstance(target, cst.Name):
            return target.value
    if isinstance(small, cst.ImportFrom):
        return next((local for local, target in Imports.of(small).bound.items() if target in _READERS), None)
    return None


def _statements(tree: cst.Module, reader: str | None, quote: str) -> list[cst.BaseStatement]:
    if reader:
        asked, given = f"{reader}('REDIS_URL', default='')", f"{reader}('REDIS_URL')"
    else:
        asked, given = "os.environ.get('REDIS_URL')", "os.environ['REDIS_URL']"
    text = (_LAYERS % {"asked": asked, "given": given}).replace("'", quote).replace("    ", tree.default_indent)
    parsed = cst.parse_module(text, config=tree.config_for_parsing)
    first, *others = parsed.body
    comment = [cst.EmptyLine(indent=False), *(line.with_changes(indent=True) for line in parsed.header)]
    return [first.with_changes(leading_lines=comment), *others]


def _has_os(tree: cst.Module) -> bool:
    return Imports.of(tree).bound.get("os") == "os"
