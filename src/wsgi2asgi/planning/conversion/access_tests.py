"""The functions given to ``user_passes_test`` around a view."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.places import Reason
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.surroundings import is_own
from wsgi2asgi.planning.conversion.sync_decorators import asking_async

_TESTS = "django.contrib.auth.decorators.user_passes_test"
_WORD = re.compile(r"\w+")


def access_tests(view: View, program: Program) -> Iterator[str]:
    """Their names, of those in decorators of the project or in a decorator made before as well."""
    own = reached({item.name for item in view.decorators if is_own(item, program)}, program.calls)
    places = [item.place for item in view.decorators if program.canonical(item.name) == _TESTS]
    for function, index, op in program.calls_of(_TESTS) if own or places else ():
        place = program.place(function.name, index)
        is_here = any(place.path == item.path and item.line <= place.line <= item.end_line for item in places)
        made = {store.name for store in function.facts.ops if store.kind == "store" and index in store.inputs}
        is_named = any(made.intersection(_WORD.findall(program.source_of(item))) for item in places)
        given = op.positional[0] if op.positional else op.keyword("test_func")
        name = program.flow(function.name).names[given] if given is not None else None
        if name is not None and (is_here or is_named or function.name in own):
            yield name


def against_tests(view: View, setting: Setting) -> Iterator[Reason]:
    """Tests that leave the user alone: ``user_passes_test`` on an async view looks it up before it asks them."""
    if not asking_async(view, setting):
        return
    for name in access_tests(view, setting.program):
        test = setting.program.function(name)
        if test is not None and not {item.name for item in test.facts.parameters} & test.facts.mentions:
            text = "the test does not read the user, whom @user_passes_test on an async view looks up"
            yield Reason(text, test.place)
