"""What simple expressions are worth."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

import pytest

from wsgi2asgi.discover.literal_values import evaluate
from wsgi2asgi.discover.python_constants import Unreadable, read_constants

NAMES = {"__file__": PurePosixPath("/srv/shop/settings/base.py"), "STAGE": "dev", "BASE": PurePosixPath("/srv")}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'a' + 'b'", "ab"),
        ("f'x.{STAGE}'", "x.dev"),
        ("f'x.{OTHER}'", None),
        ("'x.%s' % STAGE", "x.dev"),
        ("'{}.urls'.format(STAGE)", "dev.urls"),
        ("'{}.urls'.format(OTHER)", None),
        ("'{0}.{1!r}'.format(STAGE, STAGE)", None),
        ("os.environ.get('A') or 'b'", "b"),
        ("os.environ['A']", None),
        ("config('A', default='b')", "b"),
        ("env.str('A', default='b')", "b"),
        ("'a' if DEBUG else 'b'", None),
        ("choose('a')", None),
    ],
)
def test_text(expression: str, value: str | None) -> None:
    assert evaluate(ast.parse(expression, mode="eval").body, NAMES) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("os.path.dirname(os.path.dirname(os.path.abspath(__file__)))", "/srv/shop"),
        ("Path(__file__).resolve(strict=True).parent.parent.parent", "/srv"),
        ("pathlib.Path(__file__).parents[2] / 'apps'", "/srv/apps"),
        ("environ.Path(__file__) - 3", "/srv"),
        ("os.path.join(BASE, '..', 'lib')", "/lib"),
        ("BASE + '/apps'", "/srv/apps"),
        ("str(BASE.joinpath('apps'))", "/srv/apps"),
        ("os.path.normpath(os.path.join(os.path.split(__file__)[0], '..'))", "/srv/shop"),
        ("Path(__file__).parents[99999999999]", None),
        ("Path(__file__).parents[-1]", None),
        ("os.path.join('a', 'b')", None),
    ],
)
def test_paths(expression: str, value: str | None) -> None:
    found = evaluate(ast.parse(expression, mode="eval").body, NAMES)
    assert found == (None if value is None else PurePosixPath(value))


def test_an_expression_that_nests_too_deep_is_unreadable_and_no_crash() -> None:
    data = ("X = " + " + ".join(["'a'"] * 20_000) + "\n").encode()
    with pytest.raises(Unreadable, match=r"settings\.py:1: "):
        read_constants(data, "settings.py", Path("/srv"))


def test_null_bytes_are_unreadable_and_no_crash() -> None:
    with pytest.raises(Unreadable, match=r"settings\.py:1: "):
        read_constants(b"X = 1\x00\n", "settings.py", Path("/srv"))
