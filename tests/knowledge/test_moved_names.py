"""Names through six.moves."""

from __future__ import annotations

import pytest

from wsgi2asgi.knowledge.moved_names import unmoved


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("six.moves.configparser.ConfigParser", "configparser.ConfigParser"),
        ("six.moves.urllib.request.urlopen", "urllib.request.urlopen"),
        ("django.utils.six.moves.http_client.HTTPConnection", "http.client.HTTPConnection"),
        ("six.moves.range", "builtins.range"),
        ("sixth.moves.range", "sixth.moves.range"),
    ],
)
def test_a_moved_name_is_the_one_of_python_3(name: str, expected: str) -> None:
    assert unmoved(name) == expected
