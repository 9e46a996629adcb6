"""The step ``streams``: what a generator that waits, or goes through rows, yields is sent when it comes.

Under ASGI Django reads a sync iterator to its end before it sends a byte; an endless one never answers. Where all that
waits is rows, the generator itself becomes async. Else an async generator around it fetches one chunk after the other
in the request's thread.
https://docs.djangoproject.com/en/5.2/ref/request-response/#streaminghttpresponse-objects
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.plan import EditPython, Json, Step
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.layout import layout_parameters
from wsgi2asgi.planning.conversion.row_streams import edits_of_row_generator
from wsgi2asgi.planning.conversion.setting import Setting

CODEMOD = "convert_view_to_async"
#: The first Django that serves async iterators.
FIRST_DJANGO = (4, 2)
#: A function, the call in it that makes a generator, and that generator's function.
_Stream: TypeAlias = tuple[Function, int, Function]
_RESPONSE = "django.http.response.StreamingHttpResponse"
#: What a generator may wait for between two chunks. Others are quick, and a hop for each chunk would cost more.
_WAITS = frozenset({"sleep", "lock", "http", "socket"})


@dataclass
class _Planned:
    """What changes in one file: calls to be fetched from in a thread, and generators that become async."""

    pulled: list[tuple[Function, int]] = field(default_factory=list)
    made_async: dict[str, tuple[Edit, ...]] = field(default_factory=dict)


def plan(program: Program, options: MigrateOptions) -> Step:
    """One wish a file; for review, as the project cannot stream under WSGI any more."""
    setting = Setting.of(program, options.orm)
    found: dict[str, _Planned] = {}
    if setting is not None and setting.django >= FIRST_DJANGO:
        streams = tuple(_streams(program))
        for function, op, made in streams:
            if _is_waiting(program, made):
                found.setdefault(function.path, _Planned()).pulled.append((function, op))
        for made, edits in _of_rows(setting, streams):
            found.setdefault(made.path, _Planned()).made_async[made.name] = edits
    wishes = tuple(_wish(program, path, planned) for path, planned in sorted(found.items()))
    return Step("streams", CODEMOD, "Streams that are sent as they come", "review", wishes)


def _streams(program: Program) -> Iterator[_Stream]:
    """Functions of a module, the calls in them that make a generator for a streaming response, and the generators."""
    for function, _, call in program.calls_of(_RESPONSE):
        is_plain = function.facts.kind == "function" and not function.facts.parent and "#" not in function.name
        if program.files[function.path].role != "source" or not is_plain:
            continue
        given = call.positional[0] if call.positional else call.keyword("streaming_content")
        made = _generator(program, function, given) if given is not None else None
        if given is not None and made is not None:
            yield function, given, made


def _generator(program: Program, function: Function, op: int) -> Function | None:
    """The generator function of the project that a call there calls."""
    found = program.ops(function.name)[op]
    name = program.resolve(function.name, found.inputs[0]) if found.kind == "call" else None
    made = program.function(name) if name else None
    if made is None or made.is_async or not made.facts.is_generator or made.decorators:
        return None
    return made


def _of_rows(setting: Setting, streams: Sequence[_Stream]) -> Iterator[tuple[Function, tuple[Edit, ...]]]:
    """Generators that are made for such responses alone, and whose rows are all they wait for. Nobody may read what is
    streamed in another way: that goes through a sync iterator."""
    program, harmless = setting.program, Harmless(setting)
    if any(_reads_streams(program, function) for function in program.functions.values()):
        return
    streamed = {(function.name, op) for function, op, _ in streams}
    for made in dict.fromkeys(made for _, _, made in streams):
        is_plain = not made.facts.parent and "#" not in made.name
        callers = {(site.caller, site.op) for site in program.references(made.name)}
        if is_plain and callers <= streamed and not _is_waiting(program, made):
            edits = edits_of_row_generator(setting, harmless, made)
            if edits:
                yield made, edits


def _reads_streams(program: Program, function: Function) -> bool:
    is_test = program.files[function.path].role == "test"
    return not function.facts.mentions.isdisjoint(("streaming_content", *(("getvalue",) if is_test else ())))


def _is_waiting(program: Program, made: Function) -> bool:
    if not all(_yields_something(made, item) for item in made.facts.ops if item.kind in ("yield", "yield_from")):
        return False
    return any(effect.effect in _WAITS for effect in program.effects_of(made.name))


def _yields_something(made: Function, item: Op) -> bool:
    """Whether it yields one value, and not None, which stands for the end."""
    if item.kind == "yield_from" or not item.inputs:
        return False
    value = made.facts.ops[item.inputs[0]]
    return value.kind != "const" or value.value is not None


def _wish(program: Program, path: str, planned: _Planned) -> EditPython:
    names = [function.facts.name for function, _ in planned.pulled]
    names += [program.functions[name].facts.name for name in planned.made_async]
    made: list[Json] = [
        {"name": program.functions[name].facts.qualname, "edits": [edit.as_json() for edit in edits]}
        for name, edits in planned.made_async.items()
    ]
    parameters: dict[str, Json] = {
        "functions": [*_pulling(program, path, planned.pulled), *made],
        **layout_parameters(program, path),
    }
    why = f"{', '.join(dict.fromkeys(names))}: sends each chunk when it is there"
    return EditPython(path, CODEMOD, parameters, content_hash(program.project.tree.read(path)), why)


def _pulling(program: Program, path: str, places: list[tuple[Function, int]]) -> list[Json]:
    """What fetches chunks in a thread, and its use at these places."""
    if not places:
        return []
    taken = program.files[path].mentions | {item.name for item in program.files[path].functions}
    name = next(name for name in ("in_thread", "pulled_in_thread", "chunks_in_thread") if name not in taken)
    first = min((function for function, _ in places), key=lambda item: item.facts.span)
    edits = [Edit("define_pull", first.facts.span, {"name": name})]
    edits += [Edit("pull_in_thread", function.facts.ops[op].span, {"name": name}) for function, op in places]
    return [{"name": name, "edits": [edit.as_json() for edit in edits]}]
