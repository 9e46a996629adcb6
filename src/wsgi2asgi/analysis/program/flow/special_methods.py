"""What Python runs of a value by itself: for operators, comparisons, its text, its truth, its items and attributes.

https://docs.python.org/3/reference/datamodel.html#special-method-names
"""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import awaited, form_fields, generated_methods
from wsgi2asgi.analysis.program.flow.raised import CAUGHT
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped, certainty
from wsgi2asgi.analysis.program.heirs import MOST_HEIRS
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BoundField,
    Container,
    Form,
    FunctionRef,
    Instance,
    MethodRef,
    Object,
    Plain,
    QuerySet,
    Type,
    Types,
    User,
    join,
)
from wsgi2asgi.knowledge import model_methods
from wsgi2asgi.model.findings import Certainty

#: What making text of an object runs; Django's templates and ``escape`` ask for the last.
TEXT = ("__str__", "__format__", "__repr__", "__html__")
#: What comparing runs of either side.
ORDERING = ("__lt__", "__gt__", "__le__", "__ge__", "__eq__")
COMPARING = {"==": ("__eq__",), "!=": ("__ne__", "__eq__"), **dict.fromkeys(("<", ">", "<=", ">="), ORDERING)}
#: What sets and dictionaries run of what they look for, and of what they hold.
KEYED = ("__hash__", "__eq__")
#: What copying and pickling run.
COPYING = ("__copy__", "__deepcopy__", "__reduce_ex__", "__reduce__", "__getstate__")
#: What makes its text when it is asked for; it holds what the text is made of.
LAZY_FUNCTION = "django.utils.functional.lazy"
LAZY_TEXT = "django.utils.functional.lazystr"
MAPPING = ("keys", "__getitem__")
#: What ``contextlib.closing(x)`` gives; it holds x.
CLOSING = "contextlib.closing"
TRUTH = ("__bool__", "__len__")
_OPERATORS = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "@": "matmul", "**": "pow",
    "&": "and", "|": "or", "^": "xor", "<<": "lshift", ">>": "rshift",
}  # fmt: skip
_UNARY = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}
#: So deep is looked into lists, dictionaries and dataclasses for objects.
_DEPTH = 6
#: Where one of more functions than this may run, it is not known what does.
_MOST_CALLEES = 40


def run(state: State, index: int, item: Type, *names: str, given: tuple[Types, ...] = ()) -> Types | None:
    """Python runs the first of these that the project defines for a value; what it gives, None where it defines none.

    Classes below may define it anew; only the visitor is of no other class than the project says.
    """
    if isinstance(item, Object):
        run_lazy(state, index, item)
    cls = state.engine.class_of(item)
    for name in names if cls is not None else ():
        own = state.engine.definitions.find_method(cls or "", name)
        below = () if isinstance(item, User) else state.engine.heirs.defining(cls or "", name)
        functions = dict.fromkeys(found.name for found in (*((own,) if own is not None else ()), *below))
        if functions:
            return call_any(state, index, item, name, tuple(functions), given)
    lineage = state.engine.definitions.lineages.of(cls) if cls is not None else ()
    if any(model_methods.queries(lineage, name) for name in names):
        state.record(index, Effect("lazy-relation", ("db",), "likely", item, names[0]))
        return (Plain("str"),)
    return None


def call_any(
    state: State, index: int, item: Type, name: str, functions: tuple[str, ...], given: tuple[Types, ...] = ()
) -> Types:
    """One of these functions runs; what they give."""
    if len(functions) > _MOST_CALLEES:
        state.record(index, Effect("unknown-call", (), "possible", item, name))
        return UNKNOWN
    state.record(index, Effect("project-call", (), "certain", item, name, functions))
    found = join(*(state.engine.call(function, given, {}, item) for function in functions[: MOST_HEIRS + 1]))
    return capped(found) if len(functions) <= MOST_HEIRS + 1 else UNKNOWN


def run_each(state: State, index: int, source: int, names: tuple[str, ...], sure: Certainty | None = None) -> None:
    """Python may run any of these special methods of the value of ``source``, and of what it holds."""
    types = state.type(source)
    for item in types:
        if not isinstance(item, QuerySet):
            of_each(state, index, item, names, sure or certainty(types))


def of_each(
    state: State, index: int, item: Type, names: tuple[str, ...], sure: Certainty = "likely", depth: int = _DEPTH
) -> None:
    """The same of one value."""
    own = [name for name in names if run(state, index, item, name) is not None]
    if isinstance(item, User) and names != COPYING:  # a lazy user is copied as it is
        awaited.touch_user(state, index, item, names[0], sure)
    elif isinstance(item, Form) and names[0] in TEXT:
        state.engine.forms.shown(state, index, item, "__str__")
    elif isinstance(item, BoundField) and names[0] in TEXT:
        form_fields.shown(state, index, item)
    elif isinstance(item, Container):
        _of_parts(state, index, _held(item), names, depth)
    elif isinstance(item, Object) and item.cls in (CAUGHT, LAZY_TEXT):
        _of_parts(state, index, item.holds, TEXT, depth)
    elif isinstance(item, Instance) and not own and names[0] in TEXT and not _is_seen(state, item):
        state.record(index, Effect("unknown-call", (), "possible", item, names[0]))
    elif isinstance(item, Object) and len(own) < len(names):
        _of_parts(state, index, generated_methods.fields(state.engine, item.cls), names, depth)


def run_lazy(state: State, index: int, text: Object) -> None:
    """A lazy text is looked at: the functions run that make it."""
    for part in text.holds if text.cls == LAZY_TEXT else ():
        if isinstance(part, (FunctionRef, MethodRef)):
            state.record(index, Effect("project-call", (), "certain", text, "__str__", (part.name,)))
            state.engine.call(part.name, (), {})


def _of_parts(state: State, index: int, parts: Types, names: tuple[str, ...], depth: int) -> None:
    for part in parts if depth else ():
        if isinstance(part, FunctionRef):  # what a lazy address converts with
            state.record(index, Effect("project-call", (), "likely", None, "to_url", (part.name,)))
        elif isinstance(part, QuerySet):
            if names[0] in TEXT and not part.evaluated:
                state.record(index, Effect("orm-consume", ("db",), "likely", part))
        elif not isinstance(part, Form):
            of_each(state, index, part, names, depth=depth - 1)


def _is_seen(state: State, item: Instance) -> bool:
    """Whether it is known what makes the text of a row."""
    cls = state.engine.definitions.classes.get(item.model or "")
    return item.model in state.engine.models.all and (cls is None or not cls.has_unknown_base)


def _held(container: Container) -> Types:
    return join(container.element, *container.items, container.key, *(types for _, types in container.named or ()))


def operated(state: State, index: int, operator: str, left: int, right: int) -> Types | None:
    """``left + right``, ``left += right``; None where neither side is an object of the project that knows how."""
    name = _OPERATORS.get(operator.removesuffix("="))
    if name is None:
        return None
    of_left = (f"__i{name}__", f"__{name}__") if operator.endswith("=") else (f"__{name}__",)
    found = [
        *(run(state, index, item, *of_left, given=(state.type(right),)) for item in state.type(left)),
        *(run(state, index, item, f"__r{name}__", given=(state.type(left),)) for item in state.type(right)),
    ]
    given = [types for types in found if types is not None]
    return capped(join(*given)) if given else None


def turned(state: State, index: int, operator: str, source: int) -> Types | None:
    """``-value``, ``~value``."""
    found = (run(state, index, item, _UNARY[operator]) for item in state.type(source) if operator in _UNARY)
    given = [types for types in found if types is not None]
    return capped(join(*given)) if given else None
