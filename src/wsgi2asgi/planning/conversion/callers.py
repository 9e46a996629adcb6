"""Who else calls a view: a converted view returns a coroutine to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.operations import CallSite
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.knowledge.decorators import decorators
from wsgi2asgi.model.places import Reason
from wsgi2asgi.planning.conversion.direct_calls import BridgedCall, CannotBridge, DirectCall, bridged, calls_from
from wsgi2asgi.planning.conversion.eligibility import CONVERTIBLE
from wsgi2asgi.planning.conversion.engine import Conversion
from wsgi2asgi.planning.conversion.own_decorators import is_understood
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.sync_decorators import asking_async

#: Calls that take a view as a value and do not call it.
_TAKES_VIEWS = (
    "django.urls.conf.path", "django.urls.conf.re_path", "django.conf.urls.url", "django.urls.base.reverse",
    "django.urls.base.reverse_lazy", "django.shortcuts.redirect", "django.shortcuts.resolve_url",
    "django.urls.path", "django.urls.re_path", "django.urls.reverse", "django.urls.reverse_lazy",
)  # fmt: skip
#: Methods of test cases that compare it, as the result of ``resolve``.
_COMPARES = ("assertEqual", "assertEquals", "assertNotEqual", "assertIs", "assertIsNot")


@dataclass(frozen=True)
class Callers:
    """Calls that tests make, calls that handlers of views make, and a reason for each place that cannot be followed."""

    tests: tuple[DirectCall, ...]
    handlers: tuple[DirectCall, ...]
    objections: tuple[Reason, ...]


def callers_of(view: View, program: Program, answering: frozenset[str]) -> Callers:
    """Every place that calls the view or its handlers, or hands them to code that may. ``answering``: the handlers of
    all views, see ``handlers_of``."""
    tests: list[DirectCall] = []
    handlers: list[DirectCall] = []
    objections: list[Reason] = []
    for name in dict.fromkeys([view.name, *(handler.function for handler in view.handlers)]):
        for site in program.references(name):
            if _is_harmless(site, program, view):
                continue
            try:
                calls = list(_followed(program, site, view, name, answering))
            except CannotBridge:
                verb, short = "calls" if site.called else "uses", name.rpartition(".")[2]
                text = f"{site.caller} {verb} {short} directly and would get a coroutine"
                objections.append(Reason(text, site.place))
                continue
            (tests if _is_test(program, site.caller, answering) else handlers).extend(calls)
    return Callers(tuple(dict.fromkeys(tests)), tuple(dict.fromkeys(handlers)), tuple(objections))


def _followed(
    program: Program, site: CallSite, view: View, name: str, answering: frozenset[str]
) -> Iterable[DirectCall]:
    """The calls that a mention leads to. Raises CannotBridge."""
    caller = program.functions[site.caller]
    is_test = _is_test(program, caller.name, answering)
    if not is_test and caller.name not in answering:
        raise CannotBridge
    if name == view.name:
        return calls_from(program, site, program.class_(name) is not None)
    if is_test or not site.called or caller.is_async:
        raise CannotBridge
    return (DirectCall(caller.name, site.op, name),)


def _is_test(program: Program, caller: str, answering: frozenset[str]) -> bool:
    """A function of a test file; one called ``tests.py`` may hold views too."""
    return program.files[program.functions[caller].path].role == "test" and caller not in answering


def handlers_of(program: Program) -> frozenset[str]:
    """The functions that answer requests."""
    return frozenset(
        handler.function for view in program.views if view.kind in CONVERTIBLE for handler in view.handlers
    )


def bridged_tests(
    setting: Setting, view: View, callers: Callers, conversions: Mapping[str, Conversion]
) -> tuple[tuple[BridgedCall, ...], tuple[Reason, ...]]:
    """How tests call the view from now on, and a reason for each that cannot."""
    program = setting.program
    asks = _asks(view, setting, conversions)
    found: list[BridgedCall] = []
    objections: list[Reason] = []
    for call in callers.tests:
        try:
            found.append(bridged(program, call, asks))
        except CannotBridge:
            short, place = view.name.rpartition(".")[2], program.place(call.function, call.op)
            text = f"{call.function} calls {short} with a request that has no async user or session"
            objections.append(Reason(text, place))
    return tuple(dict.fromkeys(found)), tuple(objections)


def _asks(view: View, setting: Setting, conversions: Mapping[str, Conversion]) -> frozenset[str]:
    """What the async view takes from its request by methods that the middleware puts there."""
    found = {"user"} if asking_async(view, setting) else set()
    for conversion in conversions.values():
        found.update("user" for edit in conversion.edits if edit.kind in ("load_user", "await_user"))
        found.update("user" for edit in conversion.edits if edit.options.get("user"))
        found.update("session" for hop in conversion.hops for need in hop.needs if need.loads_session and need.twin)
    return frozenset(found)


def _is_harmless(site: CallSite, program: Program, view: View) -> bool:
    if site.where == "thread" and site.called:
        return False
    function = program.functions[site.caller]
    ops = function.facts.ops
    if ops[site.op].kind == "name" and isinstance(ops[site.op].value, int):
        return True  # a comprehension's variable of the same name
    consumer = _consumer(site.op, ops)
    if program.class_(view.name) is not None:
        if consumer is None:
            return not site.called
        if ops[consumer].kind == "attr" and ops[consumer].name == "as_view":
            call = _consumer(consumer, ops)
            taken = _consumer(call, ops) if call is not None else None
            return taken is not None and _takes_views(program, site.caller, taken)
        if site.called:
            return _is_instance_for(ops, site.op, {handler.method for handler in view.handlers})
        return ops[consumer].kind == "class" and program.view(f"{function.module}.{ops[consumer].name}") is not None
    if site.called or consumer is None:
        return False
    return _takes_views(program, site.caller, consumer) or _is_bound_again(program, site, view)


def _consumer(op: int, ops: tuple[Op, ...]) -> int | None:
    return next((index for index in range(op + 1, len(ops)) if op in ops[index].inputs), None)


def _is_instance_for(ops: tuple[Op, ...], made: int, methods: set[str]) -> bool:
    """``Page().get(...)``: the method is looked at as a mention of its own."""
    used = [op for op in ops if made in op.inputs]
    return len(used) == 1 and used[0].kind == "attr" and used[0].name in methods


def _takes_views(program: Program, caller: str, op: int) -> bool:
    """Whether the operation is such a call or a comparison, or puts a decorator around what goes into one."""
    ops = program.ops(caller)
    found = ops[op]
    if found.kind == "compare":
        return True
    if found.kind != "call":
        return False
    if ops[found.inputs[0]].kind == "attr" and ops[found.inputs[0]].name in _COMPARES:
        return True
    name = program.resolve(caller, found.inputs[0])
    if name is not None and program.canonical(name) in _TAKES_VIEWS:
        return True
    around = _consumer(op, ops)
    return around is not None and _is_decorator(program, caller, op) and _takes_views(program, caller, around)


def _is_bound_again(program: Program, site: CallSite, view: View) -> bool:
    """``page = login_required(page)``: what is put around the view there is one of its decorators."""
    ops = program.ops(site.caller)
    call = site.op
    while (around := _consumer(call, ops)) is not None and ops[around].kind == "call":
        call = around
    is_decorator = any(item.place == program.place(site.caller, call) for item in view.decorators)
    return around is not None and ops[around].kind == "store" and is_decorator


def _is_decorator(program: Program, caller: str, call: int) -> bool:
    ops = program.ops(caller)
    callee = ops[call].inputs[0]
    maker = ops[callee].inputs[0] if ops[callee].kind == "call" else callee
    name = program.resolve(caller, maker) or ""
    return program.canonical(name) in decorators() or is_understood(name, program)
