"""Follows one module or class body of settings: imports, assignments, and calls that change settings."""

from __future__ import annotations

import posixpath
from fnmatch import fnmatchcase

from wsgi2asgi.analysis.facts.values import FileFacts, Op
from wsgi2asgi.analysis.program import settings_lists
from wsgi2asgi.analysis.program.modules import absolute
from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.settings import SettingValue, UnknownValue
from wsgi2asgi.analysis.program.settings_expressions import NAMESPACES, SettingsExpressions
from wsgi2asgi.analysis.program.settings_found import FoundSettings
from wsgi2asgi.analysis.program.settings_values import call_value, formatted, split
from wsgi2asgi.model.places import Place

#: Methods of the module's names that leave them as they are.
_READING = ("get", "keys", "values", "items", "copy")
#: Calls that may set anything, and those that are known to set nothing of what is looked for when given all names.
_SETTING = ("builtins.exec", "builtins.setattr", "builtins.delattr")
_KNOWN = ("split_settings.tools.include", "django_heroku.settings", "django_on_heroku.settings")
_MADE_HERE = "..."
#: Lists that functions of the project may change when they get them.
_LISTS = ("MIDDLEWARE", "AUTHENTICATION_BACKENDS")


class SettingsBody(SettingsExpressions):
    """Runs through bodies in order of execution, through star imports, list edits and dictionaries."""

    def __init__(
        self, names: Names, found: FoundSettings, visiting: tuple[str, ...], classes: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(names, found)
        self.visiting = visiting
        self.classes = classes  # of django-configurations, whose values so far are those of the body

    def module(self, facts: FileFacts) -> dict[str, SettingValue]:
        """All names a settings module binds, with their values."""
        self.visiting = (*self.visiting, facts.module)
        return self.body(facts, "", {})

    def body(self, facts: FileFacts, qualname: str, values: dict[str, SettingValue]) -> dict[str, SettingValue]:
        """The same of one body, beginning with ``values``."""
        self.follow(facts, facts.by_qualname[qualname], values)
        return self.env

    def _on_attr(self, op: Op) -> SettingValue:
        base = self.results[op.inputs[0]]
        if not isinstance(base, UnknownValue):
            return UnknownValue(self._text())
        if base.text in self.classes and op.name in self.env:
            return self.env[op.name]
        target = self.names.facts(base.text)
        if target is not None and target.module not in self.visiting:
            inner = SettingsBody(self.names, FoundSettings(), self.visiting).module(target)
            return inner.get(op.name, UnknownValue(f"{base.text}.{op.name}"))
        return UnknownValue(f"{base.text}.{op.name}")

    def _on_call(self, op: Op) -> SettingValue:
        callee_op = self.function.ops[op.inputs[0]]
        callee = self.results[op.inputs[0]]
        count = len(op.inputs) - len(op.keywords)
        arguments = [item for index in op.inputs[1:count] for item in self._spread(index)]
        given = zip(op.keywords, op.inputs[count:], strict=True)
        keywords = {name: self.results[index] for name, index in given if name}
        if callee_op.kind == "attr":
            receiver = self.results[callee_op.inputs[0]]
            if isinstance(receiver, dict):
                return self._edit_dict(receiver, callee_op.name, arguments, keywords, op)
            if isinstance(receiver, list):
                return settings_lists.edit(receiver, callee_op.name, arguments)
            if isinstance(receiver, UnknownValue) and receiver.text in NAMESPACES:
                self._bind_all(callee_op.name, arguments, keywords)
            if callee_op.name == "format" and not keywords:
                return formatted(receiver, "{}", arguments, self._text())
            if callee_op.name == "split":
                return split(receiver, arguments[0] if arguments else None, self._text())
        if not isinstance(callee, UnknownValue):
            return UnknownValue(self._text())
        if self._may_set(callee.text, [*arguments, *keywords.values()]):
            self.found.complete = False
        value = call_value(callee.text, arguments, keywords, self._text())
        if isinstance(value, dict):
            for name, index in zip(op.keywords, op.inputs[count:], strict=True):
                self.found.originate(value, (name or "").upper(), self._place(index))
        if callee.text == "split_settings.tools.optional" and arguments:
            return arguments[0]
        if callee.text == "split_settings.tools.include":
            self._include(arguments)
        return value

    def _may_set(self, callee: str, given: list[SettingValue]) -> bool:
        """Whether a call may give settings other values in ways that are not followed."""
        if callee in _KNOWN:
            return False
        if callee in _SETTING or any(isinstance(item, UnknownValue) and item.text in NAMESPACES for item in given):
            return True
        is_own = callee == _MADE_HERE or self.names.facts(callee.rpartition(".")[0]) is not None
        return is_own and any(item is self.env.get(name) for name in _LISTS for item in given if isinstance(item, list))

    def _include(self, patterns: list[SettingValue]) -> None:
        """``include("base.py", "parts/*.py")`` runs files here: https://github.com/wemake-services/django-split-settings"""
        for pattern in patterns:
            if not isinstance(pattern, str):
                self.found.complete = False
                continue
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(self.facts.path), pattern))
            for facts in self.names.files.values():
                if fnmatchcase(facts.path, wanted) and facts.module not in self.visiting:
                    self.visiting = (*self.visiting, facts.module)
                    SettingsBody(self.names, self.found, self.visiting).body(facts, "", self.env)

    def _edit_dict(
        self,
        receiver: dict[str, SettingValue],
        method: str,
        arguments: list[SettingValue],
        keywords: dict[str, SettingValue],
        op: Op,
    ) -> SettingValue:
        """``DATABASES["default"].update(...)`` and ``setdefault`` likewise; ``get`` reads."""
        first = arguments[0] if arguments else None
        if method == "update":
            for value in (first, keywords):
                if isinstance(value, dict):
                    self._update(receiver, value, op)
        elif method == "setdefault" and isinstance(first, str) and len(arguments) == 2:
            if first not in receiver:
                self._update(receiver, {first: arguments[1]}, op)
            return receiver[first]
        elif method == "get" and isinstance(first, str):
            return receiver.get(first, arguments[1] if len(arguments) > 1 else None)
        return None

    def _update(self, receiver: dict[str, SettingValue], value: dict[str, SettingValue], op: Op) -> None:
        """Take the values over; where they stand is where they were given, else the call."""
        self.found.take_over(receiver, value)
        owner = self._owner(self.function.ops[op.inputs[0]].inputs[0])
        if owner is None:
            return
        place = place_of(self.facts.path, op.span)
        for key, item in value.items():
            self._record(owner[1], (*owner[0], key), item, self.found.origin(value, key, place))

    def _on_import(self, op: Op) -> SettingValue:
        target, _, name = str(op.value).partition(":")
        level = len(target) - len(target.lstrip("."))
        module = self.names.facts(absolute(self.facts, level, target.lstrip(".")))
        if module is None or module.module in self.visiting or (name != "*" and not name.isupper()):
            return None
        values = SettingsBody(self.names, self.found, self.visiting).module(module)
        if name == "*":
            public = {key: value for key, value in values.items() if not key.startswith("_")}
            self.env.update({**public, **self.env} if self._is_fallback() else public)
        elif name in values:
            self.env[op.name] = values[name]
        return None

    def _is_fallback(self) -> bool:
        """Whether the operation runs in the place of others: ``except ImportError: from .base import *``."""
        chain = self.function.region_chain(len(self.results))
        return bool(chain) and chain[-1].kind in ("else", "except")

    def _on_store(self, op: Op) -> SettingValue:
        if not op.inputs:
            return None
        value, conditional = self.results[op.inputs[0]], op.region != 0
        if op.name.isupper():
            self._record(op, (), value, place_of(self.facts.path, op.span))
        if not conditional or self._replaces(op):
            self.env[op.name] = value
        return value

    def _on_store_item(self, op: Op) -> SettingValue:
        base, key, value = (self.results[index] for index in op.inputs)
        if isinstance(base, dict) and isinstance(key, str):
            fresh = key not in base
            if fresh or op.region == 0:
                base[key] = value
            place = self._place(op.inputs[2])
            self.found.originate(base, key, place)
            owner = self._owner(op.inputs[0])
            if owner:
                self._record(owner[1], (*owner[0], key), value, place)
        elif isinstance(base, list):
            settings_lists.put(base, self._slot(op.inputs[1]), value, is_sure=op.region == 0)
        elif isinstance(base, UnknownValue) and base.text in NAMESPACES:
            self._bind_all("update", [{key: value} if isinstance(key, str) else key], {})
        return None

    def _on_delete_item(self, op: Op) -> SettingValue:
        base = self.results[op.inputs[0]]
        if isinstance(base, list) and op.region == 0:
            settings_lists.take(base, self._slot(op.inputs[1]))
        return None

    def _bind_all(self, method: str, arguments: list[SettingValue], keywords: dict[str, SettingValue]) -> None:
        """``globals().update(...)``, ``globals()["MIDDLEWARE"] = ...``; what is unknown and depends is left out, as a
        ``local_settings`` is that may be imported."""
        given = arguments[0] if arguments else keywords
        if method == "update" and isinstance(given, dict):
            self.env.update({**given, **keywords})
        elif method not in _READING and self.function.ops[len(self.results)].region == 0:
            self.found.complete = False

    def _owner(self, index: int) -> tuple[tuple[str, ...], Op] | None:
        """(keys, operation of the name) of ``DATABASES["default"]``."""
        keys: list[str] = []
        op = self.function.ops[index]
        while op.kind == "subscript":
            keys.insert(0, str(self.results[op.inputs[1]]))
            index = op.inputs[0]
            op = self.function.ops[index]
        return (tuple(keys), op) if op.kind == "name" and op.name.isupper() else None

    def _replaces(self, op: Op) -> bool:
        """Whether a store under a condition counts: not where a branch before it already gave the value."""
        if op.name not in self.env:
            return True
        chain = self.function.region_chain(self.function.ops.index(op))
        if self.function.ops[op.inputs[0]].kind == "binary":
            return True  # it adds to the value
        outermost = chain[-1]
        if outermost.kind in ("else", "except", "try_else"):
            return False
        test = self.function.ops[outermost.op] if outermost.op >= 0 else None
        return not (test and test.inputs and self.function.ops[test.inputs[0]].name == "DEBUG")

    def _record(self, op: Op, keys: tuple[str, ...], value: SettingValue, place: Place) -> None:
        self.found.record(op.name, keys, value, place, conditional=op.region != 0)
