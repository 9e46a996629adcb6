"""A template as values: its body and its blocks are functions of operations.

Beside the operations of Python these stand in them (``value`` of an operation is the tag as a reader would see it):

- ``name``, ``attr``: a variable and a dotted look-up; each is followed by a ``call`` of what was found, if it can be
  called, as Django does.
- ``filter``: inputs (value, argument?), name of the filter.
- ``show``: inputs (value): ``{{ value }}``.
- ``tag``: a tag that templates' own language does not define; name, inputs and keywords are its arguments. What it
  binds by ``as`` is a ``store`` behind it.
- ``block``: name; the block that the innermost child defines is rendered here.
- ``include``: inputs (template's name, *values of ``with``), keywords name the values; name is that of the template
  where it is constant, " only" behind it where that is said.
"""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.analysis.facts.values import FunctionFacts


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """One template file.

    ``parent`` is the name that ``extends`` gives, "" where there is none, None where it is no constant. ``body`` and
    ``blocks`` are functions of the kind ``template``, blocks by name. ``libraries`` are those that ``load`` names.
    """

    path: str
    parent: str | None
    body: FunctionFacts
    blocks: dict[str, FunctionFacts]
    libraries: tuple[str, ...]
