"""Follows the settings module in order of execution, through star imports, list edits and dictionaries."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from wsgi2asgi.analysis.facts.values import FileFacts, FunctionFacts, Op
from wsgi2asgi.analysis.program import settings_lists
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.modules import absolute
from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.readable import readable
from wsgi2asgi.analysis.program.settings import Found, Settings, SettingValue, UnknownValue
from wsgi2asgi.analysis.program.settings_values import add, call_value, formatted, multiply, split
from wsgi2asgi.model.places import Place

#: The names of the module itself, and the methods that leave them as they are.
_NAMESPACES = ("globals()", "locals()", "vars()")
_READING = ("get", "keys", "values", "items", "copy")
#: Calls that may set anything, and those that are known to set nothing of what is looked for when given all names.
_SETTING = ("builtins.exec", "builtins.setattr", "builtins.delattr")
_KNOWN = ("split_settings.tools.include", "django_heroku.settings", "django_on_heroku.settings")
_MADE_HERE = "..."
#: Lists that functions of the project may change when they get them.
_LISTS = ("MIDDLEWARE", "AUTHENTICATION_BACKENDS")
_CONFIGURATIONS = ("configurations.base.Configuration", "configurations.Configuration")


@dataclass
class _Gathered:
    """What all modules together have said so far."""

    found: list[Found] = field(default_factory=list)
    origins: dict[int, dict[str, Place]] = field(default_factory=dict)  # of dictionaries, by identity
    kept: list[SettingValue] = field(default_factory=list)  # keeps those dictionaries alive
    first_branch: dict[str, int] = field(default_factory=dict)
    complete: bool = True


def read_settings(definitions: Definitions, module: str, configuration: str | None) -> Settings:
    """The settings of a module; of the class ``configuration`` where django-configurations is used."""
    gathered = _Gathered()
    names = definitions.names
    facts = names.facts(module)
    if facts is None:
        return Settings(complete=False)
    values = SettingsReader(names, gathered, ()).module(facts)
    classes = _configuration_classes(definitions, facts, configuration)
    for cls in reversed(classes):
        owner = names.facts(definitions.classes[cls].module)
        if owner is not None:
            reader = SettingsReader(names, gathered, (), frozenset(classes))
            values = {**values, **reader.body(owner, definitions.classes[cls].facts.qualname, dict(values))}
    merged = {name: value for name, value in values.items() if name.isupper()}
    return Settings(merged, _with_overridden(gathered.found), gathered.complete)


class SettingsReader:
    """Interprets one module or class body."""

    def __init__(
        self, names: Names, gathered: _Gathered, visiting: tuple[str, ...], classes: frozenset[str] = frozenset()
    ) -> None:
        self.names = names
        self.gathered = gathered
        self.visiting = visiting
        self.classes = classes  # of django-configurations, whose values so far are those of the body

    def module(self, facts: FileFacts) -> dict[str, SettingValue]:
        """All names a settings module binds, with their values."""
        self.visiting = (*self.visiting, facts.module)
        return self.body(facts, "", {})

    def body(self, facts: FileFacts, qualname: str, values: dict[str, SettingValue]) -> dict[str, SettingValue]:
        """The same of one body, beginning with ``values``."""
        self.facts, self.function, self.env = facts, facts.by_qualname[qualname], values
        self.results: list[SettingValue] = []
        for op in self.function.ops:
            self.results.append(self._value(op))
        return self.env

    # -- expressions ----------------------------------------------------------------------------------------

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

    def _on_attr(self, op: Op) -> SettingValue:
        base = self.results[op.inputs[0]]
        if not isinstance(base, UnknownValue):
            return UnknownValue(self._text())
        if base.text in self.classes and op.name in self.env:
            return self.env[op.name]
        target = self.names.facts(base.text)
        if target is not None and target.module not in self.visiting:
            inner = SettingsReader(self.names, _Gathered(), self.visiting).module(target)
            return inner.get(op.name, UnknownValue(f"{base.text}.{op.name}"))
        return UnknownValue(f"{base.text}.{op.name}")

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
                self._take_over(found, self.results[index])
                continue
            value = inputs.pop(0)
            found[str(self.results[index])] = self.results[value]
            self._originate(found, str(self.results[index]), value)
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
        if isinstance(base, UnknownValue) and base.text in _NAMESPACES and isinstance(key, str) and key in self.env:
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
            if isinstance(receiver, UnknownValue) and receiver.text in _NAMESPACES:
                self._bind_all(callee_op.name, arguments, keywords)
            if callee_op.name == "format" and not keywords:
                return formatted(receiver, "{}", arguments, self._text())
            if callee_op.name == "split":
                return split(receiver, arguments[0] if arguments else None, self._text())
        if not isinstance(callee, UnknownValue):
            return UnknownValue(self._text())
        if self._may_set(callee.text, [*arguments, *keywords.values()]):
            self.gathered.complete = False
        value = call_value(callee.text, arguments, keywords, self._text())
        if isinstance(value, dict):
            for name, index in zip(op.keywords, op.inputs[count:], strict=True):
                self._originate(value, (name or "").upper(), index)
        if callee.text == "split_settings.tools.optional" and arguments:
            return arguments[0]
        if callee.text == "split_settings.tools.include":
            self._include(arguments)
        return value

    def _may_set(self, callee: str, given: list[SettingValue]) -> bool:
        """Whether a call may give settings other values in ways that are not followed."""
        if callee in _KNOWN:
            return False
        if callee in _SETTING or any(isinstance(item, UnknownValue) and item.text in _NAMESPACES for item in given):
            return True
        is_own = callee == _MADE_HERE or self.names.facts(callee.rpartition(".")[0]) is not None
        return is_own and any(item is self.env.get(name) for name in _LISTS for item in given if isinstance(item, list))

    def _include(self, patterns: list[SettingValue]) -> None:
        """``include("base.py", "parts/*.py")`` runs files here: https://github.com/wemake-services/django-split-settings"""
        for pattern in patterns:
            if not isinstance(pattern, str):
                self.gathered.complete = False
                continue
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(self.facts.path), pattern))
            for facts in self.names.files.values():
                if fnmatchcase(facts.path, wanted) and facts.module not in self.visiting:
                    self.visiting = (*self.visiting, facts.module)
                    SettingsReader(self.names, self.gathered, self.visiting).body(facts, "", self.env)

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
        self._take_over(receiver, value)
        owner = self._owner(self.function.ops[op.inputs[0]].inputs[0])
        if owner is None:
            return
        origins = self.gathered.origins.get(id(value), {})
        for key, item in value.items():
            place = origins.get(key, place_of(self.facts.path, op.span))
            self._record(self.function.ops[owner[1]], (*owner[0], key), item, place)

    def _take_over(self, receiver: dict[str, SettingValue], value: SettingValue) -> None:
        if isinstance(value, dict):
            receiver.update(value)
            if id(value) in self.gathered.origins:
                self.gathered.kept.append(receiver)
                self.gathered.origins.setdefault(id(receiver), {}).update(self.gathered.origins[id(value)])

    # -- statements -----------------------------------------------------------------------------------------

    def _on_import(self, op: Op) -> SettingValue:
        target, _, name = str(op.value).partition(":")
        level = len(target) - len(target.lstrip("."))
        module = self.names.facts(absolute(self.facts, level, target.lstrip(".")))
        if module is None or module.module in self.visiting or (name != "*" and not name.isupper()):
            return None
        values = SettingsReader(self.names, self.gathered, self.visiting).module(module)
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
            self._originate(base, key, op.inputs[2])
            owner = self._owner(op.inputs[0])
            if owner:
                self._record(self.function.ops[owner[1]], (*owner[0], key), value, self.gathered.origins[id(base)][key])
        elif isinstance(base, list):
            settings_lists.put(base, self._slot(op.inputs[1]), value, is_sure=op.region == 0)
        elif isinstance(base, UnknownValue) and base.text in _NAMESPACES:
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
            self.gathered.complete = False

    def _owner(self, index: int) -> tuple[tuple[str, ...], int] | None:
        """(keys, operation of the name) of ``DATABASES["default"]``."""
        keys: list[str] = []
        op = self.function.ops[index]
        while op.kind == "subscript":
            keys.insert(0, str(self.results[op.inputs[1]]))
            index = op.inputs[0]
            op = self.function.ops[index]
        return (tuple(keys), index) if op.kind == "name" and op.name.isupper() else None

    def _replaces(self, op: Op) -> bool:
        """Whether a store under a condition counts: not where a branch before it already gave the value."""
        if op.name not in self.env:
            self.gathered.first_branch[op.name] = op.region
            return True
        chain = self.function.region_chain(self.function.ops.index(op))
        if self.function.ops[op.inputs[0]].kind == "binary":
            return True  # it adds to the value
        outermost = chain[-1]
        if outermost.kind in ("else", "except", "try_else"):
            return False
        test = self.function.ops[outermost.op] if outermost.op >= 0 else None
        return not (test and test.inputs and self.function.ops[test.inputs[0]].name == "DEBUG")

    # -- places ---------------------------------------------------------------------------------------------

    def _originate(self, owner: dict[str, SettingValue], key: str, index: int) -> None:
        place = place_of(self.facts.path, self.function.ops[index].span)
        if id(owner) not in self.gathered.origins:
            self.gathered.kept.append(owner)
        self.gathered.origins.setdefault(id(owner), {})[key] = place

    def _record(self, op: Op, keys: tuple[str, ...], value: SettingValue, place: Place) -> None:
        conditional = op.region != 0
        self.gathered.found.append(Found(op.name, value, place, keys, conditional))
        if isinstance(value, dict):
            origins = self.gathered.origins.get(id(value), {})
            for key, item in value.items():
                self._record(op, (*keys, key), item, origins.get(key, place))


def _configuration_classes(definitions: Definitions, facts: FileFacts, configuration: str | None) -> list[str]:
    """The class that counts and what it derives from, itself first; [] where there is none."""
    own = [
        f"{facts.module}.{cls.qualname}"
        for cls in facts.classes
        if definitions.derives(f"{facts.module}.{cls.qualname}", *_CONFIGURATIONS)
    ]
    if not own:
        return []
    chosen = f"{facts.module}.{configuration}" if configuration else own[-1]
    return [name for name in definitions.lineages.of(chosen) if name in definitions.classes]


def _with_overridden(found: list[Found]) -> tuple[Found, ...]:
    last: dict[str, int] = {}
    for index, item in enumerate(found):
        if not item.keys and not item.conditional:
            last[item.name] = index
    return tuple(
        Found(item.name, item.value, item.place, item.keys, item.conditional, index < last.get(item.name, -1))
        for index, item in enumerate(found)
    )


def configuration_of(function: FunctionFacts) -> str | None:
    """The class that ``os.environ.setdefault("DJANGO_CONFIGURATION", "Dev")`` names in manage.py or wsgi.py."""
    for op in function.ops:
        if op.kind == "call" and len(op.inputs) == 3:
            values = [function.ops[index].value for index in op.inputs[1:]]
            if values[0] == "DJANGO_CONFIGURATION" and isinstance(values[1], str):
                return values[1]
    return None
