"""What the expressions of a settings module are worth, operation by operation."""

from __future__ import annotations

from wsgi2asgi.analysis.facts.values import FileFacts, FunctionFacts, Op
from wsgi2asgi.analysis.program import settings_lists
from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.readable import readable
from wsgi2asgi.analysis.program.settings import SettingValue, UnknownValue
from wsgi2asgi.analysis.program.settings_found import FoundSettings
from wsgi2asgi.analysis.program.settings_values import add, formatted, multiply
from wsgi2asgi.model.places import Place

#: The names of the module itself.
NAMESPACES = ("globals()", "locals()", "vars()")


class SettingsExpressions:
    """Values of operations that bind nothing, in one body: ``env`` holds what its names stand for so far, ``results``
    the values of the operations so far."""

    def __init__(self, names: Names, found: FoundSettings) -> None:
        self.names = names
        self.found = found

    def follow(self, facts: FileFacts, function: FunctionFacts, env: dict[str, SettingValue]) -> None:
        """Take the operations of a body in their order."""
        self.facts, self.function, self.env = facts, function, env
        self.results: list[SettingValue] = []
        for op in function.ops:
            self.results.append(self._value(op))

    def _value(self, op: Op) -> SettingValue:
        method = getattr(self, f"_on_{op.kind}", None)
        if method is None:
            return UnknownValue(readable(self.function.ops, len(self.results)))
        result: SettingValue = method(op)
        return result

    def _text(self) -> str:
        return readable(self.function.ops, len(self.results))

    def _on_const(self, op: Op) -> SettingValue:
        return op.value if isinstance(op.value, (str, int, float, bytes, type(None))) else UnknownValue("...")

    def _on_name(self, op: Op) -> SettingValue:
        if op.value is None and op.name in self.env:
            return self.env[op.name]
        return UnknownValue(self.names.resolve_text(self.facts, self.function.qualname, op.name) or op.name)

    def _on_class(self, op: Op) -> SettingValue:
        return UnknownValue(f"{self.facts.module}.{op.name}")

    def _on_collection(self, op: Op) -> SettingValue:
        if op.name != "dict":
            return [item for index in op.inputs for item in self._spread(index)]
        found: dict[str, SettingValue] = {}
        inputs = list(op.inputs)
        while inputs:
            index = inputs.pop(0)
            if self.function.ops[index].kind == "double_star":
                self.found.take_over(found, self.results[index])
                continue
            value = inputs.pop(0)
            found[str(self.results[index])] = self.results[value]
            self.found.originate(found, str(self.results[index]), self._place(value))
        return found

    def _on_comprehension(self, op: Op) -> SettingValue:
        """``[app for app in APPS if app]``: the elements of a list, without the empty ones where that is asked."""
        element = self.function.ops[op.inputs[0]]
        regions = self.function.regions
        scope = regions[element.value] if element.kind == "name" and isinstance(element.value, int) else None
        if op.name == "dict" or scope is None or scope.op < 0 or self.function.ops[scope.op].kind != "iterate":
            return UnknownValue(self._text())
        values = self.results[self.function.ops[scope.op].inputs[0]]
        if not isinstance(values, list):
            return UnknownValue(self._text())
        tests = [region.op for region in self.function.region_chain(op.inputs[0]) if region.kind == "conditional"]
        asked = [self.function.ops[self.function.ops[test].inputs[0]] for test in tests if test >= 0]
        drops_empty = any(test.kind == "name" and test.name == element.name for test in asked)
        return [value for value in values if value or not drops_empty]

    def _spread(self, index: int) -> list[SettingValue]:
        value = self.results[index]
        is_star = self.function.ops[index].kind == "star"
        return value if is_star and isinstance(value, list) else [value]

    def _on_star(self, op: Op) -> SettingValue:
        return self.results[op.inputs[0]]

    _on_double_star = _on_star

    def _on_binary(self, op: Op) -> SettingValue:
        left, right = self.results[op.inputs[0]], self.results[op.inputs[1]]
        if op.name in ("+", "+="):
            return add(left, right, self._text())
        if op.name == "%":
            return formatted(left, "%s", [right], self._text())
        return multiply(left, right, self._text()) if op.name == "*" else UnknownValue(self._text())

    def _on_subscript(self, op: Op) -> SettingValue:
        base, key = self.results[op.inputs[0]], self.results[op.inputs[1]]
        if isinstance(base, dict) and isinstance(key, str) and key in base:
            return base[key]
        if isinstance(base, list):
            return settings_lists.item(base, self._slot(op.inputs[1]), self._text())
        if isinstance(base, UnknownValue) and base.text in NAMESPACES and isinstance(key, str) and key in self.env:
            return self.env[key]
        if isinstance(base, UnknownValue) and base.text.endswith("environ") and isinstance(key, str):
            return UnknownValue(self._text(), variable=key)
        return UnknownValue(self._text())

    def _slot(self, index: int) -> settings_lists.Slot:
        """The index that an operation gives, or the bounds of a slice; None where these are not known."""
        op = self.function.ops[index]
        if op.kind != "slice":
            return self.results[index]
        bounds = [None if part < 0 else self.results[part] for part in op.inputs]
        return slice(*bounds) if all(bound is None or isinstance(bound, int) for bound in bounds) else None

    def _on_unary(self, op: Op) -> SettingValue:
        value = self.results[op.inputs[0]]
        return -value if op.name == "-" and isinstance(value, (int, float)) else UnknownValue(self._text())

    def _on_boolean(self, op: Op) -> SettingValue:
        values = [self.results[index] for index in op.inputs]
        known = [value for value in values if not isinstance(value, UnknownValue)]
        return UnknownValue(self._text(), known[-1] if known else None, bool(known) and op.name == "or")

    def _on_conditional(self, op: Op) -> SettingValue:
        return UnknownValue(self._text(), self.results[op.inputs[1]], False)

    def _place(self, index: int) -> Place:
        return place_of(self.facts.path, self.function.ops[index].span)
