"""The cache that all processes share is a table that the migrations make."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db import connection

pytestmark = pytest.mark.django_db


def test_a_count_is_kept_and_goes_up() -> None:
    cache = caches["default"]
    cache.set("tries:1", 1, timeout=60)
    assert cache.incr("tries:1") == 2
    assert cache.get("tries:1") == 2
    cache.set("gone", 1, timeout=-1)
    assert cache.get("gone") is None


def test_a_flood_of_keys_does_not_push_out_the_count_of_a_throttle() -> None:
    cache = caches["default"]
    cache.set("tries:1", 9, timeout=60)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_shared_cache SELECT '!flood:' || n, '', now() + interval '1 hour'"
            " FROM generate_series(1, 2000) AS n"
        )
    cache.set("tries:2", 1, timeout=60)
    assert cache.get("tries:1") == 9
