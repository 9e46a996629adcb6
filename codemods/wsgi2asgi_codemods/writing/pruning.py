"""Take out what only served code that was taken out: imports, plain assignments, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from wsgi2asgi_codemods.reading.names import Imports, bindings
from wsgi2asgi_codemods.reading.uses import bound_by, loads
from wsgi2asgi_codemods.writing.leading import at_the_top, hand_over, lead, with_lead, without_own_comment
from wsgi2asgi_codemods.writing.merging import does_nothing, merged_branches

#: Calls that only compute: an assignment of their result may go when nobody reads it.
_PURE = frozenset(
    {
        "os.getenv",
        "os.environ.get",
        "pathlib.Path",
        "str",
        "bool",
        "int",
        "tuple",
        "list",
        "dict",
        "set",
        "map",
        "getattr",
    }
)
#: Methods that only compute, whatever they are called on; and the import of what is imported anyway.
_PURE_LAST = frozenset(
    {"strip", "rstrip", "lstrip", "replace", "lower", "upper", "split", "join", "format", "import_module"}
)


def prune(module: cst.Module, served: Iterable[str]) -> cst.Module:
    """Remove the bindings of ``served`` names that nothing reads any more, and what only served those."""
    candidates = set(served)
    while True:
        dead = candidates - loads(module) - _exported(module)
        remover = _Remover(dead, Imports.of(module))
        module = module.visit(remover)
        removed = remover.removed
        module = _without_idle(module, candidates, removed)
        if not removed:
            return module
        candidates |= loads(*removed)


def _without_idle(module: cst.Module, candidates: set[str], removed: list[cst.CSTNode]) -> cst.Module:
    """The module without compound statements that only prepare ``candidates`` nobody else reads."""
    imports = Imports.of(module)
    for statement in module.body:
        if not isinstance(statement, (cst.If, cst.Try)):
            continue
        inside = _Inside(imports)
        statement.visit(inside)
        others = loads(*[item for item in module.body if item is not statement])
        if inside.pure and inside.bound & candidates and not inside.bound & (others | _exported(module)):
            removed.append(statement)
            return module.with_changes(body=[item for item in module.body if item is not statement])
    return module


def _exported(module: cst.Module) -> set[str]:
    names: set[str] = set()
    for line in module.body:
        for small in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(small, cst.Assign) and "__all__" in bound_by(small):
                names |= {item.strip("\"' ,\n[]()") for item in module.code_for_node(small.value).split(",")}
    return names


class _Remover(cst.CSTTransformer):
    def __init__(self, dead: set[str], imports: Imports) -> None:
        super().__init__()
        self._dead = dead
        self._imports = imports
        self.removed: list[cst.CSTNode] = []

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        return False

    def leave_Module(self, original_node: cst.Module, updated_node: cst.Module) -> cst.Module:
        return updated_node.with_changes(body=self._kept(updated_node.body))

    def leave_IndentedBlock(self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock) -> cst.BaseSuite:
        body = self._kept(updated_node.body)
        if body and body[0] is not updated_node.body[0]:
            body[0] = at_the_top(body[0])
        return updated_node.with_changes(body=body or [cst.parse_statement("pass")])

    def leave_If(
        self, original_node: cst.If, updated_node: cst.If
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement] | cst.RemovalSentinel:
        merged = merged_branches(original_node, updated_node)
        if merged is not None:
            self.removed.append(original_node.test)
            return cst.FlattenSentinel(merged)
        if updated_node.orelse is None and _emptied(original_node.body, updated_node.body):
            self.removed.append(original_node.test)
            return cst.RemoveFromParent()
        return updated_node

    def leave_For(self, original_node: cst.For, updated_node: cst.For) -> cst.BaseStatement | cst.RemovalSentinel:
        if updated_node.orelse is None and _emptied(original_node.body, updated_node.body):
            self.removed.append(original_node.iter)
            return cst.RemoveFromParent()
        return updated_node

    def leave_Try(self, original_node: cst.Try, updated_node: cst.Try) -> cst.BaseStatement | cst.RemovalSentinel:
        if _emptied(original_node.body, updated_node.body) and not (updated_node.orelse or updated_node.finalbody):
            return cst.RemoveFromParent()
        return updated_node

    def _kept(self, body: Sequence[cst.BaseStatement]) -> list[cst.BaseStatement]:
        kept: list[cst.BaseStatement] = []
        orphans: list[cst.EmptyLine] = []
        for statement in body:
            changed = self._statement(statement)
            if changed is None:
                orphans = hand_over(orphans, without_own_comment(lead(statement)))
                continue
            kept.append(with_lead(changed, hand_over(orphans, lead(changed))) if orphans else changed)
            orphans = []
        return kept

    def _statement(self, statement: cst.BaseStatement) -> cst.BaseStatement | None:
        if isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
            return None if self._goes(statement) else statement
        if not isinstance(statement, cst.SimpleStatementLine):
            return statement
        small = [part for part in map(self._small, statement.body) if part is not None]
        if not small:
            return None
        if len(small) < len(statement.body):
            small[-1] = small[-1].with_changes(semicolon=cst.MaybeSentinel.DEFAULT)
        return statement.with_changes(body=small)

    def _small(self, small: cst.BaseSmallStatement) -> cst.BaseSmallStatement | None:
        if isinstance(small, (cst.Import, cst.ImportFrom)):
            return self._import(small)
        if isinstance(small, (cst.Assign, cst.AnnAssign)) and self._is_pure(small):
            return None if self._goes(small) else small
        return small

    def _import(self, small: cst.Import | cst.ImportFrom) -> cst.BaseSmallStatement | None:
        kept = [item.alias for item in bindings(small) if item.local not in self._dead]
        if isinstance(small.names, cst.ImportStar) or len(kept) == len(small.names):
            return small
        self.removed.append(small)
        if not kept:
            return None
        return small.with_changes(names=[*kept[:-1], kept[-1].with_changes(comma=small.names[-1].comma)])

    def _goes(self, statement: cst.FunctionDef | cst.ClassDef | cst.Assign | cst.AnnAssign) -> bool:
        names = list(bound_by(statement))
        if not names or not self._dead.issuperset(names):
            return False
        self.removed.append(statement)
        return True

    def _is_pure(self, statement: cst.Assign | cst.AnnAssign) -> bool:
        finder = _Inside(self._imports)
        if statement.value is not None:
            statement.value.visit(finder)
        return finder.pure


class _Inside(cst.CSTVisitor):
    """Whether code does nothing but compute and bind, and which names it binds."""

    def __init__(self, imports: Imports) -> None:
        self._imports = imports
        self.pure = True
        self.bound: set[str] = set()

    def visit_Expr(self, node: cst.Expr) -> None:
        if not isinstance(node.value, cst.SimpleString):
            self.pure = False

    def visit_Raise(self, node: cst.Raise) -> None:
        self.pure = False

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> None:
        for small in node.body:
            self.bound.update(bound_by(small))
            if isinstance(small, (cst.Assign, cst.AnnAssign)) and not list(bound_by(small)):
                self.pure = False

    def visit_Call(self, node: cst.Call) -> None:
        name = self._imports.resolve(node.func)
        if name is None:  # a method of what another call gave: Path(__file__).resolve()
            return
        if name not in _PURE and not name.startswith("os.path.") and name.rpartition(".")[2] not in _PURE_LAST:
            self.pure = False


def _emptied(before: cst.BaseSuite, after: cst.BaseSuite) -> bool:
    return does_nothing(after) and not does_nothing(before)
