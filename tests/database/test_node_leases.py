"""A node of ids is one process's at a time, whatever its clock shows."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from hongshu.kernel.ids import Id, generator, lease, new_block, new_id, new_ids
from hongshu.kernel.ids.generator import ClockWentBack, Generator, _clock_ms
from hongshu.kernel.ids.lease import LEASE_MS, NoNodeFree
from hongshu.kernel.ids.shape import NODES, SEQUENCES, issued_at

pytestmark = pytest.mark.django_db


class Leases:
    """The table of leases, through a connection that commits at once, as the leases' own does."""

    def __init__(self) -> None:
        self.connection = lease._connect()

    def until(self, node: int) -> int:
        row = self.connection.execute(
            "SELECT reserved_until_ms FROM kernel_node_lease WHERE node = %s", [node]
        ).fetchone()
        assert row is not None
        return row[0]

    def fill(self, until_ms: int) -> None:
        """Lease every node."""
        self.connection.execute(
            "INSERT INTO kernel_node_lease SELECT n, %s FROM generate_series(0, %s) AS n"
            " ON CONFLICT (node) DO UPDATE SET reserved_until_ms = EXCLUDED.reserved_until_ms",
            [until_ms, NODES - 1],
        )

    def set_until(self, node: int, until_ms: int) -> None:
        self.connection.execute(
            "UPDATE kernel_node_lease SET reserved_until_ms = %s WHERE node = %s", [until_ms, node]
        )

    def clear(self) -> None:
        self.connection.execute("DELETE FROM kernel_node_lease")


@pytest.fixture
def leases() -> Iterator[Leases]:
    """The leases; afterwards there are none, and whoever issues ids takes a node anew."""
    found = Leases()
    yield found
    found.clear()
    found.connection.close()


def _node_of(key: int) -> int:
    return (key >> 12) & (NODES - 1)


def test_two_holders_never_have_the_same_node(leases: Leases) -> None:
    now = _clock_ms()
    taken = [lease.take(now).node for _ in range(40)]
    assert len(set(taken)) == 40


def test_a_lease_is_extended_by_its_holder_only(leases: Leases) -> None:
    now = _clock_ms()
    held = lease.take(now)
    later = lease.extend(held, now + 1000)
    assert later == lease.Lease(node=held.node, reserved_until_ms=now + 1000 + LEASE_MS)
    assert lease.extend(held, now + 2000) is None, "an old lease is worth nothing"


def test_a_node_is_free_from_the_moment_it_was_given_back(leases: Leases) -> None:
    now = _clock_ms()
    held = lease.take(now)
    lease.release(held, now - 10)
    assert leases.until(held.node) == now - 10
    lease.release(held, now - 99)
    assert leases.until(held.node) == now - 10, "giving back twice changes nothing"


def test_when_all_nodes_are_leased_the_next_is_refused_until_a_lease_ends(leases: Leases) -> None:
    now = _clock_ms()
    leases.fill(now + LEASE_MS)
    with pytest.raises(NoNodeFree):
        lease.take(now)
    leases.set_until(77, now - 1)
    assert lease.take(now).node == 77
    with pytest.raises(NoNodeFree):
        lease.take(now)


def test_a_clock_that_runs_ahead_pushes_nobody_out(leases: Leases) -> None:
    now = _clock_ms()
    leases.fill(now + LEASE_MS)
    with pytest.raises(NoNodeFree):
        lease.take(now + 3_600_000)


def test_who_takes_a_node_after_another_issues_only_later_ids(leases: Leases) -> None:
    first = Generator()
    one = first.issue(1)[0]
    first.release()
    given_back = leases.until(_node_of(one))
    leases.fill(2**62)
    leases.set_until(_node_of(one), given_back)
    second = Generator()
    assert second.issue(1)[0] > one
    second.release()


def test_ids_grow_and_are_unique_over_threads() -> None:
    issued: list[list[Id]] = []

    def work() -> None:
        mine = [new_id() for _ in range(2000)] + list(new_ids(3000))
        issued.append(mine)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(issued) == 6
    assert len({each for mine in issued for each in mine}) == 30_000
    assert all(mine == sorted(mine) for mine in issued)


def test_a_full_millisecond_is_waited_out() -> None:
    ids = new_ids(3 * SEQUENCES)
    assert len(set(ids)) == 3 * SEQUENCES
    assert ids == sorted(ids)
    assert issued_at(ids[0]) < issued_at(ids[-1])


def test_a_block_is_whole_and_nobody_elses() -> None:
    before = new_id()
    blocks = [new_block(256) for _ in range(40)]
    after = new_id()
    members = [first + offset for first in blocks for offset in range(256)]
    assert all(member & -256 == member - member % 256 for member in members)
    assert all(first % 256 == 0 for first in blocks)
    assert members == sorted(set(members))
    assert before < members[0]
    assert members[-1] < after


def test_a_clock_that_goes_back_far_refuses_and_a_little_is_waited_for(
    leases: Leases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = Generator()
    last = own.issue(1)[0]
    real = generator._clock_ms
    monkeypatch.setattr(generator, "_clock_ms", lambda: real() - 10_000)
    with pytest.raises(ClockWentBack):
        own.issue(1)
    monkeypatch.setattr(generator, "_clock_ms", lambda: real() - 20)
    assert own.issue(1)[0] > last
    own.release()


def test_a_lease_that_ended_is_never_used_again(leases: Leases, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Generator()
    first = own.issue(1)[0]
    node = _node_of(first)
    # Five idle minutes later somebody else has the node.
    real = generator._clock_ms
    monkeypatch.setattr(generator, "_clock_ms", lambda: real() + LEASE_MS + 1)
    leases.set_until(node, real() + 3 * LEASE_MS)
    second = own.issue(1)[0]
    assert _node_of(second) != node
    own.release()


def test_a_database_that_is_away_stops_nobody_who_has_time_left(
    leases: Leases, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Generator()
    first = own.issue(1)[0]
    real = generator._clock_ms
    settings = connection.settings_dict
    monkeypatch.setattr(generator, "_clock_ms", lambda: real() + LEASE_MS - 1000)
    monkeypatch.setitem(settings, "HOST", "/nonexistent")
    second = own.issue(1)[0]
    assert _node_of(first) == _node_of(second)
    monkeypatch.setattr(generator, "_clock_ms", lambda: real() + LEASE_MS + 1000)
    with pytest.raises(Exception, match="nonexistent"):
        own.issue(1)
