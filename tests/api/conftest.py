"""What the tests of the API share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.api.world import World, make_world

from hongshu.platform.behaviour import throttle


@pytest.fixture
def world(db: None) -> World:
    """A small world, gone after the test."""
    return make_world()


@pytest.fixture(autouse=True)
def _full_buckets() -> Iterator[None]:
    yield
    throttle.SENDERS.clear()
    throttle.ADDRESSES.clear()
