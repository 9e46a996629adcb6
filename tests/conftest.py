"""What all tests share: the user's state and cache folders are temporary ones; how thorough the property tests are.

``HYPOTHESIS_PROFILE=thorough`` tries many more examples, other ones each time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# no deadline: a busy machine is no bug
settings.register_profile("quick", max_examples=20, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=400, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session", autouse=True)
def _own_state_and_cache_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fixtures of modules and sessions neither."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        _move_home(monkeypatch, tmp_path_factory)
        yield


@pytest.fixture(autouse=True)
def _own_state_and_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the journals and caches of whoever runs it."""
    return _move_home(monkeypatch, tmp_path_factory)


def _move_home(monkeypatch: pytest.MonkeyPatch, folders: pytest.TempPathFactory) -> Path:
    home = folders.mktemp("home")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    return home
