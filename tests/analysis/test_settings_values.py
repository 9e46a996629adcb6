"""What settings are worth, as far as the settings files say."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import SKELETON, Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions


def program_with(root: Path, settings: str) -> Program:
    """A project whose settings end in these lines."""
    Case("settings", "settings", {"site_/settings.py": SKELETON["site_/settings.py"] + settings}).write(root)
    return analyse(discover(ProjectOptions(root)), jobs=1)


def test_a_list_without_its_empty_elements(tmp_path: Path) -> None:
    settings = (
        "try:\n    import toolbar\n    extra = 'toolbar.Middleware'\nexcept ImportError:\n    extra = None\n"
        "_all = ['django.middleware.common.CommonMiddleware', None, '', extra]\n"
        "MIDDLEWARE = [entry for entry in _all if entry]\n"
    )
    chain = program_with(tmp_path, settings).middleware
    assert [entry.name for entry in chain.entries] == [
        "django.middleware.common.CommonMiddleware",
        "toolbar.Middleware",
    ]
    assert chain.complete


def test_a_condition_that_cannot_be_judged_drops_nothing(tmp_path: Path) -> None:
    settings = "MIDDLEWARE = [entry for entry in ['a.B', 'c.D'] if wanted(entry)]\n"
    assert [entry.name for entry in program_with(tmp_path, settings).middleware.entries] == ["a.B", "c.D"]


def test_elements_that_are_made_anew_are_not_guessed(tmp_path: Path) -> None:
    chain = program_with(tmp_path, "MIDDLEWARE = [f'{name}.Middleware' for name in ['a', 'b']]\n").middleware
    assert chain.entries == ()
    assert not chain.complete


def test_files_that_django_split_settings_includes_run_in_their_order(tmp_path: Path) -> None:
    case = {
        "site_/settings.py": "from split_settings.tools import include, optional\n\n"
        'include("parts/base.py", "parts/*.py", optional("parts/local.py"))\n',
        "site_/parts/base.py": SKELETON["site_/settings.py"],
        "site_/parts/debug.py": "MIDDLEWARE += ['toolbar.Middleware']\n",
    }
    Case("settings", "settings", case).write(tmp_path)
    program = analyse(discover(ProjectOptions(tmp_path)), jobs=1)
    assert [entry.name for entry in program.middleware.entries] == ["toolbar.Middleware"]
    assert program.settings.complete


def test_an_included_file_whose_name_is_made_leaves_the_settings_incomplete(tmp_path: Path) -> None:
    lines = "from split_settings.tools import include\n\nSTAGE = 'live'\ninclude(f'{STAGE}.py')\n"
    assert not program_with(tmp_path, lines).settings.complete


def test_a_class_of_settings_adds_to_what_its_base_says(tmp_path: Path) -> None:
    lines = (
        "from configurations import Configuration\n\n\nclass Base(Configuration):\n"
        "    MIDDLEWARE = ['django.middleware.common.CommonMiddleware']\n\n\n"
        "class Live(Base):\n    MIDDLEWARE = [*Base.MIDDLEWARE, 'toolbar.Middleware']\n"
    )
    assert [entry.name for entry in program_with(tmp_path, lines).middleware.entries] == [
        "django.middleware.common.CommonMiddleware",
        "toolbar.Middleware",
    ]


def test_a_star_import_after_a_failed_one_adds_only_what_is_missing(tmp_path: Path) -> None:
    case = {
        "site_/base.py": SKELETON["site_/settings.py"] + "SPARE = 1\n",
        "site_/local.py": "from site_.base import *\n\nMIDDLEWARE += ['toolbar.Middleware']\n",
        "site_/settings.py": "try:\n    from .local import *\nexcept ImportError:\n    from .base import *\n",
    }
    Case("settings", "settings", case).write(tmp_path)
    settings = analyse(discover(ProjectOptions(tmp_path)), jobs=1).settings
    assert (settings.get("MIDDLEWARE"), settings.get("SPARE")) == (["toolbar.Middleware"], 1)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("MIDDLEWARE[1] = 'x.X'", "a.A x.X c.C"),
        ("MIDDLEWARE[-1] = 'x.X'", "a.A b.B x.X"),
        ("MIDDLEWARE[MIDDLEWARE.index('b.B')] = 'x.X'", "a.A x.X c.C"),
        ("MIDDLEWARE[1:2] = ['x.X', 'y.Y']", "a.A x.X y.Y c.C"),
        ("MIDDLEWARE.insert(1, 'x.X')", "a.A x.X b.B c.C"),
        ("MIDDLEWARE.insert(MIDDLEWARE.index('b.B') + 1, 'x.X')", "a.A b.B x.X c.C"),
        ("MIDDLEWARE.insert(-1, 'x.X')", "a.A b.B x.X c.C"),
        ("MIDDLEWARE.extend(['x.X'])", "a.A b.B c.C x.X"),
        ("MIDDLEWARE.remove('b.B')", "a.A c.C"),
        ("MIDDLEWARE.pop(0)", "b.B c.C"),
        ("MIDDLEWARE.append(MIDDLEWARE.pop(0))", "b.B c.C a.A"),
        ("MIDDLEWARE.reverse()", "c.C b.B a.A"),
        ("del MIDDLEWARE[1]", "a.A c.C"),
        ("del MIDDLEWARE[:2]", "c.C"),
        ("MIDDLEWARE = MIDDLEWARE[:1] + ['x.X'] + MIDDLEWARE[2:]", "a.A x.X c.C"),
        ("MIDDLEWARE = ['x.X', MIDDLEWARE[1]]", "x.X b.B"),
        ("globals()['MIDDLEWARE'] = ['x.X']", "x.X"),
        ("globals().update(MIDDLEWARE=['x.X'])", "x.X"),
        ("if DEBUG:\n    MIDDLEWARE[1] = 'x.X'", "a.A x.X b.B c.C"),
    ],
)
def test_a_list_that_is_changed_where_it_stands(tmp_path: Path, line: str, names: str) -> None:
    chain = program_with(tmp_path, f"DEBUG = False\nMIDDLEWARE = ['a.A', 'b.B', 'c.C']\n{line}\n").middleware
    assert [entry.name for entry in chain.entries] == names.split()
    assert chain.complete


@pytest.mark.parametrize(
    "line",
    [
        "MIDDLEWARE[find()] = 'x.X'",
        "MIDDLEWARE[find():] = ['x.X']",
        "MIDDLEWARE.pop(find())",
        "MIDDLEWARE.extend(find())",
        "MIDDLEWARE.remove(find())",
        "MIDDLEWARE.sort()",
        "del MIDDLEWARE[find()]",
        "globals().update(find())",
        "globals()[find()] = ['x.X']",
    ],
)
def test_where_it_is_not_known_which_element_changes_the_list_cannot_be_read_whole(tmp_path: Path, line: str) -> None:
    chain = program_with(tmp_path, f"MIDDLEWARE = ['a.A', 'b.B']\n{line}\n").middleware
    assert not chain.complete


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'{}.urls'.format(PROJECT)", "shop.urls"),
        ("'%s.urls' % PROJECT", "shop.urls"),
        ("'{}.{}'.format(PROJECT, 'urls')", "shop.urls"),
        ("'{0}.urls'.format(PROJECT)", None),
        ("'{}.urls'.format(find())", None),
        ("'%d%%' % 3", None),
    ],
)
def test_text_that_is_put_into_text(tmp_path: Path, expression: str, value: str | None) -> None:
    found = program_with(tmp_path, f"PROJECT = 'shop'\nPLACE = {expression}\n").settings.likely("PLACE", default=None)
    assert (found if isinstance(found, str) else None) == value
