"""How views look when they are async: line lengths, brackets, parentheses, blank lines."""

from __future__ import annotations

from typing import Any

import libcst as cst
import pytest
from libcst.codemod import CodemodContext

from tests.codemods.test_convert_view_to_async import EVALUATE, SYNC_TO_ASYNC, run, unmarked
from wsgi2asgi_codemods.convert_view_to_async import ConvertViewToAsync


def laid_out(source: str, **layout: Any) -> str:
    """What becomes of a view whose marked call goes to a thread."""
    text, spans = unmarked(source)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if one.startswith("def view"))
    edits = [{"kind": "make_async", "span": [line, 0, 10_000, 0]}, {"kind": "call_in_thread", "span": spans[0]}]
    codemod = ConvertViewToAsync(CodemodContext(), [{"name": "view", "edits": edits}], (), **layout)
    return codemod.transform_module(cst.parse_module(text)).code.partition(SYNC_TO_ASYNC)[2]


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        (
            'return «render(request, "shop/book.html", {"book": book})»',
            'return await sync_to_async(render)(\n    request, "shop/book.html", {"book": book}\n)',
        ),
        (
            'return «render(request, "shop/book_of_a_long_name.html", {"book": book})»',
            "return await sync_to_async(render)(\n"
            '    request,\n    "shop/book_of_a_long_name.html",\n    {"book": book},\n)',
        ),
        (
            "book = «find(request.GET, request.user)» if request.GET else None",
            "book = (\n"
            "    await sync_to_async(find)(request.GET, request.user)\n    if request.GET\n    else None\n)",
        ),
        (
            "books = [book.title for book in «find(request)» if book.price]",
            "books = [\n"
            "    book.title\n    for book in await sync_to_async(find)(request)\n    if book.price\n]",
        ),
        (
            "return «Book.objects.find_all_by_number_and_language(\n    request\n)»",
            "return await sync_to_async(\n    Book.objects.find_all_by_number_and_language\n)(request)",
        ),
        (
            "return «Book.objects.find_all_by_number_and_language(\n    request  # why\n)»",
            "return await sync_to_async(\n    Book.objects.find_all_by_number_and_language\n)(\n    request  # why\n)",
        ),
        ("return «find(request, \n    1)»", "return await sync_to_async(find)(request, \n    1)"),
    ],
    ids=[
        "at the last bracket", "item by item", "in parentheses", "a comprehension", "at the first bracket",
        "before a comment", "what fits stays",
    ],
)  # fmt: skip
def test_lines_that_become_too_long_are_broken(line: str, broken: str) -> None:
    done = laid_out("def view(request, book):\n    " + line.replace("\n", "\n    ") + "\n", line_length=60)
    assert done == "async def view(request, book):\n    " + broken.replace("\n", "\n    ") + "\n"


def test_a_line_that_was_too_long_before_stays() -> None:
    long = "    total = (first_of_many_numbers + second_of_many_numbers + third_of_many_numbers)\n"
    assert long in laid_out(f"def view(request):\n{long}    return «render(request)»\n", line_length=60)


def test_a_formatted_file_has_a_blank_line_above_a_function_that_opens_a_block() -> None:
    source = "def view(request):\n    if request.GET:\n        «book = find()\n        book.save()»\n    return page\n"
    text, spans = unmarked(source)
    edits = [{"kind": "make_async", "span": [1, 0, 9, 0]}, {"kind": "run_in_thread", "name": "save", "span": spans[0]}]
    codemod = ConvertViewToAsync(CodemodContext(), [{"name": "view", "edits": edits}], (), None, formatted=True)
    assert "    if request.GET:\n\n        def save():\n" in codemod.transform_module(cst.parse_module(text)).code


def test_aligned_arguments_stay_below_each_other() -> None:
    source = "def view(r):\n    user = «find(name=r.name,\n                word=r.word)»\n    return user\n"
    done = run(source, {"kind": "call_in_thread"})
    assert (
        "    user = await sync_to_async(find)(name=r.name,\n                                     word=r.word)\n" in done
    )


def test_aligned_items_of_a_moved_expression_stay_below_each_other() -> None:
    source = "def view(r):\n    «page = «{'books': find(r),\n            'site': r.site}»»\n    return page\n"
    done = run(source, {"kind": "define_function", "name": "get_page"}, {**EVALUATE, "name": "get_page"})
    assert "        return {'books': find(r),\n                'site': r.site}\n" in done


def test_a_moved_expression_keeps_its_parentheses_and_leaves_none() -> None:
    source = "def view(r):\n    «if not «(\n        a.b\n        or c.d\n    )»:\n        x()»\n"
    text, spans = unmarked(source)
    spans[1] = [3, 8, 4, 14]
    edits = [
        {"kind": "make_async", "span": [1, 0, 10_000, 0]},
        {"kind": "define_function", "name": "check", "span": spans[0]},
        {**EVALUATE, "name": "check", "span": spans[1]},
    ]
    codemod = ConvertViewToAsync(CodemodContext(), [{"name": "view", "edits": edits}])
    done = codemod.transform_module(cst.parse_module(text)).code
    assert "    def check():\n        return (\n            a.b\n            or c.d\n        )\n" in done
    assert "    if not await sync_to_async(check)():\n" in done


def test_a_method_on_a_line_of_its_own_is_called_in_a_thread() -> None:
    source = "def view(r):\n    return (\n        «a.b\n        .find(r)»\n        .filter()\n    )\n"
    done = run(source, {"kind": "call_in_thread"})
    assert "        (await sync_to_async(a.b.find)(r))\n        .filter()\n" in done


def test_a_condition_over_lines_is_handed_to_a_thread_in_the_brackets_of_the_call() -> None:
    source = "def view(r):\n    if (\n        «a.b\n        and c.d»\n    ):\n        x()\n"
    done = run(source, {"kind": "hand_to_thread", "function": "bool"})
    assert "    if await sync_to_async(bool)(\n        a.b\n        and c.d\n    ):\n" in done


def test_a_tuple_that_moves_leaves_no_parentheses() -> None:
    source = "def view(r):\n    «years = «(\n        a.b,\n        c.d,\n    )»»\n    return years\n"
    done = run(source, {"kind": "define_function", "name": "get"}, {**EVALUATE, "name": "get"})
    assert "        return (\n            a.b,\n            c.d,\n        )\n" in done
    assert "    years = await sync_to_async(get)()\n" in done
