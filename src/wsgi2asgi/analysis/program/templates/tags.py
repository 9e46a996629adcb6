"""What tags do that the template language itself does not define."""

from __future__ import annotations

from collections.abc import Mapping

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.flow import form_fields, keyed
from wsgi2asgi.analysis.program.flow.state import Effect
from wsgi2asgi.analysis.program.templates import contexts, values
from wsgi2asgi.analysis.program.templates.libraries import Tag
from wsgi2asgi.analysis.program.templates.state import PieceState
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BoundField,
    Container,
    Form,
    Object,
    Plain,
    Types,
    join,
)
from wsgi2asgi.knowledge.templates import tag_kind

_CONTEXT: Types = (Object("django.template.context.Context"),)
_NODE = "django.template.base.Node"


def run(state: PieceState, index: int, op: Op) -> Types:
    """A tag: the project's own of that name first, then what is known of others."""
    if op.name == "regroup":
        row, key = (state.type(item) for item in op.inputs)
        named = (("grouper", key), ("list", (Container("list", row),)))
        return (Container("list", (Container("dict", join(row, key), named=named),)),)
    own = state.page.tags.tag(op.name)
    if own is not None:
        return _own(state, index, op, own)
    kind = tag_kind(op.name)
    if kind is None:
        state.unsure(index)
        state.env[keyed.OTHERS] = UNKNOWN
        return UNKNOWN
    for item in op.inputs:
        if kind == "shows":
            for value in state.type(item):
                if isinstance(value, (Form, BoundField)):
                    form_fields.shown(state, index, value)
        else:
            values.show(state, index, item)
    if kind == "cache":
        state.record(index, Effect("cache", ("cache",), "certain", None, "get"))
    return (Plain("str"),)


def _own(state: PieceState, index: int, op: Op, tag: Tag) -> Types:
    if tag.kind == "tag":
        return _compiled(state, index, tag)
    count = len(op.inputs) - len(op.keywords)
    positional = tuple(state.type(item) for item in op.inputs[:count])
    keywords: Mapping[str, Types] = {
        name: state.type(item) for name, item in zip(op.keywords, op.inputs[count:], strict=True) if name
    }
    if tag.takes_context:
        positional = (_CONTEXT, *positional)
    result = state.project_call(index, tag.function, positional, keywords)
    if tag.takes_context and _sets_items(state, tag.function):
        state.env[keyed.OTHERS] = UNKNOWN
    if tag.kind == "inclusion_tag":
        _included(state, index, tag, result)
        return (Plain("str"),)
    return result or UNKNOWN


def _sets_items(state: PieceState, function: str) -> bool:
    """Whether a function may put more into the context: ``context["x"] = ...``, ``context.update(...)``."""
    facts = state.engine.definitions.functions[function].facts
    return "update" in facts.mentions or any(op.kind == "store_item" for op in facts.ops)


def _included(state: PieceState, index: int, tag: Tag, result: Types) -> None:
    """The template of an inclusion tag gets what its function gives."""
    page = state.engine.pages.page(tag.template) if tag.template else None
    if page is None:
        state.unsure(index)
        return
    state.include(index, page, contexts.variables(result))


def _compiled(state: PieceState, index: int, tag: Tag) -> Types:
    """``@register.tag``: the function gives a node, which is rendered with the context."""
    engine = state.engine
    result = engine.call(tag.function, (), {})
    nodes = [
        function
        for item in result
        if isinstance(item, Object) and engine.definitions.derives(item.cls, _NODE)
        for function in (engine.definitions.find_method(item.cls, "render"),)
        if function is not None
    ]
    for function in nodes:
        engine.call(function.name, (_CONTEXT,), {})
    if not nodes:
        state.unsure(index)
    if not nodes or any(_sets_items(state, function.name) for function in nodes):
        state.env[keyed.OTHERS] = UNKNOWN
    callees = (tag.function, *(function.name for function in nodes))
    state.record(index, Effect("project-call", (), "certain", None, tag.function, callees))
    return UNKNOWN
