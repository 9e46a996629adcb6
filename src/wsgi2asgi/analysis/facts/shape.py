"""What the operations of a function say of themselves, whatever its values are: worked out once for each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from wsgi2asgi.analysis.facts.values import Op, Region

_LEAVES = ("return", "raise", "continue", "break")
_ASYNC = ("async_enter", "async_iterate")


class Shape:
    """``regions`` holds the region of each operation, ``callees`` the operations that are called, ``awaited`` those
    that are awaited, ``suspends`` also those that are entered or iterated asynchronously. ``defines``: functions or
    classes are made in it, which may read its variables whenever they run. ``set_on``: the variables on which it sets
    attributes."""

    def __init__(self, ops: Sequence[Op], regions: Sequence[Region]) -> None:
        self._ops = ops
        self._table = regions
        self.regions = [op.region for op in ops]
        self.callees = frozenset(op.inputs[0] for op in ops if op.kind == "call")
        self.awaited = frozenset(op.inputs[0] for op in ops if op.kind == "await")
        self.suspends = self.awaited.union(op.inputs[0] for op in ops if op.kind in _ASYNC)
        self.set_on = frozenset(ops[op.inputs[0]].name for op in ops if op.kind == "store_attr")
        self.defines = any(op.kind in ("function", "class") for op in ops)
        self._left: dict[int, bool] = {}
        self._reads: dict[int, frozenset[str]] = {}

    @cached_property
    def last(self) -> list[int]:
        """The last operation in each region, those of inner regions included."""
        last = [-1] * len(self._table)
        for index, region in enumerate(self.regions):
            while region >= 0:
                last[region] = index
                region = self._table[region].parent
        return last

    def leaves(self, region: int) -> bool:
        """Whether a region always ends in return, raise, continue or break."""
        known = self._left.get(region)
        if known is None:
            known = self._left[region] = self._leaves(region)
        return known

    def _leaves(self, region: int) -> bool:
        index = self.last[region]
        while index >= 0 and self._table[self.regions[index]].parent >= 0:
            if self.regions[index] == region:
                return self._ops[index].kind in _LEAVES
            index -= 1
        return False

    def reads(self, region: int, first: int) -> frozenset[str]:
        """The variables whose values from before may be read in a region that begins with operation ``first``: those
        that are read where no store in the region has come by for sure."""
        known = self._reads.get(region)
        if known is None:
            known = self._reads[region] = frozenset(self._read(region, first))
        return known

    def _read(self, region: int, first: int) -> set[str]:
        read: set[str] = set()
        stored: dict[str, set[int]] = {}  # the regions in which a variable is stored by now
        for index in range(first, self.last[region] + 1):
            op = self._ops[index]
            if op.kind == "name" and op.name not in read:
                if not self._is_inside(op.region, stored.get(op.name)):
                    read.add(op.name)
            elif op.kind in ("store", "import"):
                stored.setdefault(op.name, set()).add(op.region)
        return read

    def _is_inside(self, region: int, outer: set[int] | None) -> bool:
        while outer and region >= 0:
            if region in outer:
                return True
            region = self._table[region].parent
        return False
