"""What holds for every codemod, whatever the file is dressed in: each case of the casebooks, dressed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from casebook import Case, read
from dressing import COMMENT, DRESSES, Dress, commented, compiles, kept_lines
from hypothesis import given
from hypothesis import strategies as st

from wsgi2asgi.apply.transform import transform
from wsgi2asgi.model.plan import EditPython, Step
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.model.tree import SourceTree

CASES = [
    case
    for case in read(Path(__file__).parent / "cases")
    if "before.py" in case.files
    and "refused.txt" not in case.files
    and case.book != "derive_asgi_module"  # writes a new file, which has no clothes to keep
]
CODEMODS = sorted({case.book for case in CASES})


def cases_of(codemod: str) -> st.SearchStrategy[Case]:
    return st.sampled_from([case for case in CASES if case.book == codemod])


def edited(case: Case, data: bytes) -> bytes:
    """The file's bytes as the codemod leaves them."""
    tree = SourceTree(Path("/nowhere"), {"file.py": data})
    parameters = json.loads(case.files.get("parameters.json", "{}"))
    wish = EditPython("file.py", case.book, parameters, content_hash(data), "")
    done = transform(tree, Step("settings", "codemod", "title", "safe", (wish,)))
    assert not done.bugs
    assert not done.refused
    return done.changes.get("file.py", data)


@pytest.mark.parametrize("codemod", CODEMODS)
@given(data=st.data(), dress=DRESSES)
def test_line_endings_tabs_marks_and_encodings_survive(codemod: str, data: st.DataObject, dress: Dress) -> None:
    case = data.draw(cases_of(codemod))
    before = case.files["before.py"]
    if "\n    " not in before:  # nothing says that this file indents with tabs
        dress = replace(dress, tabs=False)
    after = case.files.get("after.py", before)
    done = edited(case, dress.on_bytes(dress.on_text(before)))
    assert dress.off_bytes(done) == dress.on_text(after)
    compiles(dress.off_bytes(done))


@pytest.mark.parametrize("codemod", CODEMODS)
@given(data=st.data(), dress=DRESSES)
def test_comments_stay_on_the_lines_that_stay(codemod: str, data: st.DataObject, dress: Dress) -> None:
    case = data.draw(cases_of(codemod))
    plain = case.files["before.py"]
    before = commented(plain, dress.comments)
    after = edited(case, before.encode()).decode()
    compiles(after)
    untouched = kept_lines(plain, case.files.get("after.py", plain))
    rows = before.splitlines()
    assert untouched <= kept_lines(before, after)
    assert after.count(COMMENT) >= sum(COMMENT in rows[line] for line in untouched)
