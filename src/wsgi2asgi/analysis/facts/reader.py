"""The facts of one file."""

from __future__ import annotations

import ast
import re
import sys
import warnings

from wsgi2asgi.analysis.facts.columns import Columns
from wsgi2asgi.analysis.facts.statements import Statements
from wsgi2asgi.analysis.facts.suppressions import suppressions
from wsgi2asgi.analysis.facts.values import FileFacts, FileRole
from wsgi2asgi.analysis.recursion import recursion_limit
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.model.source import Undecodable, content_hash, decode_python

#: Deep enough for machine-written tables and long chains of ``+``, shallow enough for the C stack of Python 3.10.
_DEPTH = 6000
_PYTHON_2 = re.compile(r"Missing parentheses in call to|multiple exception types must be|leading zeros in decimal")


def read_facts(path: str, data: bytes, role: FileRole) -> FileFacts | Skipped:
    """The facts of a file's content, or why there are none. Never raises, whatever the bytes are.

    ``module`` of the result is empty: it depends on where the file stands, see ``gather``.
    """
    try:
        source = decode_python(data)
        with recursion_limit(_DEPTH), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the user's invalid escapes are not ours to report
            tree = ast.parse(source.text, filename=path)
            lowering = Statements(Columns(source.text), bodies=role != "migration")
            if role == "test" and "\r" not in source.text:
                lowering.lines = source.text.split("\n")
            lowering.module(tree.body, source.text.count("\n") + 1)
        comments = suppressions(source.text)
    except Undecodable as error:
        return Skipped(path, str(error))
    except SyntaxError as error:
        return Skipped(path, _syntax(error))
    except ValueError as error:  # null bytes, and integers too long to convert
        return Skipped(path, f"does not parse: {error}")
    except (RecursionError, MemoryError):
        return Skipped(path, "nests too deeply to be read")
    return FileFacts(
        path=path,
        module="",
        role=role,
        content=content_hash(data),
        encoding=source.encoding,
        lines=source.text.count("\n") + (not source.text.endswith("\n")),
        functions=tuple(lowering.functions),
        classes=tuple(lowering.classes),
        imports=tuple(lowering.imports),
        exports=tuple(lowering.exports) if lowering.exports is not None else None,
        suppressions=comments,
        mentions=frozenset().union(*(function.mentions for function in lowering.functions)),
        has_bodies=role != "migration",
    )


def _syntax(error: SyntaxError) -> str:
    where = f" (line {error.lineno})" if error.lineno else ""
    if _PYTHON_2.search(error.msg or ""):
        return f"does not parse: {error.msg}{where}; it looks like Python 2"
    version = ".".join(map(str, sys.version_info[:2]))
    return (
        f"does not parse as Python {version}, which runs wsgi2asgi: {error.msg}{where}; "
        "if its syntax is newer, run wsgi2asgi on the project's Python"
    )
