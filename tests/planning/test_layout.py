from __future__ import annotations

from pathlib import Path

import pytest

from tests.planning.served_project import project_of
from wsgi2asgi.analysis import analyse
from wsgi2asgi.planning.conversion.layout import layout_of

SHORT, LONG = "x = 1\n", f"x = {'1' * 200}\n"


@pytest.mark.parametrize(
    ("files", "layout"),
    [
        ({"pyproject.toml": "[tool.black]\nline-length = 100\n[tool.isort]\nline-length = 5\n"}, (100, True)),
        ({"pyproject.toml": "[tool.ruff.lint]\nselect = ['E']\n\n[tool.ruff]\nline-length = 99\n"}, (99, True)),
        ({"pyproject.toml": "[tool.ruff.lint]\nselect = ['E']\n"}, (88, True)),
        ({"ruff.toml": "target-version = 'py312'\n"}, (88, True)),
        ({".pre-commit-config.yaml": "- id: black\n  args: ['--line-length=95']\n"}, (95, True)),
        ({".pre-commit-config.yaml": "- id: ruff-format\n"}, (88, True)),
        ({".pre-commit-config.yaml": "- id: isort\n"}, (79, False)),
        ({"setup.cfg": "[flake8]\nexclude = x\nmax-line-length = 90\n"}, (90, False)),
        ({"tox.ini": "[testenv]\n[flake8]\nmax_line_length: 91\n"}, (91, False)),
        ({"tox.ini": "[flake8]\nexclude = x\n", "shop/views.py": LONG}, (79, False)),
        ({"tox.ini": "[flake8]\nignore = E501\n", "shop/views.py": LONG}, (120, False)),
        ({"pyproject.toml": "[project]\nname = 'shop'\n"}, (79, False)),
        ({"shop/views.py": LONG}, (120, False)),
        ({"shop/views.py": f"x = {'1' * 78}\n"}, (88, False)),
        ({"shop/other.py": f"x = {'1' * 78}\n"}, (88, False)),
    ],
    ids=[
        "black", "ruff", "ruff without a length", "a file of ruff", "a hook of black", "a hook of ruff",
        "another hook", "flake8 in setup.cfg", "flake8 in tox.ini",
        "flake8 as it is", "flake8 without a length", "nothing said", "long lines", "lines of a formatter's length",
        "such lines elsewhere",
    ],
)  # fmt: skip
def test_the_layout_is_what_the_project_says(tmp_path: Path, files: dict[str, str], layout: tuple[int, bool]) -> None:
    program = analyse(project_of(tmp_path, {"shop/views.py": SHORT, **files}), jobs=1)
    assert layout_of(program, "shop/views.py") == layout
