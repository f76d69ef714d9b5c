"""Live counts through the real process: what reaches a stream, who is let in, and what a kill costs."""

from __future__ import annotations

import http.client
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.concurrency.installations import Installation, served
from tests.support.waiting import await_true

from hongshu.kernel.ids import Id
from hongshu.kernel.private_database.cluster import PrivateCluster
from hongshu.platform.notifications.counting import CHANNEL
from hongshu.platform.notifications.tokens import key_of, seal

ANN, BEN = Id(71), Id(72)
PATIENCE_S = 20
_TELL = """
INSERT INTO notifications_group (id, user_id, kind, tab, subject_kind, subject_id, actor_ids, is_unread)
VALUES (%(subject)s, %(user)s, 'like', 'likes', 'note', %(subject)s, '{5}', true)
"""

_CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'hongshu live%'
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with served(tmp_path_factory.mktemp("live") / "var") as installation:
        await_true(lambda: _healthy(installation), "the live counts answer")
        yield installation


@pytest.fixture
def database(site: Installation) -> Iterator[psycopg.Connection[Any]]:
    url = PrivateCluster(site.folder / "postgresql").attach()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("TRUNCATE notifications_group")
        yield connection


class Stream:
    """An open stream."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self._answer = answer

    def comes_to(self, total: int) -> bool:
        """Whether the count arrives; the same count may be sent more than once. Fails after PATIENCE_S."""
        is_counts = False
        while line := self._answer.readline().decode():
            if is_counts and json.loads(line.removeprefix("data: "))["total"] == total:
                return True
            is_counts = line == "event: unread\n"
        return False

    def ends(self) -> bool:
        """Read to the end, also to one without a good-bye."""
        with suppress(http.client.HTTPException, ConnectionError):
            while self._answer.readline():
                pass
        return True


def _token(site: Installation, user_id: Id, *, expires_s: float | None = None) -> str:
    secret = Path(site.folder / "secret_key").read_text(encoding="ascii").strip()
    return seal(user_id, expires_s=int(expires_s or time.time() + 60), key=key_of(secret))


@contextmanager
def _asked(site: Installation, path: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", site.events_port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path, headers=headers)
        yield connection.getresponse()
    finally:
        connection.close()


def _healthy(site: Installation) -> bool:
    try:
        with _asked(site, "/healthz") as answer:
            return answer.status == 200
    except OSError:
        return False


def _tell(database: psycopg.Connection[Any], user_id: Id, subject_id: int) -> None:
    database.execute(_TELL, {"user": user_id, "subject": subject_id})
    database.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(int(user_id))])


def test_a_stream_begins_with_the_counts_and_hears_of_each_change_of_its_member_alone(
    site: Installation, database: psycopg.Connection[Any]
) -> None:
    _tell(database, ANN, 1)
    with _asked(site, f"/events?token={_token(site, ANN)}") as answer:
        stream = Stream(answer)
        assert answer.getheader("Content-Type", "").startswith("text/event-stream")
        assert stream.comes_to(1)
        _tell(database, BEN, 2)
        _tell(database, ANN, 3)
        assert stream.comes_to(2)
        database.execute("UPDATE notifications_group SET is_unread = false")
        database.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(int(ANN))])
        assert stream.comes_to(0)


def test_forged_and_expired_tokens_are_refused(site: Installation) -> None:
    good = _token(site, ANN)
    forged = ("B" if good[0] == "A" else "A") + good[1:]
    for token in ("", "x", forged, _token(site, ANN, expires_s=time.time() - 1)):
        with _asked(site, f"/events?token={token}") as answer:
            assert answer.status == 401


def test_pages_of_other_sites_may_not_read_it(site: Installation) -> None:
    for origin, allowed in (
        (f"http://localhost:{site.port}", f"http://localhost:{site.port}"),
        ("https://elsewhere.example", None),
    ):
        with _asked(site, f"/events?token={_token(site, ANN)}", Origin=origin) as answer:
            assert answer.status == 200
            assert answer.getheader("Access-Control-Allow-Origin") == allowed


def test_after_a_lost_connection_to_the_database_everybody_is_counted_again(
    site: Installation, database: psycopg.Connection[Any]
) -> None:
    with _asked(site, f"/events?token={_token(site, ANN)}") as answer:
        stream = Stream(answer)
        assert stream.comes_to(0)
        # What is said while nobody listens is lost, and must be made up for.
        database.execute(_CUT)
        database.execute(_TELL, {"user": ANN, "subject": 9})
        assert stream.comes_to(1)


def test_after_a_kill_the_process_is_back_and_streams_again(
    site: Installation, database: psycopg.Connection[Any]
) -> None:
    before = site.all_pids()
    with _asked(site, f"/events?token={_token(site, ANN)}") as answer:
        stream = Stream(answer)
        assert stream.comes_to(0)
        os.kill(site.pid_of("live"), signal.SIGKILL)
        # A browser notices it and comes back by itself.
        assert stream.ends()
    assert site.pid_of("live", other_than=before) not in before
    await_true(lambda: _healthy(site), "the live counts answer again")
    _tell(database, ANN, 4)
    with _asked(site, f"/events?token={_token(site, ANN)}") as answer:
        stream = Stream(answer)
        assert stream.comes_to(1)
        _tell(database, ANN, 5)
        assert stream.comes_to(2)
    assert site.status("/readyz") == 200
