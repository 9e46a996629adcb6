"""What one Python file says, without its tree: functions as flat lists of operations, classes, imports.

Everything here is a picklable value that depends on the file's content alone (``path`` and ``module`` are
filled in when the project is linked), so it can be cached by content hash.

**Operations** are in evaluation order and in three-address form: an operation names its inputs by their
indexes in the same function. ``Book.objects.filter(a=b).first()`` is::

    0 name Book · 1 attr objects (0) · 2 attr filter (1) · 3 name b · 4 call (2, 3) keywords=("a",)
    5 attr first (4) · 6 call (5)

**Regions** give the control flow: operation ``i`` stands in ``regions[ops[i].region]`` and in all its parents.
"""

from __future__ import annotations

import copyreg
import marshal
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from wsgi2asgi.analysis.facts.shape import Shape

#: line, column, end_line, end_column: lines from 1, columns from 0 in code points, as LibCST counts.
Span = tuple[int, int, int, int]

#: What a ``const`` operation holds in ``value``.
Constant = str | bytes | int | float | complex | bool | None

OpKind = Literal[
    # values
    "name",  # name = identifier that is read
    "const",  # value = the constant (Ellipsis is name "...")
    "attr",  # inputs (object), name = attribute
    "call",  # inputs (callee, *arguments); ``keywords`` names the last of them, None stands for **
    "subscript",  # inputs (object, index)
    "slice",  # inputs lower, upper, step; -1 where left out
    "await",  # inputs (value)
    "yield",  # inputs (value) or ()
    "yield_from",  # inputs (value)
    "iterate",  # inputs (iterable); the result is one element; opens the region of the loop
    "async_iterate",
    "unpack",  # inputs (value), name = "0", "1", ... or "*" for the starred target; one element of it
    "enter",  # inputs (context manager); the result is what ``as`` binds; opens the region of the block
    "async_enter",
    "catch",  # inputs (exception types) or (); the result is the exception that ``as`` binds
    "truth",  # inputs (value): its truth is asked (if, while, assert, and, or, not, conditions)
    "compare",  # inputs (left, right), name = operator: "==", "in", "is not", ...
    "boolean",  # inputs operands, name = "and" | "or"
    "conditional",  # inputs (then, else) of ``then if test else else``
    "binary",  # inputs (left, right), name = operator; "+=" and so on where augmented
    "unary",  # inputs (operand), name = "-", "~", "+", "not"
    "format",  # inputs (value): one {replacement} of an f-string
    "fstring",  # inputs formatted parts
    "collection",  # name = list | tuple | set | dict (keys and values in turn); inputs elements
    "comprehension",  # name = list | set | dict | generator; inputs element, or key and value
    "star",  # inputs (value): *value in a call or collection
    "double_star",  # inputs (value): **value
    "function",  # name = qualname of the function made here (def, lambda); inputs decorators
    "class",  # name = qualname of the class made here; inputs bases and keyword values
    "import",  # name = the name bound ("*" for all); value = "module:name", "module:" ; dots lead where relative
    "match",  # inputs (subject): a pattern is tried on it
    # statements
    "store",  # inputs (value) or () for a bare annotation, name = variable; value = annotation as text, or None
    "store_attr",  # inputs (object, value), name = attribute
    "store_item",  # inputs (object, index, value)
    "delete",  # name = variable
    "delete_attr",  # inputs (object), name = attribute
    "delete_item",  # inputs (object, index)
    "return",  # inputs (value) or ()
    "raise",  # inputs (exception, cause) as far as they are there
    "break",
    "continue",
    "expression",  # inputs (value): an expression statement, its value is dropped
    "unknown",  # syntax this version does not know
    "filter", "show", "tag", "block", "include",  # of templates alone: see facts/templates/values.py
]  # fmt: skip

RegionKind = Literal[
    "body", "if", "else", "loop", "loop_else", "while", "try", "except", "try_else", "finally", "with", "async_with",
    "comprehension",  # the element, conditions and further iterables of a list, set or dict comprehension
    "generator",  # the same of a generator expression: runs when it is consumed
    "conditional",  # what runs only sometimes inside an expression: right of and/or, branches of x if y else z
    "match_case", "assert",
]  # fmt: skip


class Op(NamedTuple):
    """One operation; see the module's text."""

    kind: OpKind
    name: str
    inputs: tuple[int, ...]
    keywords: tuple[str | None, ...]
    value: Constant
    span: Span
    region: int

    @property
    def positional(self) -> tuple[int, ...]:
        """Of a call: the operations of its positional arguments (``star`` operations among them)."""
        return self.inputs[1 : len(self.inputs) - len(self.keywords)]

    def keyword(self, name: str) -> int | None:
        """Of a call: the operation of a keyword argument, None where it is not given."""
        if name not in self.keywords:
            return None
        return self.inputs[len(self.inputs) - len(self.keywords) + self.keywords.index(name)]


class Region(NamedTuple):
    """A stretch of a function that may run never, once or often. Region 0 is the body (parent -1).

    ``op`` is the operation that opens it (``iterate``, ``enter``, ``truth``, ``catch``), -1 where there is none.
    """

    kind: RegionKind
    parent: int
    span: Span
    op: int


class Statement(NamedTuple):
    """A statement: its syntax (``if``, ``for``, ``assign``, ``augassign``, ``return``, ``expr`` ..., as ``ast`` names
    it in lower case), its span without decorators, the region it stands in, and its operations ``first`` to before
    ``end`` (those of the statements inside it among them)."""

    kind: str
    span: Span
    region: int
    first: int
    end: int


ParameterKind = Literal["positional-only", "positional", "varargs", "keyword-only", "varkw"]


class Parameter(NamedTuple):
    """A parameter; ``default`` is an operation of the enclosing function, -1 where there is none."""

    name: str
    kind: ParameterKind
    annotation: str | None
    default: int


class Decorator(NamedTuple):
    """A decorator: its dotted text without arguments, and its operation in the enclosing function."""

    text: str
    op: int
    span: Span


FunctionKind = Literal["module", "class", "function", "lambda", "template"]


#: What is marshalled holds all fields of an operation: nothing is left to be looked at.
_OP = partial(tuple.__new__, Op)


@dataclass(frozen=True)
class FunctionFacts:
    """A function, lambda, class body (kind ``class``) or module body (kind ``module``, qualname ``""``).

    ``qualname`` is relative to the module and unique in the file: ``Class.method``, ``outer.<locals>.inner``,
    ``outer.<locals>.<lambda>@12:8``; a second definition of the same name has ``#2`` behind it.
    ``parent`` is the qualname of the enclosing function or class body (None for the module body).
    ``local`` holds the names bound here, ``free`` those declared global or nonlocal.
    ``header`` is the span of ``def name(...) -> x:`` up to the colon, ``span`` that of the whole definition
    without its decorators.
    """

    qualname: str
    name: str
    kind: FunctionKind
    parent: str | None
    is_async: bool
    is_generator: bool
    parameters: tuple[Parameter, ...]
    returns: str | None
    decorators: tuple[Decorator, ...]
    span: Span
    header: Span
    local: frozenset[str]
    free: frozenset[str]
    regions: tuple[Region, ...]
    mentions: frozenset[str]  # every identifier read, as a name or an attribute
    packed: bytes
    packed_statements: bytes = b""

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements in order of appearance, a compound one before those inside it."""
        return tuple(map(Statement._make, marshal.loads(self.packed_statements))) if self.packed_statements else ()

    @cached_property
    def ops(self) -> tuple[Op, ...]:
        """The operations in evaluation order."""
        return tuple(map(_OP, marshal.loads(self.packed))) if self.packed else ()

    @cached_property
    def shape(self) -> Shape:
        """What its operations say of themselves."""
        from wsgi2asgi.analysis.facts.shape import Shape

        return Shape(self.ops, self.regions)

    def reads_any(self, words: frozenset[str]) -> bool:
        """Whether it may read one of the words."""
        return not words.isdisjoint(self.mentions)

    def region_chain(self, op: int) -> tuple[Region, ...]:
        """The regions an operation stands in, the innermost first, without the body itself."""
        chain = []
        at = self.ops[op].region
        while at > 0:
            chain.append(self.regions[at])
            at = self.regions[at].parent
        return tuple(chain)

    def made_of(self, op: int) -> Iterator[int]:
        """The operation and all that its value is made of, each once."""
        found, waiting = {op}, [op]
        while waiting:
            op = waiting.pop()
            yield op
            parts = {part for part in self.ops[op].inputs if part >= 0} - found
            found |= parts
            waiting.extend(sorted(parts))

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name not in ("ops", "statements", "shape")}


class ClassFacts(NamedTuple):
    """A class. Its body is the function of the same qualname; ``bases`` are dotted texts ("" where not a name)."""

    qualname: str
    name: str
    parent: str
    bases: tuple[str, ...]
    base_ops: tuple[int, ...]  # operations of the enclosing function
    keywords: tuple[str, ...]
    decorators: tuple[Decorator, ...]
    methods: tuple[tuple[str, str], ...]  # (name, qualname), the last definition of a name last
    span: Span
    header: Span


class Import(NamedTuple):
    """One imported name. ``import a.b`` binds ``a``; ``from m import n as o`` binds ``o``; ``*`` binds all."""

    level: int  # leading dots
    module: str
    name: str | None  # None for ``import module``
    bound: str
    function: str  # qualname of the function it stands in
    conditional: bool  # under if, try or in a function
    type_checking: bool  # under ``if TYPE_CHECKING``
    span: Span


class Suppression(NamedTuple):
    """A comment ``# wsgi2asgi: ignore[ASG401, ASG402] reason``; no codes means all."""

    line: int
    codes: tuple[str, ...]
    reason: str
    own_line: bool  # nothing but the comment stands on the line: it is about the next one
    column: int = 1  # from 1, of the comment's begin and of what is behind its end
    end_column: int = 1


FileRole = Literal["source", "test", "migration"]


@dataclass(frozen=True)
class FileFacts:
    """One file. Bodies of migrations are left out (``has_bodies``): only what they define and import."""

    path: str
    module: str
    role: FileRole
    content: str  # hash, as model.source.content_hash gives it
    encoding: str
    lines: int
    functions: tuple[FunctionFacts, ...]
    classes: tuple[ClassFacts, ...]
    imports: tuple[Import, ...]
    exports: tuple[str, ...] | None  # __all__, where it is a literal
    suppressions: tuple[Suppression, ...]
    mentions: frozenset[str]
    has_bodies: bool = True

    @property
    def is_package(self) -> bool:
        """Whether the file is an ``__init__.py``."""
        return self.path.rsplit("/", 1)[-1] == "__init__.py"

    def renames(self, *names: str) -> bool:
        """Whether an import binds one of these names under another one."""
        return any(item.name in names and item.bound != item.name for item in self.imports)

    @cached_property
    def by_qualname(self) -> dict[str, FunctionFacts]:
        """Its functions by qualname; ``""`` is the module body."""
        return {function.qualname: function for function in self.functions}


def _bare(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """How a named tuple is unpickled: without a call of its ``__new__``, which is a function of Python."""
    return tuple.__new__, (type(row), tuple(row))


_ROWS: tuple[type[tuple[Any, ...]], ...] = (Region, Parameter, Decorator, ClassFacts, Import)
for _row in _ROWS:
    copyreg.pickle(_row, _bare)
