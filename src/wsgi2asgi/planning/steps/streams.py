"""The step ``streams``: what a generator that waits yields is sent when it comes.

Under ASGI Django reads a sync iterator to its end before it sends a byte; an endless one never answers. An async
generator around it fetches one chunk after the other in the request's thread.
https://docs.djangoproject.com/en/5.2/ref/request-response/#streaminghttpresponse-objects
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.plan import EditPython, Json, Step
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.layout import layout_of

CODEMOD = "convert_view_to_async"
#: The first Django that serves async iterators.
FIRST_DJANGO = (4, 2)
_RESPONSE = "django.http.response.StreamingHttpResponse"
#: What a generator may wait for between two chunks. Others are quick, and a hop for each chunk would cost more.
_WAITS = frozenset({"sleep", "lock", "http", "socket"})


def plan(program: Program, options: MigrateOptions) -> Step:
    """One wish a file; for review, as the project cannot stream under WSGI any more."""
    version = program.project.django_version
    found: dict[str, list[tuple[Function, int]]] = {}
    for function, op in _streams(program) if version is not None and version >= FIRST_DJANGO else ():
        found.setdefault(function.path, []).append((function, op))
    wishes = tuple(_wish(program, path, places) for path, places in sorted(found.items()))
    return Step("streams", CODEMOD, "Streams that are sent as they come", "review", wishes)


def _streams(program: Program) -> Iterator[tuple[Function, int]]:
    """Functions of a module, and the calls in them that make a waiting generator for a streaming response."""
    for function, _, call in program.calls_of(_RESPONSE):
        is_plain = function.facts.kind == "function" and not function.facts.parent and "#" not in function.name
        if program.files[function.path].role != "source" or not is_plain:
            continue
        given = call.positional[0] if call.positional else call.keyword("streaming_content")
        if given is not None and _is_waiting_generator(program, function, given):
            yield function, given


def _is_waiting_generator(program: Program, function: Function, op: int) -> bool:
    found = program.ops(function.name)[op]
    name = program.resolve(function.name, found.inputs[0]) if found.kind == "call" else None
    made = program.function(name) if name else None
    if made is None or made.is_async or not made.facts.is_generator or made.decorators:
        return False
    if not all(_yields_something(made, item) for item in made.facts.ops if item.kind in ("yield", "yield_from")):
        return False
    return any(effect.effect in _WAITS for effect in program.effects_of(made.name))


def _yields_something(made: Function, item: Op) -> bool:
    """Whether it yields one value, and not None, which stands for the end."""
    if item.kind == "yield_from" or not item.inputs:
        return False
    value = made.facts.ops[item.inputs[0]]
    return value.kind != "const" or value.value is not None


def _wish(program: Program, path: str, places: list[tuple[Function, int]]) -> EditPython:
    taken = program.files[path].mentions | {item.name for item in program.files[path].functions}
    name = next(name for name in ("in_thread", "pulled_in_thread", "chunks_in_thread") if name not in taken)
    first = min((function for function, _ in places), key=lambda item: item.facts.span)
    edits = [Edit("define_pull", first.facts.span, {"name": name})]
    edits += [Edit("pull_in_thread", function.facts.ops[op].span, {"name": name}) for function, op in places]
    made: list[Json] = [{"name": name, "edits": [edit.as_json() for edit in edits]}]
    layout = layout_of(program, path)
    parameters: dict[str, Json] = {
        "functions": made,
        "line_length": layout.line_length,
        "formatted": layout.formatted,
    }
    why = f"{', '.join(dict.fromkeys(item.facts.name for item, _ in places))}: sends each chunk when it is there"
    return EditPython(path, CODEMOD, parameters, content_hash(program.project.tree.read(path)), why)
