"""Ids of several processes: started together, forked, killed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.concurrency.programs import Program, running
from tests.concurrency.together import DJANGO, database_url

from hongshu.kernel.ids import new_id
from hongshu.kernel.ids.shape import NODES
from hongshu.kernel.models import NodeLease

pytestmark = pytest.mark.django_db(transaction=True)

ISSUE = (
    DJANGO
    + """
    from hongshu.kernel.ids import new_ids
    print("ids", *new_ids(500), flush=True)
    sys.stdin.read()
    import signal
    signal.pause()
"""
)

FORK = (
    DJANGO
    + """
    from hongshu.kernel.ids import new_ids
    print("before", *new_ids(3), flush=True)
    child = os.fork()
    print("child" if child == 0 else "parent", *new_ids(200), flush=True)
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    print("after", *new_ids(3), flush=True)
"""
)


def _ids(program: Program, beginning: str) -> list[int]:
    return [int(word) for word in program.line(beginning).split()]


def _nodes(ids: list[int]) -> set[int]:
    return {(key >> 12) & (NODES - 1) for key in ids}


def test_processes_that_run_together_never_share_a_node(tmp_path: Path) -> None:
    address = (database_url(), tmp_path.as_uri())
    with running(ISSUE, *address) as one, running(ISSUE, *address) as two, running(ISSUE, *address) as three:
        issued = [_ids(program, "ids") for program in (one, two, three)]
    issued.append([new_id()])
    assert [len(_nodes(ids)) for ids in issued] == [1, 1, 1, 1]
    assert len(set.union(*map(_nodes, issued))) == 4
    assert len({key for ids in issued for key in ids}) == 1501


def test_a_killed_process_keeps_its_node_until_its_time_is_over(tmp_path: Path) -> None:
    with running(ISSUE, database_url(), tmp_path.as_uri()) as program:
        killed = _ids(program, "ids")
        program.process.kill()
        program.process.wait()
    [node] = _nodes(killed)
    last_ms = killed[-1] >> 22
    assert NodeLease.objects.get(node=node).reserved_until_ms > last_ms


def test_a_fork_takes_a_node_of_its_own_and_the_parent_keeps_its(tmp_path: Path) -> None:
    with running(FORK, database_url(), tmp_path.as_uri()) as program:
        before, child = _ids(program, "before"), _ids(program, "child")
        parent, after = _ids(program, "parent"), _ids(program, "after")
        program.rest()
    assert _nodes(before) == _nodes(parent) == _nodes(after)
    assert _nodes(child) != _nodes(parent)
    assert len({*before, *child, *parent, *after}) == 406
    # The program ended cleanly: its node is free from the millisecond after its last id.
    assert NodeLease.objects.get(node=_nodes(after).pop()).reserved_until_ms == (after[-1] >> 22) + 1
