"""Calls that render templates: ``render``, ``render_to_string``, ``TemplateResponse``, ``Template.render``."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import awaited, keyed
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, Env, State
from wsgi2asgi.analysis.program.templates import contexts
from wsgi2asgi.analysis.program.templates.done import Done
from wsgi2asgi.analysis.program.templates.names import names_of
from wsgi2asgi.analysis.program.types import UNKNOWN, Container, Plain, Template, Types, join
from wsgi2asgi.model.findings import Certainty

_POSITIONS: dict[str, tuple[int | None, int, int | None]] = {
    # of the template's name, the context and the request
    "django.shortcuts.render": (1, 2, 0),
    "django.template.loader.render_to_string": (0, 1, 2),
    "django.template.response.TemplateResponse": (1, 2, 0),
    "django.template.response.SimpleTemplateResponse": (0, 1, None),
}
_KEYWORDS = ("template_name", "context", "request")


def call(state: State, index: int, name: str, given: Given) -> bool:
    """Follow the templates that a call renders; whether it is one that renders by name."""
    positions = _POSITIONS.get(name)
    if positions is None:
        return False
    at, context, request = (
        given.get(99 if position is None else position, keyword)
        for position, keyword in zip(positions, _KEYWORDS, strict=True)
    )
    if at is None and "template" in given.keywords:
        at = given.keywords["template"]
    names = _named(state, at)
    _render(state, index, names, _given(state, context), with_request=_is_given(state, request))
    return True


def loaded(state: State, given: Given) -> Types:
    """``get_template(name)``, ``select_template(names)``"""
    return (Template(_named(state, given.get(0, "template_name"))),)


def of_template(state: State, index: int, receiver: Template, given: Given) -> None:
    """``template.render(context, request)``"""
    context, request = given.get(0, "context"), given.get(1, "request")
    _render(state, index, receiver.names, _given(state, context), with_request=_is_given(state, request))


def of_view(state: State, index: int, cls: str) -> None:
    """``self.render_to_response(...)`` and what calls it in turn."""
    page = state.engine.pages.views.page(cls)
    if page is not None:
        state.called(index, page)


def _named(state: State, at: int | None) -> tuple[str, ...] | None:
    if at is None:
        return None
    op, owner = state.ops[at], state.function.owner
    if op.kind == "attr" and owner is not None and state.ops[op.inputs[0]].name == state.self_name:
        return state.engine.pages.views.stated(owner, op.name)
    return names_of(state.ops, at, state.function.facts.local)


def _given(state: State, context: int | None) -> Env:
    if context is None:
        return {}
    op = state.ops[context]
    if op.kind == "call" and len(op.inputs) == 1 and state.ops[op.inputs[0]].name == "locals":
        return dict(state.env)
    return contexts.variables(state.type(context))


def _is_given(state: State, request: int | None) -> bool:
    return request is not None and state.type(request) != (Plain("NoneType"),)


def _render(state: State, index: int, names: tuple[str, ...] | None, given: Env, *, with_request: bool) -> None:
    engine = state.engine
    env: Env = {}
    processors: tuple[str, ...] = ()
    if with_request:
        env = engine.pages.processors.variables(engine, awaited.user(state))
        processors = engine.pages.processors.functions(engine)
    others = join(env.get(keyed.OTHERS, ()), given.get(keyed.OTHERS, ()))
    env |= given | ({keyed.OTHERS: others} if others else {})
    env |= {key: types for key, types in state.env.items() if key in awaited.HIDDEN}
    pages = [engine.pages.page(name) for name in names or ()]
    done = Done(engine)
    if not any(pages):
        done.unsure = True
    for page in pages:
        if page is not None:
            name = engine.pages.whole(page, env, processors)
            state.called(index, name)
            done.add(name)
    lazy = names is None and _holds_lazy(given)
    effects = done.effects or (("db",) if done.unsure else ())
    sure: Certainty = "likely" if done.effects or lazy else "possible" if done.unsure else "certain"
    state.record(index, Effect("render", effects, sure, None, "render"))


def _holds_lazy(given: Env) -> bool:
    """Whether a context has a value that may query when a template shows it."""
    return any(
        not isinstance(item, (Plain, Container)) or (isinstance(item, Container) and item.element == UNKNOWN)
        for types in given.values()
        for item in types
    )
