"""What all tests share: the user's state and cache folders are temporary ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("without_deadline", deadline=None)  # a busy machine is no bug
settings.load_profile("without_deadline")


@pytest.fixture(autouse=True)
def _own_state_and_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the journals and caches of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    return home
