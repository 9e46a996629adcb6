from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest

from tests.planning.served_project import project_of
from wsgi2asgi.analysis import analyse
from wsgi2asgi.planning.conversion.import_sections import import_sections
from wsgi2asgi_codemods.writing.adding_imports import Needed, add_imports

DJANGO_FIRST = ["future", "standard-library", ["django"], "third-party", ["shop"], "local-folder"]
ISORT = "[isort]\nknown_django=django\nsections=FUTURE,STDLIB,DJANGO,THIRDPARTY,FIRSTPARTY,LOCALFOLDER\n"
RUFF = """
[tool.ruff.lint.isort]
section-order = [
    "future", "standard-library", "django",
    "third-party", "first-party", "local-folder",
]

[tool.ruff.lint.isort.sections]
"django" = ["django"]
"""


@pytest.mark.parametrize(
    ("files", "sections"),
    [
        ({"tox.ini": ISORT}, DJANGO_FIRST),
        ({"pyproject.toml": RUFF}, DJANGO_FIRST),
        ({"setup.cfg": "[isort]\nsections=FUTURE,STDLIB,THIRDPARTY,FIRSTPARTY,LOCALFOLDER\n"}, []),
        ({}, []),
    ],
    ids=["isort", "ruff", "the usual sections", "nothing said"],
)
def test_sections_are_those_of_the_project(tmp_path: Path, files: dict[str, str], sections: list[object]) -> None:
    program = analyse(project_of(tmp_path, {"shop/views.py": "x = 1\n", **files}), jobs=1)
    found = import_sections(program)
    assert [
        item if isinstance(item, str) else [one for one in item if one in ("django", "shop")] for item in found
    ] == (sections)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "import os\n\nfrom django.http import Http404\n\nfrom shop import x\n",
            "import os\n\nfrom django.http import Http404\n\nfrom asgiref.sync import sync_to_async\n\n"
            "from shop import x\n",
        ),
        (
            "from django.http import Http404\n\nfrom zoo import y\n",
            "from django.http import Http404\n\nfrom asgiref.sync import sync_to_async\nfrom zoo import y\n",
        ),
        ("import os\n", "import os\n\nfrom asgiref.sync import sync_to_async\n"),
    ],
    ids=["a group of its own", "the group of others", "behind the standard library"],
)
def test_an_import_goes_into_the_section_that_the_project_has_for_it(before: str, after: str) -> None:
    needed = {Needed("asgiref.sync", "sync_to_async"): "sync_to_async"}
    assert add_imports(cst.parse_module(before), needed, (), DJANGO_FIRST).code == after
