"""Move a run of statements into a nested function that runs in one hop.

    order = Order.objects.create(customer=customer)      def place_order():
    order.lines.set(lines)                                   order = Order.objects.create(customer=customer)
                                                   →         order.lines.set(lines)
                                                             return order

                                                         order = await sync_to_async(place_order)()

Options: ``name`` of the function; ``parameters`` it takes under the names they have outside; ``results``, the names it
binds that are read afterwards; ``shared``: names of the view itself that it changes in place; ``returns``: the run
returns from the view on every path, and so does the call.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names
from wsgi2asgi_codemods.writing.leading import lead, parted, with_lead


def _make(original: cst.CSTNode, updated: cst.IndentedBlock, edit: Edit, names: Names) -> cst.IndentedBlock:
    first, last = edit.options["first"], edit.options["last"]
    run = list(updated.body[first : last + 1])
    blank, comments = parted(lead(run[0]))
    run[0] = with_lead(run[0], comments)
    results: Sequence[str] = edit.options.get("results", ())
    if results:
        run = _giving_back(run, results)
    if shared := edit.options.get("shared", ()):
        run.insert(0, cst.parse_statement(f"nonlocal {', '.join(shared)}\n"))
    function = _function(edit, run, updated).with_changes(leading_lines=blank if first else [])
    call = _call(edit, results, names.use("asgiref.sync", "sync_to_async"))
    body = [*updated.body[:first], function, call, *updated.body[last + 1 :]]
    return updated.with_changes(body=body)


def _giving_back(run: list[cst.BaseStatement], results: Sequence[str]) -> list[cst.BaseStatement]:
    """The run with its results returned: at once where the last statement does no more than to assign the only one."""
    match run[-1]:
        case cst.SimpleStatementLine(body=[cst.Assign(targets=[cst.AssignTarget(cst.Name(name))], value=value)]):
            if [name] == [*results] and not isinstance(value, cst.Yield):
                returned = cst.Return(value, whitespace_after_return=cst.SimpleWhitespace(" "))
                return [*run[:-1], run[-1].with_changes(body=[returned])]
    return [*run, cst.parse_statement(f"return {', '.join(results)}\n")]


def _function(edit: Edit, run: Sequence[cst.BaseStatement], block: cst.IndentedBlock) -> cst.FunctionDef:
    parameters = cst.Parameters([cst.Param(cst.Name(name)) for name in edit.options.get("parameters", ())])
    return cst.FunctionDef(cst.Name(edit.options["name"]), parameters, cst.IndentedBlock(run, indent=block.indent))


def _call(edit: Edit, results: Sequence[str], sync_to_async: str) -> cst.BaseStatement:
    arguments = ", ".join(edit.options.get("parameters", ()))
    call = f"await {sync_to_async}({edit.options['name']})({arguments})"
    result = "return " if edit.options.get("returns") else f"{', '.join(results)} = " if results else ""
    return with_lead(cst.parse_statement(f"{result}{call}\n"), [cst.EmptyLine(indent=False)])


KIND = Kind((cst.IndentedBlock,), _make)
