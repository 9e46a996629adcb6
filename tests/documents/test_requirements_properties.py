"""What holds for every dependency file: lines are only added, once, and the rest stays as written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wsgi2asgi.documents import add_to_requirements, add_to_setup_cfg, add_to_toml_array, add_to_toml_table
from wsgi2asgi.documents.toml_arrays import array_at

PACKAGES = [
    {"name": "uvicorn", "extras": ["standard"], "floor": "0.30", "below": "", "pin": "0.54.0"},
    {"name": "channels", "extras": [], "floor": "4.0", "below": "4.1", "pin": "4.0.0"},
]
NAMES = st.lists(
    st.sampled_from(["Django", "gunicorn", "whitenoise", "psycopg[binary]", "celery", "z3", "attrs"]), unique=True
)
STYLES = st.sampled_from(["=={}.0", ">={}", "~={}.1", ""])
COMMENTS = st.sampled_from(["", "  # why", '  # [x], "y"'])
NEWLINES = st.sampled_from(["\n", "\r\n"])


def only_added(before: str, after: str, count: int) -> None:
    """Every line of ``before`` stands in ``after`` in its order, apart from a comma that had to be set."""
    old, new = (text.splitlines() for text in (before, after))
    assert len(new) == len(old) + count
    rest = iter(line.replace(",", "").rstrip() for line in new)
    assert all(line.replace(",", "").rstrip() in rest for line in old)


def requirements(names: list[str], style: str) -> list[str]:
    return [name + style.format(number) for number, name in enumerate(names, 1)]


@given(NAMES, STYLES, COMMENTS, NEWLINES, st.booleans())
def test_requirements(names: list[str], style: str, comment: str, newline: str, ends: bool) -> None:
    text = newline.join(["# head", *(line + comment for line in requirements(names, style))]) + newline * ends
    once = add_to_requirements.edit(text, packages=PACKAGES)
    only_added(text, once, 2)
    assert add_to_requirements.edit(once, packages=PACKAGES) == once


@given(NAMES, STYLES, COMMENTS, NEWLINES, st.sampled_from(["'", '"']), st.booleans())
def test_arrays_over_lines(names: list[str], style: str, comment: str, newline: str, quote: str, comma: bool) -> None:
    entries = [f"  {quote}{text}{quote}," for text in requirements(names, style)]
    if entries and not comma:
        entries[-1] = entries[-1][:-1]
    lines = ["[project]", "dependencies = [", *(entry + comment for entry in entries), "]", "[tool.x]", "y = 1", ""]
    text = newline.join(lines)
    once = add_to_toml_array.edit(text, table="project", key="dependencies", packages=PACKAGES)
    assert add_to_toml_array.edit(once, table="project", key="dependencies", packages=PACKAGES) == once
    if names:
        only_added(text, once, 2)
    array = array_at(once, "project", "dependencies")
    assert array is not None
    assert len(array.entries) == len(names) + 2


@given(NAMES, COMMENTS, NEWLINES)
def test_tables(names: list[str], comment: str, newline: str) -> None:
    plain = [name.partition("[")[0] for name in names]
    text = newline.join(["[packages]", *(f'{name} = "*"{comment}' for name in plain), "", "[dev-packages]", ""])
    once = add_to_toml_table.edit(text, table="packages", dialect="pipfile", packages=PACKAGES)
    only_added(text, once, 2)
    assert add_to_toml_table.edit(once, table="packages", dialect="pipfile", packages=PACKAGES) == once


@given(NAMES.filter(bool), STYLES, NEWLINES)
def test_setup_cfg(names: list[str], style: str, newline: str) -> None:
    lines = [
        "[options]",
        "install_requires =",
        *(f"    {line}" for line in requirements(names, style)),
        "zip_safe = no",
    ]
    text = newline.join([*lines, ""])
    once = add_to_setup_cfg.edit(text, packages=PACKAGES)
    only_added(text, once, 2)
    assert add_to_setup_cfg.edit(once, packages=PACKAGES) == once
