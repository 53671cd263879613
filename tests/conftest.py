"""What holds for every test: no setting of this machine leaks in, nothing is written to its user's folders."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from pathlib import Path

KEPT = ("NAYRAB_SHARED",)
"""Variables that say where optional test data is."""

# A loaded machine is slow, not wrong: properties are judged by what they find, not by the time a single example takes.
settings.register_profile("nayrab", deadline=None, print_blob=True)
settings.load_profile("nayrab")


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in os.environ:
        if name.startswith("NAYRAB_") and name not in KEPT:
            monkeypatch.delenv(name)
    home: Path = tmp_path_factory.mktemp("home", numbered=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
