"""What the steps middleware, streams and state change; that it answers as before is shown with the views."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conversions.books import CHAINS, STATE, STREAMS, Book
from tests.conversions.runs import converted
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.workflow.inspect import inspect

#: The layers that are changed, by the name of the chain.
CHANGING = {
    "hybrid_lowers_hops": ["Slashes", "Stamp"],
    "hybrid_with_finally": ["Timed"],
    "what_stands_above_one_that_cannot_gains_nothing": [],
    "writing_stays": [],
    "state_on_self_stays": [],
    "hybrid_functions": ["guarding", "stamped", "without_doubled_slashes"],
    "hybrid_function_and_class": ["Stamp", "counted"],
    "function_that_asks_the_database_gains_nothing": [],
    "function_that_writes_stays": [],
    "function_with_state_stays": [],
    "function_handed_on_stays": [],
    "function_with_hooks_stays": [],
    "function_with_thread_local_stays": [],
    "function_that_counts_queries_stays": [],
    "function_that_lists_queries_stays": [],
    "function_that_watches_queries_stays": [],
    "function_around_a_transaction_stays": [],
    "functions_above_one_that_cannot": [],
    "own_call_is_mended": ["OwnCall"],
    "unmarked_is_mended": ["Stamp", "Unmarked"],
}


@pytest.mark.parametrize("book", CHAINS, ids=lambda book: book.name)
def test_a_chain_changes_where_it_should(book: Book, tmp_path: Path) -> None:
    both = converted(book, "5.2", "native", tmp_path)
    before, after = ((root / "cases" / "layers.py").read_text() for root in (both.before, both.after))
    layers = re.findall(r"^(?:class|def) (\w+)", before, re.MULTILINE)
    assert [layer for layer in sorted(layers) if _body(after, layer) != _body(before, layer)] == CHANGING[book.name]
    if book.name.startswith("hybrid"):
        hops = inspect(ProjectOptions(both.before), jobs=1, cache=False).middleware.path_hops()
        assert both.outcome.program.middleware.path_hops().async_view.most < hops.async_view.most


def test_streams_that_wait_are_sent_as_they_come(tmp_path: Path) -> None:
    changed = converted(STREAMS, "5.2", "native", tmp_path).outcome.changes.files
    text = re.sub(r"\(\s+", "(", changed["cases/streams.py"].decode())
    assert "while (chunk := await sync_to_async(next)(chunks, None)) is not None:" in text
    assert "StreamingHttpResponse(in_thread(events(3)), content_type=" in text
    assert "StreamingHttpResponse(streaming_content=in_thread(events(int(" in text
    assert "StreamingHttpResponse(rows(), content_type=" in text


def test_generators_whose_rows_are_all_they_wait_for_become_async(tmp_path: Path) -> None:
    text = converted(STREAMS, "5.2", "native", tmp_path).outcome.changes.files["cases/streams.py"].decode()
    assert "async def rows():\n    async for book in Book.objects.all():\n" in text
    assert "    async for book in books.aiterator(chunk_size=2):\n" in text
    assert ".iterator(" not in text
    assert "\ndef with_authors():\n    for " in text
    assert "\ndef twice():\n    for " in text


def test_tests_that_read_a_stream_keep_its_generators_sync(tmp_path: Path) -> None:
    STREAMS.write(tmp_path / "before", "5.2")
    reads = "def test_export(client):\n    assert client.get('/streams/export/').getvalue()\n"
    (tmp_path / "before" / "shop" / "tests.py").write_text(reads)
    outcome = STREAMS.change(tmp_path / "before", tmp_path / "after", "native")
    text = outcome.changes.files["cases/streams.py"].decode()
    assert "\ndef rows():\n    for " in text
    assert "async def in_thread(" in text


def test_before_django_5_an_async_iterator_takes_no_prefetched_relations_along(tmp_path: Path) -> None:
    text = converted(STREAMS, "4.2", "native", tmp_path).outcome.changes.files["cases/streams.py"].decode()
    assert "async def rows():\n    async for book in Book.objects.all():\n" in text
    assert "aiterator" not in text
    assert text.count(".iterator(") == 2


def test_state_of_a_request_is_kept_for_it(tmp_path: Path) -> None:
    changed = converted(STATE, "5.2", "native", tmp_path).outcome.changes.files
    assert "\nstate = Local()\n" in changed["shop/services.py"].decode()
    assert "cases/pages.py" not in changed, "a connection belongs to its thread"


def _body(text: str, layer: str) -> str:
    return re.split(rf"^(?:class|def) {layer}\b", text, flags=re.MULTILINE)[1].partition("\n\n\n")[0]
