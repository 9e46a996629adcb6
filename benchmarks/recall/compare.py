"""Compare what was seen while the tests ran with what the inspector says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from wsgi2asgi.analysis.program.observed import AS_GOOD, function_of
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.model.findings import EffectKind, Site
from wsgi2asgi.model.trace import Observed, Trace


@dataclass(frozen=True, slots=True)
class Miss:
    """Something seen that was not said; ``kind`` is pair, line or free."""

    kind: str
    function: str
    observed: Observed

    def text(self) -> str:
        """As it is listed: where, what, and the stack inwards."""
        at, found = self.observed.at, self.observed
        way = " > ".join(f"{frame.function.rpartition('.')[2]}:{frame.line}" for frame in found.stack[1:])
        what = f"{found.effect} ({', '.join(found.what)})"
        return f"{self.kind:<5}{at.path}:{at.line} {self.function}: {what}{f' > {way}' if way else ''}"


@dataclass(frozen=True)
class Comparison:
    """One project: the program as analysed and the trace of its tests.

    Compared is what happened while a request was answered, in files that are no tests.
    """

    program: Program
    trace: Trace

    @cached_property
    def observed(self) -> tuple[tuple[str, Observed], ...]:
        """What was seen within requests, with the program's name for the function."""
        found = []
        for item in self.trace.observed:
            facts = self.program.files.get(item.at.path)
            if item.scope == "outside" or facts is None or facts.role != "source":
                continue
            function = function_of(facts, self.program.functions, item.at)
            if function in self.program.functions:
                found.append((function, item))
        return tuple(found)

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """What ``check`` reports."""
        return self.program.sites()

    @cached_property
    def pairs(self) -> dict[tuple[str, EffectKind], Observed]:
        """Each (function, effect) seen, with one sight of it."""
        found: dict[tuple[str, EffectKind], Observed] = {}
        for function, item in self.observed:
            known = found.get((function, item.effect))
            if known is None or len(item.stack) < len(known.stack):
                found[function, item.effect] = item
        return found

    @cached_property
    def lines(self) -> dict[tuple[str, int, EffectKind], tuple[str, Observed]]:
        """Each line that no further function of the project stood behind."""
        return {
            (item.at.path, item.at.line, item.effect): (function, item)
            for function, item in self.observed
            if item.direct
        }

    def is_said(self, function: str, effect: EffectKind) -> bool:
        """Whether the function is said to have the effect, by itself or through what it calls."""
        said = {item.effect for item in self.program.effects_of(function)}
        said |= {site.effect for site in self.sites_of.get(function, ())}
        return not AS_GOOD.get(effect, frozenset({effect})).isdisjoint(said)

    @cached_property
    def sites_of(self) -> dict[str, list[Site]]:
        """The sites by function."""
        found: dict[str, list[Site]] = {}
        for site in self.sites:
            found.setdefault(site.function, []).append(site)
        return found

    @cached_property
    def sites_in(self) -> dict[str, list[Site]]:
        """The sites by file."""
        found: dict[str, list[Site]] = {}
        for site in self.sites:
            found.setdefault(site.place.path, []).append(site)
        return found

    def is_reported(self, path: str, line: int, effect: EffectKind) -> bool:
        """Whether a site of the effect stands on the line, or on a statement that goes over it."""
        wanted = AS_GOOD.get(effect, frozenset({effect}))
        return any(
            site.effect in wanted and site.place.line <= line <= max(site.place.end_line, site.place.line)
            for site in self.sites_in.get(path, ())
        )

    def is_called_free(self, function: str) -> bool:
        """Whether the tool claims to understand all that the function does, and that none of it is a query."""
        for name in reached(
            [function], lambda name: self.program.calls(name) if name in self.program.functions else ()
        ):
            operations = self.program.operations(name) if name in self.program.functions else ()
            if any(item.kind == "unknown-call" or {"db", "session"} & {*item.effects} for item in operations):
                return False
        return True

    def misses(self) -> Iterator[Miss]:
        """All that was seen and not said, in order of place."""
        for (function, effect), item in sorted(self.pairs.items(), key=lambda pair: (pair[1].at, pair[0])):
            if not self.is_said(function, effect):
                yield Miss("pair", function, item)
                if effect == "db" and self.is_called_free(function):
                    yield Miss("free", function, item)
        for (path, line, effect), (function, item) in sorted(self.lines.items()):
            if not self.is_reported(path, line, effect):
                yield Miss("line", function, item)

    def never_seen(self) -> tuple[tuple[Site, ...], int]:
        """The sites in the database whose line ran but was never seen to query, and how many such lines ran."""
        seen = {(item.at.path, item.at.line) for item in self.trace.observed if item.effect in ("db", "session")}
        ran = [
            site
            for site in self.sites
            if site.effect == "db" and site.place.line in self.trace.lines.get(site.place.path, ())
        ]
        silent = [
            site
            for site in ran
            if all((site.place.path, line) not in seen for line in range(site.place.line, site.place.end_line + 1))
        ]
        return tuple(silent), len({site.place for site in ran})
