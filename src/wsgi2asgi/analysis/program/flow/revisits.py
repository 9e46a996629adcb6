"""Whether following a function once more may tell anything new."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.state import Env
from wsgi2asgi.analysis.program.program import Flow
from wsgi2asgi.analysis.program.types import Types


class Revisits:
    """What functions were followed with and what they gave. Moments are counted by the functions followed so far."""

    def __init__(self) -> None:
        self._now = 0
        self._begun: dict[str, Env] = {}
        self._followed: dict[str, int] = {}
        self._gave: dict[str, Types] = {}
        self._changed: dict[str, int] = {}

    def followed(self, function: str, begun: Env, gave: Types) -> None:
        """A function was followed from these variables."""
        self._now += 1
        self._begun[function] = begun
        self._followed[function] = self._now
        if self._gave.get(function) != gave:
            self._gave[function] = gave
            self._changed[function] = self._now

    def has_news(self, function: str, begins: Env, flow: Flow) -> bool:
        """Whether it would begin with other variables now, or something that it calls gives something else since. What
        the templates that it renders do may be known better by now."""
        if self._begun.get(function) != begins:
            return True
        moment = self._followed[function]
        return any(self._changed.get(call.callee, 0) > moment for call in flow.calls) or any(
            operation.kind == "render" for operation in flow.operations
        )
