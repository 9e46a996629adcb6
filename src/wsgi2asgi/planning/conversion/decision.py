"""What becomes of each view: one decision that both the advice and the plan are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.knowledge import async_api
from wsgi2asgi.model.findings import EffectKind
from wsgi2asgi.model.places import Reason
from wsgi2asgi.model.verdicts import Gain, Hops, Verdict
from wsgi2asgi.planning.conversion.access import CheckedClasses, against_checks
from wsgi2asgi.planning.conversion.access_tests import against_tests
from wsgi2asgi.planning.conversion.authentication import Authentication
from wsgi2asgi.planning.conversion.awaiting import Awaiting
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.callers import Callers, bridged_tests, callers_of, handlers_of
from wsgi2asgi.planning.conversion.collect import collect
from wsgi2asgi.planning.conversion.decorated import opening_line
from wsgi2asgi.planning.conversion.decorators_home import Help, Helps
from wsgi2asgi.planning.conversion.direct_calls import BridgedCall, DirectCall
from wsgi2asgi.planning.conversion.eligibility import CONVERTIBLE, objections
from wsgi2asgi.planning.conversion.engine import Conversion, Stays, convert
from wsgi2asgi.planning.conversion.gain import Gains
from wsgi2asgi.planning.conversion.gates import Gates
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.needs import Need
from wsgi2asgi.planning.conversion.own_decorators import Wrapper
from wsgi2asgi.planning.conversion.patches import Patches
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.surroundings import wrappers_of
from wsgi2asgi.planning.conversion.sync_decorators import asking_async, hops_of_help, loads_user
from wsgi2asgi.planning.conversion.wrappers import Around, against_wrappers, around
from wsgi2asgi.planning.view_hops import hops_converted, hops_now, hops_of_tests


@dataclass(frozen=True)
class Decision:
    """One view: whether it can become async, by which edits of which functions, and what that gains.

    ``wrappers`` of the project's decorators get an async twin with it; ``gated`` are the classes that get an async
    ``dispatch``; ``help``: how decorators that take sync views only stand on it; ``tests``: how tests have
    to call it then; ``callers``: calls of it in handlers of views; ``awaited``: the views that it calls, which must
    convert with it; ``backends``: methods of authentication backends that its decorators ask for in their async form;
    ``advice``: what changes with it besides.
    """

    view: View
    verdict: Verdict
    gain: Gain
    reasons: tuple[Reason, ...]
    effects: tuple[EffectKind, ...]
    hops: Hops
    conversions: Mapping[str, Conversion] = field(default_factory=dict)
    wrappers: Mapping[str, Conversion] = field(default_factory=dict)
    gated: tuple[str, ...] = ()
    help: Help | None = None
    tests: tuple[BridgedCall, ...] = ()
    callers: tuple[DirectCall, ...] = ()
    awaited: frozenset[str] = frozenset()
    backends: tuple[Function, ...] = ()
    advice: tuple[Reason, ...] = ()

    def holds(self, other: View) -> bool:
        """Whether the other view runs functions that the conversion of this one makes async."""
        own = {handler.function for handler in self.view.handlers}
        inherits = any(cls in (other.name, *other.bases) for cls in self.gated)
        return inherits or any(handler.function in own for handler in other.handlers)


@dataclass(frozen=True)
class _Looked:
    """What a look at the handlers gave: conversions, or reasons against."""

    conversions: dict[str, Conversion]
    wrappers: dict[str, Conversion]
    against: tuple[Reason, ...]
    checks: int = 0

    @property
    def hops(self) -> int:
        """The most that a request takes in its handler, and in what is around it, checks of access among that."""
        around = [hop for item in self.wrappers.values() for hop in item.hops if not hop.on_loop]
        own = (sum(not hop.on_loop for hop in item.hops) for item in self.conversions.values())
        return self.checks + len(around) + max(own, default=0)


def decide(program: Program, orm: Literal["native", "wrap"] = "native") -> tuple[Decision, ...]:
    """A decision for every view, in the order of ``program.views``."""
    setting = Setting.of(program, orm)
    if setting is None:
        text = "the project's Django version is not known, so nothing is converted (give it with --django)"
        return tuple(_kept(program, view, (Reason(text),), "none") for view in program.views)
    judge = _Judge(setting)
    while True:
        decisions = _as_families(program, [judge.decide(view) for view in program.views])
        if not judge.give_up(decisions):
            return decisions


class _Judge:
    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._program = setting.program
        self._harmless = Harmless(setting)
        self._patches = Patches(setting.program)
        self._helps = Helps(setting)
        self._checked = CheckedClasses(setting.program)
        self._gates = Gates(setting, self._checked)
        self._gains = Gains(setting.program)
        self._bodies: dict[str, tuple[Body, list[Need]]] = {}
        self._converted: dict[tuple[str, bool, bool], Conversion | Stays] = {}
        self._wrappers: dict[Wrapper, Around | Stays] = {}
        self._decided: dict[str, Decision] = {}
        views = {view.name: view for view in self._program.views if view.kind in CONVERTIBLE and not view.is_async}
        answering = handlers_of(self._program)
        self._callers = {name: callers_of(view, self._program, answering) for name, view in views.items()}
        self._awaiting = Awaiting(self._callers, views, self._harmless)

    def give_up(self, decisions: tuple[Decision, ...]) -> bool:
        """Whether views that others would await have to stay sync after all; those are to be decided again."""
        converting = [item for item in decisions if item.verdict == "convert"]
        functions = frozenset(name for item in converting for name in item.conversions)
        given_up = self._awaiting.give_up(frozenset(item.view.name for item in converting), functions)
        if given_up:
            views = {view.name for view in given_up}
            callers = {name for view in given_up for name in self._awaiting.callers(view)}
            for name in callers:
                self._bodies.pop(name, None)
            self._converted = {key: value for key, value in self._converted.items() if key[0] not in callers}
            self._decided = {
                name: item
                for name, item in self._decided.items()
                if name not in views and callers.isdisjoint(handler.function for handler in item.view.handlers)
            }
        return bool(given_up)

    def decide(self, view: View) -> Decision:
        """What becomes of it, as far as it does not hang on other views; remembered."""
        if view.name not in self._decided:
            self._decided[view.name] = self._decide(view)
        return self._decided[view.name]

    def _decide(self, view: View) -> Decision:
        program = self._program
        if view.is_async:
            runs = Reason("Django awaits it on the event loop; the findings say what blocks there", view.place)
            return Decision(view, "already-async", "none", (runs,), _effects(program, view), hops_now(program, view))
        gain = self._gains.of(view).gain
        if view.kind not in CONVERTIBLE:
            return _kept(program, view, tuple(dict.fromkeys(objections(view, self._setting))), gain)
        looked = self._look(view)
        callers = self._callers[view.name]
        bridges, unbridged = bridged_tests(self._setting, view, callers, {**looked.conversions, **looked.wrappers})
        against = (*self._against_view(view), *callers.objections, *unbridged, *looked.against)
        against = against or self._against_whole(view, looked)
        if against:
            return _kept(program, view, tuple(dict.fromkeys(against)), gain)
        return self._converting(view, looked, bridges, callers)

    def _against_view(self, view: View) -> Iterator[Reason]:
        """What is said against it before its handlers are looked at."""
        yield from objections(view, self._setting)
        yield from self._gates.objections(view)
        yield from self._harmless.stop_iterations.objections(view)
        yield from against_tests(view, self._setting)

    def _against_whole(self, view: View, looked: _Looked) -> tuple[Reason, ...]:
        """What is said against a view all of whose parts could convert."""
        given_up = self._awaiting.objection(view, self._program)
        if given_up:
            return (given_up,)
        patched = self._patches.objections(looked.conversions) + self._patches.of_loop(looked.conversions)
        if not patched and looked.conversions and all(item.is_one_unit for item in looked.conversions.values()):
            text = "all it does belongs into one hop, and that is how Django runs a sync view already"
            return (Reason(text, view.place),)
        return patched

    def _converting(self, view: View, looked: _Looked, bridges: tuple[BridgedCall, ...], callers: Callers) -> Decision:
        program, gain = self._program, self._gains.of(view)
        awaited = frozenset(call.view.name for name in looked.conversions for call in self._awaiting.calls_in(name))
        of_tests = hops_of_tests(item.name for item in asking_async(view, self._setting))
        hops = hops_converted(program, view, looked.hops + of_tests + hops_of_help(view, self._setting))
        known = self._asked_of(view)
        reasons = gain.reasons(hops.before, hops.after)
        return Decision(
            view, "convert", gain.gain, reasons, _effects(program, view), hops, looked.conversions, looked.wrappers,
            self._gates.classes(view), self._helps.of(view), bridges, callers.handlers, awaited,
            tuple(item.method for item in known.lacking), (*known.stricter, *self._asked_again(view, looked)),
        )  # fmt: skip

    def _asked_again(self, view: View, looked: _Looked) -> tuple[Reason, ...]:
        """Where the user was looked up before, if the view asks ``request.auser()``."""
        twin = self._setting.twin(async_api.REQUEST, "user")
        edits = (edit for item in looked.conversions.values() for edit in item.edits)
        asks = asking_async(view, self._setting) or any(twin in edit.options.values() for edit in edits)
        return self._setting.user_read_before if asks and twin is not None else ()

    def _asked_of(self, view: View) -> Authentication:
        """What the view's decorators ask of the project's authentication."""
        return self._setting.authentication if asking_async(view, self._setting) else Authentication()

    def _look(self, view: View) -> _Looked:
        """What becomes of what is around the handlers, of these, and of both together."""
        wrappers = [self._around(item) for item in wrappers_of(view, self._program)]
        understood = [found for found in wrappers if isinstance(found, Around)]
        checked = self._checked.of(view)
        in_thread = bool(hops_of_help(view, self._setting) or checked) or any(item.loads_user for item in understood)
        setting = replace(self._setting, user_in_thread=in_thread or self._setting.user_in_thread)
        functions = [self._program.function(item.function) for item in view.handlers]
        handlers = {item.name: self._handler(view, item, setting) for item in functions if item is not None}
        conversions = {name: found for name, found in handlers.items() if isinstance(found, Conversion)}
        stays = [found.reason for found in (*wrappers, *handlers.values()) if isinstance(found, Stays)]
        together = [*against_wrappers(view, understood, conversions, self._setting)]
        if checked:
            together += against_checks(view, conversions, self._program, self._harmless)
        changing = {found.function.name: found.conversion for found in understood if found.conversion.edits}
        return _Looked(conversions, changing, (*stays, *together), len(checked))

    def _handler(self, view: View, function: Function, setting: Setting) -> Conversion | Stays:
        """One handler as it will be under this view: with the lines that gates, decorators and helpers add to it."""
        body, own = self._body(function)
        opening = opening_line(body, view, setting, own)
        is_loaded = opening is not None or self._gates.load_user(view, function) or loads_user(view, setting)
        found = self._convert(body, setting, own, is_loaded)
        if isinstance(found, Stays):
            return found
        help_ = self._helps.of(view)
        added = (opening, self._gates.edits(view).get(function.name), help_.edit if help_ else None)
        return replace(found, edits=(*found.edits, *(edit for edit in added if edit)))

    def _around(self, wrapper: Wrapper) -> Around | Stays:
        if wrapper not in self._wrappers:
            try:
                self._wrappers[wrapper] = around(wrapper, self._setting, self._harmless)
            except Stays as stays:
                self._wrappers[wrapper] = stays
        return self._wrappers[wrapper]

    def _body(self, function: Function) -> tuple[Body, list[Need]]:
        """A handler with what it needs; views that inherit it share it."""
        if function.name not in self._bodies:
            body = Body(self._program, function)
            needs = self._awaiting.needs(body, collect(body, self._setting, self._harmless))
            self._bodies[function.name] = body, needs
        return self._bodies[function.name]

    def _convert(self, body: Body, setting: Setting, own: list[Need], user_is_loaded: bool) -> Conversion | Stays:
        key = body.function.name, setting.user_in_thread, user_is_loaded
        if key not in self._converted:
            try:
                self._converted[key] = convert(body, setting, own, user_is_loaded=user_is_loaded)
            except Stays as stays:
                self._converted[key] = stays
        return self._converted[key]


def _kept(program: Program, view: View, reasons: tuple[Reason, ...], gain: Gain) -> Decision:
    verdict: Verdict = "already-async" if view.is_async else "keep-sync"
    return Decision(view, verdict, gain, reasons, _effects(program, view), hops_now(program, view))


def _effects(program: Program, view: View) -> tuple[EffectKind, ...]:
    functions = {handler.function for handler in (*view.handlers, *view.overrides)}
    found = {effect.effect for function in functions for effect in program.effects_of(function)}
    return tuple(sorted(found))


def _as_families(program: Program, decisions: list[Decision]) -> tuple[Decision, ...]:
    """Views that share a handler convert together or not at all."""
    changed = True
    while changed:
        changed = False
        for index, decision in enumerate(decisions):
            if decision.verdict != "convert":
                continue
            held = next(
                (other for other in decisions if other.verdict == "keep-sync" and decision.holds(other.view)), None
            )
            if held is not None:
                text = f"it shares handlers with {held.view.name}, which stays sync"
                decisions[index] = _kept(program, decision.view, (Reason(text, held.view.place),), decision.gain)
                changed = True
    return tuple(decisions)
