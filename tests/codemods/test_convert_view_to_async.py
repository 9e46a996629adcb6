"""The edits by which views become async, each on a small view. ``«...»`` marks what an edit is about."""

from __future__ import annotations

import re
from typing import Any

import libcst as cst
import pytest
from libcst.codemod import CodemodContext

from wsgi2asgi_codemods.convert_view_to_async import ConvertViewToAsync
from wsgi2asgi_codemods.refusal import Refused

SYNC_TO_ASYNC = "from asgiref.sync import sync_to_async\n\n\n"


def run(source: str, *edits: dict[str, Any], keep: tuple[str, ...] = ()) -> str:
    """Make the edits on the marked places of ``source``, in order of the marks, and make ``view`` async."""
    text, spans = unmarked(source)
    assert len(spans) == len(edits)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if one.startswith("def view"))
    made = [{"kind": "make_async", "span": [line, 0, 10_000, 0]}]
    made += [{**edit, "span": span} for edit, span in zip(edits, spans, strict=True)]
    functions = [{"name": "view", "edits": made}]
    module = cst.parse_module(text)
    once = ConvertViewToAsync(CodemodContext(), functions, keep).transform_module(module).code
    twice = ConvertViewToAsync(CodemodContext(), functions, keep).transform_module(cst.parse_module(once)).code
    assert twice == once, "a second run changes something"
    compile(once, "view.py", "exec")
    return once


def unmarked(source: str) -> tuple[str, list[list[int]]]:
    """The text without marks, and the spans of the marks in the order in which they open."""
    opened: list[int] = []
    spans: list[list[int]] = []
    text = ""
    for part in re.split("([«»])", source):
        if part == "«":
            line, column = position(text)
            spans.append([line, column, 0, 0])
            opened.append(len(spans) - 1)
        elif part == "»":
            spans[opened.pop()][2:] = position(text)
        else:
            text += part
    return text, spans


def position(text: str) -> list[int]:
    return [text.count("\n") + 1, len(text) - (text.rfind("\n") + 1)]


EVALUATE = {"kind": "evaluate_in_thread"}
CALL = {"kind": "call_in_thread"}


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        ({"kind": "await_method", "name": "aget"}, "b = «B.objects.get(pk=1)»", "b = await B.objects.aget(pk=1)"),
        ({"kind": "await_method", "name": "aget"}, "b = «B.get(pk=1)».name", "b = (await B.aget(pk=1)).name"),
        ({"kind": "await_method", "name": "aget"}, "b = («B.get()»).name", "b = (await B.aget()).name"),
        ({"kind": "await_method", "name": "acount"}, "n = -«B.count()» ** 2", "n = -await B.acount() ** 2"),
        ({"kind": "await_method", "name": "acount"}, "n = names[«B.count()»]", "n = names[await B.acount()]"),
        ({"kind": "await_method", "name": "aexists"}, "n = not «B.exists()»", "n = not await B.aexists()"),
        ({"kind": "await_user", "name": "auser"}, "u = «request.user».name", "u = (await request.auser()).name"),
        ({"kind": "iterate_async"}, "«for b in books:\n        pass»", "async for b in books:\n        pass"),
        ({"kind": "name_twin", "name": "aiterator"}, "n = «books.iterator(2)»", "n = books.aiterator(2)"),
        ({"kind": "comprehend_async"}, "n = «[b for b in B if b]»", "n = [b async for b in B if b]"),
        ({"kind": "comprehend_async"}, "n = «{b: 1 for b in B}»", "n = {b: 1 async for b in B}"),
        ({"kind": "set_session_item", "name": "aset"}, "«s['k'] = v»", "await s.aset('k', v)"),
        (
            {"kind": "load_user", "request": "request", "name": "auser"},
            "«x = 1»",
            "request.user = await request.auser()\n    x = 1",
        ),
    ],
)
def test_edits_without_imports(edit: dict[str, Any], before: str, after: str) -> None:
    assert run(f"def view(request):\n    {before}\n", edit) == f"async def view(request):\n    {after}\n"


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (CALL, "return «render(request, 'a')»", "return await sync_to_async(render)(request, 'a')"),
        (CALL, "x = «get(u)».text", "x = (await sync_to_async(get)(u)).text"),
        (
            {**CALL, "thread_sensitive": False},
            "x = «get(u)»",
            "x = await sync_to_async(get, thread_sensitive=False)(u)",
        ),
        (EVALUATE, "x = «a.fk.name»", "x = await sync_to_async(lambda: a.fk.name)()"),
        (EVALUATE, "x = («a.fk»)", "x = (await sync_to_async(lambda: a.fk)())"),
        (EVALUATE, "x = «a, b»", "x = await sync_to_async(lambda: (a, b))()"),
        (EVALUATE, "x = «(a.b, b.c)»", "x = (await sync_to_async(lambda: (a.b, b.c))())"),
        ({"kind": "hand_to_thread", "function": "bool"}, "x = not «qs»", "x = not await sync_to_async(bool)(qs)"),
        (
            {"kind": "hand_to_thread", "function": "list"},
            "for b in «qs»:\n        pass",
            "for b in await sync_to_async(list)(qs):\n        pass",
        ),
        ({"kind": "set_session_item"}, "«s['k'] = v»", "await sync_to_async(s.__setitem__)('k', v)"),
    ],
)
def test_edits_that_move_to_a_thread(edit: dict[str, Any], before: str, after: str) -> None:
    done = run(f"def view(request):\n    {before}\n", edit)
    assert done.split("async def view", 1)[1] == f"(request):\n    {after}\n"
    assert done.startswith("from asgiref.sync import sync_to_async\n")


def test_a_function_with_a_twin_takes_its_place_in_the_import() -> None:
    source = (
        "from django.shortcuts import get_object_or_404, render\n\n\n"
        "def view(r):\n    b = «get_object_or_404(B)»\n    render\n"
    )
    done = run(source, {"kind": "await_function", "name": "aget_object_or_404", "module": "django.shortcuts"})
    assert done == (
        "from django.shortcuts import aget_object_or_404, render\n\n\n"
        "async def view(r):\n    b = await aget_object_or_404(B)\n    render\n"
    )


def test_decorators_for_sync_views_get_help_where_they_stand() -> None:
    source = (
        "from shop import own\n\nfrom .urls import page\n\n\n"
        "@own\n# posts alone\n@require_POST\n@csrf_exempt\n@login_required(login_url='/x/')  # members\n"
        "«def view(r):\n    pass\n»"
    )
    edit = {
        "kind": "help_decorators",
        "module": "shop.async_decorators",
        "above": [1],
        "into": {"checked_in_thread": [3]},
        "own": ["shop"],
    }
    assert run(source, edit) == (
        "from shop import own\nfrom shop.async_decorators import awaited, checked_in_thread\n\n"
        "from .urls import page\n\n\n"
        "@own\n@awaited\n# posts alone\n@require_POST\n@csrf_exempt\n"
        "@checked_in_thread(login_required(login_url='/x/'))  # members\n"
        "async def view(r):\n    pass\n"
    )


def test_a_name_that_others_import_from_here_stays_imported() -> None:
    source = "from django.shortcuts import get_object_or_404\n\n\ndef view(r):\n    b = «get_object_or_404(B)»\n"
    edit = {"kind": "await_function", "name": "aget_object_or_404", "module": "django.shortcuts"}
    done = run(source, edit, keep=("get_object_or_404",))
    assert "import aget_object_or_404, get_object_or_404\n" in done


def test_sleep_moves_to_the_loop_and_its_import_goes_if_nothing_else_needs_it() -> None:
    done = run("import time\n\n\ndef view(r):\n    «time.sleep(1)»\n", {"kind": "await_sleep"})
    assert done == "import asyncio\n\n\nasync def view(r):\n    await asyncio.sleep(1)\n"
    done = run("import time\n\n\ndef view(r):\n    «time.sleep(1)»\n    time.time()\n", {"kind": "await_sleep"})
    assert done.startswith("import asyncio\nimport time\n\n\n")


def test_a_run_of_statements_becomes_a_function_with_what_goes_in_and_comes_out() -> None:
    source = (
        "def view(r, n):\n    x = 1\n    # both or none\n    «order = make(n)\n\n    order.save()  # now\n    n += 1»\n"
        "    return order, n\n"
    )
    done = run(source, {"kind": "run_in_thread", "name": "place", "parameters": ["n"], "results": ["order", "n"]})
    assert done == SYNC_TO_ASYNC + (
        "async def view(r, n):\n    x = 1\n\n    def place(n):\n        # both or none\n        order = make(n)\n\n"
        "        order.save()  # now\n        n += 1\n        return order, n\n\n"
        "    order, n = await sync_to_async(place)(n)\n    return order, n\n"
    )


def test_a_run_that_returns_from_the_view_is_returned() -> None:
    source = (
        "def view(r):\n    if r.x:\n        «save()\n        return ok(\n            1,\n        )»\n    return bad()\n"
    )
    done = run(source, {"kind": "run_in_thread", "name": "respond", "returns": True})
    assert done == SYNC_TO_ASYNC + (
        "async def view(r):\n    if r.x:\n        def respond():\n            save()\n            return ok(\n"
        "                1,\n            )\n\n        return await sync_to_async(respond)()\n    return bad()\n"
    )


def test_a_long_expression_goes_into_a_function_above_its_statement() -> None:
    source = "def view(r):\n    x = 1\n    # all of it\n    «return show(«a.b\n        + c.d»)»\n"
    done = run(source, {"kind": "define_function", "name": "get_sum"}, {**EVALUATE, "name": "get_sum"})
    assert done == SYNC_TO_ASYNC + (
        "async def view(r):\n    x = 1\n\n    def get_sum():\n"
        "        return (\n            a.b\n            + c.d\n        )\n\n"
        "    # all of it\n    return show(await sync_to_async(get_sum)())\n"
    )


def test_the_lines_of_a_moved_expression_move_to_the_left() -> None:
    source = (
        "def view(r):\n    «return show(\n        «{\n"
        "            'a': a.b,  # one\n            'c': 1,\n        }»,\n    )»\n"
    )
    done = run(source, {"kind": "define_function", "name": "get_data"}, {**EVALUATE, "name": "get_data"})
    assert done == SYNC_TO_ASYNC + (
        "async def view(r):\n    def get_data():\n        return {\n            'a': a.b,  # one\n            'c': 1,\n"
        "        }\n\n    return show(\n        await sync_to_async(get_data)(),\n    )\n"
    )


def test_two_runs_of_one_block_do_not_get_in_each_others_way() -> None:
    source = "def view(r):\n    «a()\n    b()»\n    c()\n    «d()\n    e()»\n"
    run_in_thread = {"kind": "run_in_thread"}
    done = run(source, {**run_in_thread, "name": "one"}, {**run_in_thread, "name": "two"})
    assert "    await sync_to_async(one)()\n    c()\n\n    def two():\n        d()\n        e()\n" in done


def test_inner_edits_are_made_inside_outer_ones() -> None:
    source = "def view(r):\n    «for a in «f(«g(1)»)»:\n        «h(a)»»\n"
    done = run(source, {"kind": "iterate_async"}, CALL, CALL, CALL)
    assert (
        "    async for a in await sync_to_async(f)(await sync_to_async(g)(1)):\n        await sync_to_async(h)(a)\n"
        in done
    )


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('"""Doc."""\n', '"""Doc."""\n\nfrom asgiref.sync import sync_to_async\n\n'),
        (
            '"""Doc."""\nfrom __future__ import annotations\n\nimport os\n',
            '"""Doc."""\nfrom __future__ import annotations\n\nimport os\n\nfrom asgiref.sync import sync_to_async\n',
        ),
        (
            "import os\n\nfrom django.db import models\n\nfrom . import forms\n",
            "import os\n\nfrom asgiref.sync import sync_to_async\n"
            "from django.db import models\n\nfrom . import forms\n",
        ),
        ("from .models import B\n", "from asgiref.sync import sync_to_async\n\nfrom .models import B\n"),
        (
            "from asgiref.sync import async_to_sync\n",
            "from asgiref.sync import async_to_sync, sync_to_async\n",
        ),
        (
            "from asgiref.sync import (\n    async_to_sync,\n)\n",
            "from asgiref.sync import (\n    async_to_sync,\n    sync_to_async,\n)\n",
        ),
        ("from asgiref.sync import sync_to_async\n", "from asgiref.sync import sync_to_async\n"),
        (
            "import requests\nfrom django.db import models\n",
            "import requests\nfrom asgiref.sync import sync_to_async\nfrom django.db import models\n",
        ),
    ],
)
def test_the_import_goes_where_a_careful_hand_would_put_it(header: str, expected: str) -> None:
    done = run(f"{header}\n\ndef view(r):\n    «f()»\n    {'os' if 'os' in header else 'pass'}\n", CALL)
    assert done.startswith(expected), done


def test_a_taken_name_gets_an_alias() -> None:
    done = run("sync_to_async = 1\n\n\ndef view(r):\n    «f()»\n", CALL)
    assert "from asgiref.sync import sync_to_async as asgiref_sync_to_async\n" in done
    assert "await asgiref_sync_to_async(f)()" in done


def test_an_alias_that_is_there_is_used() -> None:
    done = run("from asgiref.sync import sync_to_async as s2a\n\n\ndef view(r):\n    «f()»\n", CALL)
    assert done == "from asgiref.sync import sync_to_async as s2a\n\n\nasync def view(r):\n    await s2a(f)()\n"


def test_line_endings_and_tabs_stay() -> None:
    source = "import os\r\n\r\n\r\ndef view(r):\r\n\tos.x\r\n\t«f(\r\n\t\t1,\r\n\t)»  # why\r\n"
    done = run(source, CALL)
    assert done == (
        "import os\r\n\r\nfrom asgiref.sync import sync_to_async\r\n\r\n\r\n"
        "async def view(r):\r\n\tos.x\r\n\tawait sync_to_async(f)(\r\n\t\t1,\r\n\t)  # why\r\n"
    )


def test_an_edit_that_fits_nothing_is_refused() -> None:
    functions = [{"name": "view", "edits": [{"kind": "await_method", "name": "aget", "span": [9, 0, 9, 5]}]}]
    with pytest.raises(Refused, match="nothing to await_method at line 9"):
        ConvertViewToAsync(CodemodContext(), functions).transform_module(cst.parse_module("def view(r): pass\n"))


def test_an_unknown_function_is_refused() -> None:
    with pytest.raises(Refused, match="no function other"):
        ConvertViewToAsync(CodemodContext(), [{"name": "other", "edits": []}]).transform_module(cst.parse_module(""))


def test_comments_go_with_a_run_and_blank_lines_do_not_double() -> None:
    source = "def view(r):\n    x = 1\n\n    # one\n\n    «a()\n    b()»\n"
    done = run(source, {"kind": "run_in_thread", "name": "go"})
    assert "    x = 1\n\n    def go():\n        # one\n\n        a()\n" in done


DECORATOR = '''\
from functools import wraps


def stamped(view):
    """Stamps."""

    # around it
    @wraps(view)
    def wrapper(request):
        response = view(request)  # the view
        return response
    return wrapper
'''
DUAL = '''\
from functools import wraps

from asgiref.sync import iscoroutinefunction


def stamped(view):
    """Stamps."""

    # around it
    if iscoroutinefunction(view):

        @wraps(view)
        async def wrapper(request):
            response = await view(request)  # the view
            return response

    else:

        @wraps(view)
        def wrapper(request):
            response = view(request)  # the view
            return response
    return wrapper
'''


def test_a_wrapper_gets_an_async_twin() -> None:
    edits = [
        {"kind": "make_dual", "span": [9, 4, 11, 23], "decorated": "view"},
        {"kind": "await_call", "span": [10, 19, 10, 32]},
    ]
    functions = [{"name": "stamped.<locals>.wrapper", "edits": edits}]
    once = ConvertViewToAsync(CodemodContext(), functions).transform_module(cst.parse_module(DECORATOR)).code
    assert once == DUAL
    assert ConvertViewToAsync(CodemodContext(), functions).transform_module(cst.parse_module(once)).code == once


CHECKED = """\
class Page(LoginRequiredMixin, View):
    \"\"\"A page.\"\"\"

    # answers
    def get(self, request):
        return page(request)
"""
GATED = """\
class Page(LoginRequiredMixin, View):
    \"\"\"A page.\"\"\"

    async def dispatch(self, request, *args, **kwargs):
{lines}

    # answers
    async def get(self, request):
        return page(request)
"""


@pytest.mark.parametrize(
    ("options", "imports", "lines"),
    [
        ({}, "", ["return await super().dispatch(request, *args, **kwargs)"]),
        (
            {"checks": "loop", "user": "auser"},
            "from inspect import isawaitable\n\n\n",
            [
                "request.user = await request.auser()",
                "response = super().dispatch(request, *args, **kwargs)",
                "return await response if isawaitable(response) else response",
            ],
        ),
        (
            {"checks": "thread"},
            "from inspect import isawaitable\n\nfrom asgiref.sync import sync_to_async\n\n\n",
            [
                "response = await sync_to_async(super().dispatch)(request, *args, **kwargs)",
                "return await response if isawaitable(response) else response",
            ],
        ),
    ],
    ids=["of a decorator", "of checks on the loop", "of checks in a thread"],
)
def test_a_class_gets_an_async_dispatch(options: dict[str, Any], imports: str, lines: list[str]) -> None:
    span = [5, 4, 6, 28]
    edits = [{"kind": "make_async", "span": span}, {"kind": "add_dispatch", "span": span, **options}]
    functions = [{"name": "Page.get", "edits": edits}]
    once = ConvertViewToAsync(CodemodContext(), functions).transform_module(cst.parse_module(CHECKED)).code
    assert once == imports + GATED.format(lines="\n".join(f"        {line}" for line in lines))
    assert ConvertViewToAsync(CodemodContext(), functions).transform_module(cst.parse_module(once)).code == once


MIDDLEWARE = """\
def stamped(get_response):
    def middleware(request):
        return get_response(request)

    return middleware
"""
HYBRID = """\
from asgiref.sync import iscoroutinefunction
from django.utils.decorators import sync_and_async_middleware


@sync_and_async_middleware
def stamped(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            return await get_response(request)

    else:

        def middleware(request):
            return get_response(request)

    return middleware
"""


def test_a_function_of_middleware_runs_both_ways() -> None:
    edits = [
        {"kind": "declare_hybrid", "span": [1, 0, 5, 21]},
        {"kind": "make_dual", "span": [2, 4, 3, 36], "decorated": "get_response"},
        {"kind": "await_call", "span": [3, 15, 3, 36]},
    ]
    functions = [{"name": "stamped.<locals>.middleware", "edits": edits}]
    once = ConvertViewToAsync(CodemodContext(), functions).transform_module(cst.parse_module(MIDDLEWARE)).code
    assert once == HYBRID
    assert ConvertViewToAsync(CodemodContext(), functions).transform_module(cst.parse_module(once)).code == once
