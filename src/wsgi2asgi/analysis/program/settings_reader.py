"""Reads the settings: a module with what it star-imports, or a class of django-configurations in it."""

from __future__ import annotations

from wsgi2asgi.analysis.facts.values import FileFacts, FunctionFacts
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.analysis.program.settings_body import SettingsBody
from wsgi2asgi.analysis.program.settings_found import FoundSettings

_CONFIGURATIONS = ("configurations.base.Configuration", "configurations.Configuration")


def read_settings(definitions: Definitions, module: str, configuration: str | None) -> Settings:
    """The settings of a module; of the class ``configuration`` where django-configurations is used."""
    found = FoundSettings()
    names = definitions.names
    facts = names.facts(module)
    if facts is None:
        return Settings(complete=False)
    values = SettingsBody(names, found, ()).module(facts)
    classes = _configuration_classes(definitions, facts, configuration)
    for cls in reversed(classes):
        owner = names.facts(definitions.classes[cls].module)
        if owner is not None:
            body = SettingsBody(names, found, (), frozenset(classes))
            values = {**values, **body.body(owner, definitions.classes[cls].facts.qualname, dict(values))}
    merged = {name: value for name, value in values.items() if name.isupper()}
    return Settings(merged, found.all(), found.complete)


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


def configuration_of(function: FunctionFacts) -> str | None:
    """The class that ``os.environ.setdefault("DJANGO_CONFIGURATION", "Dev")`` names in manage.py or wsgi.py."""
    for op in function.ops:
        if op.kind == "call" and len(op.inputs) == 3:
            values = [function.ops[index].value for index in op.inputs[1:]]
            if values[0] == "DJANGO_CONFIGURATION" and isinstance(values[1], str):
                return values[1]
    return None
