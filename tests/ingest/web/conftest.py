from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.website import WebSite

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as website:
        yield website
