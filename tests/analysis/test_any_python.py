"""Whatever a file holds, the inspector says something about it and never fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case
from hypothesis import given, settings
from hypothesis import strategies as st

from wsgi2asgi import rulebook
from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.facts.reader import read_facts
from wsgi2asgi.analysis.facts.values import FileFacts, FunctionFacts
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.places import Skipped

OWN = sorted(Path(__file__).parents[2].glob("src/wsgi2asgi/analysis/**/*.py"))

NAMES = st.sampled_from(["request", "self", "Book", "book", "books", "f", "g", "objects", "author", "models"])
ATOMS = st.one_of(NAMES, st.sampled_from(["1", "None", "'a'", "True", "[]", "{}", "()", "...", "f'{book}'"]))
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("{}.{}".format, NAMES, NAMES),
        st.builds("{}({}, key={})".format, NAMES, inner, inner),
        st.builds("{}.objects.filter(pk={}).first()".format, NAMES, inner),
        st.builds("{}[{}]".format, NAMES, inner),
        st.builds("[{} for book in {} if {}]".format, inner, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("(lambda book={}: {})".format, inner, inner),
        st.builds("{{**{}, 'a': {}}}".format, inner, inner),
        st.builds("(book := {})".format, inner),
        st.builds("(yield {})".format, inner),
        st.builds("super().{}(*{})".format, NAMES, inner),
    ),
    max_leaves=6,
)
SIMPLE = st.one_of(
    EXPRESSIONS,
    st.builds("{} = {}".format, NAMES, EXPRESSIONS),
    st.builds("{}.{} = {}".format, NAMES, NAMES, EXPRESSIONS),
    st.builds("{}[{}] += {}".format, NAMES, EXPRESSIONS, EXPRESSIONS),
    st.builds("{}, *{} = {}".format, NAMES, NAMES, EXPRESSIONS),
    st.builds("return {}".format, EXPRESSIONS),
    st.builds("del {}.{}".format, NAMES, NAMES),
    st.builds("from {} import {}".format, NAMES, NAMES),
    st.builds("raise {}".format, EXPRESSIONS),
)
HEADS = st.one_of(
    st.builds("if {}:".format, EXPRESSIONS),
    st.builds("for {} in {}:".format, NAMES, EXPRESSIONS),
    st.builds("while {}:".format, EXPRESSIONS),
    st.builds("with {} as {}:".format, EXPRESSIONS, NAMES),
    st.builds("def {}(self, {}=None, *args, **kwargs):".format, NAMES, NAMES),
    st.builds("class {}({}, models.Model):".format, NAMES, NAMES),
    st.builds("match {}:\n case [{}, *_]:".format, EXPRESSIONS, NAMES),
    st.just("try:"),
)


def indented(text: str) -> str:
    return "\n".join("  " + line for line in text.split("\n"))


def block(head: str, body: list[str]) -> str:
    text = f"{head}\n{indented(chr(10).join(body))}"
    return f"{text}\nexcept Exception as error:\n  pass\nfinally:\n  book = 1" if head == "try:" else text


STATEMENTS = st.recursive(SIMPLE, lambda inner: st.builds(block, HEADS, st.lists(inner, min_size=1, max_size=3)))


def assert_well_formed(function: FunctionFacts) -> None:
    """Operations read only earlier ones, stand in regions that exist, and on lines in order."""
    for index, op in enumerate(function.ops):
        assert all(-1 <= item < index for item in op.inputs)
        assert 0 <= op.region < len(function.regions)
        assert op.span[:2] <= op.span[2:]
    for number, region in enumerate(function.regions):
        assert region.parent < number


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_left_out_with_a_reason(data: bytes) -> None:
    found = read_facts("a.py", data, "source")
    assert isinstance(found, FileFacts) or found.reason


@settings(deadline=None)
@given(st.sampled_from(OWN), st.sets(st.integers(0, 300), max_size=6))
def test_a_file_that_has_lost_lines_is_read_or_left_out(path: Path, lost: set[int]) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    found = read_facts(
        "a.py", "".join(line for number, line in enumerate(lines) if number not in lost).encode(), "source"
    )
    if isinstance(found, Skipped):
        assert found.reason
    else:
        for function in found.functions:
            assert_well_formed(function)


@settings(deadline=None, max_examples=30)
@given(st.lists(STATEMENTS, min_size=1, max_size=5))
def test_any_statements_are_followed(tmp_path_factory: pytest.TempPathFactory, statements: list[str]) -> None:
    source = "from django.db import models\n\n\nasync def f(request, book):\n" + indented("\n".join(statements)) + "\n"
    urls = "from django.urls import path\n\nfrom shop import views\n\nurlpatterns = [path('', views.f)]\n"
    root = tmp_path_factory.mktemp("project")
    Case("any", "", {"shop/views.py": source, "shop/urls.py": urls}).write(root)
    program = analyse(discover(ProjectOptions(root)), jobs=1)
    for name in program.functions:
        assert len(program.flow(name).types) == len(program.ops(name))
        program.effects_of(name)
    rulebook.run(program)
