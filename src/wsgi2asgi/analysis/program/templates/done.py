"""What happens when a page is rendered, with all that its templates call."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.operations import WRAPPED
from wsgi2asgi.model.findings import EffectKind

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine


class Done:
    """``effects`` of the pages added so far; ``unsure`` where something is called that cannot be seen."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._found: set[EffectKind] = set()
        self.unsure = False

    @property
    def effects(self) -> tuple[EffectKind, ...]:
        """Each effect once, in order."""
        return tuple(sorted(self._found))

    def add(self, name: str) -> None:
        """A page, by the name of its function."""
        pages, known = self._engine.pages.flows, self._engine.flows
        seen, waiting = {name}, deque([name])
        while waiting:
            name = waiting.popleft()
            flow = pages.get(name) or known.get(name)
            if flow is None:
                self.unsure = True
                continue
            for operation in flow.operations:
                if operation.where != "later":
                    self._found.update(operation.effects)
                    self.unsure = self.unsure or (operation.kind == "unknown-call" and operation.method != WRAPPED)
            for call in flow.calls:
                if call.called and call.where != "later" and call.callee not in seen:
                    seen.add(call.callee)
                    waiting.append(call.callee)
