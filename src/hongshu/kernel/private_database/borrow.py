"""A running server for one command, whether or not ``hongshu serve`` is at work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from hongshu.kernel.private_database.cluster import POLL_S, PrivateCluster
from hongshu.kernel.private_database.errors import DataFolderInUse
from hongshu.kernel.private_database.lock import FolderLock


@contextmanager
def borrowed(cluster: PrivateCluster, *, wait_s: float = 30.0) -> Iterator[str]:
    """The URL of a server for one command: another process's, or one started for the time being.

    What was started here stops only when no other command borrows it any more. Raises DataFolderInUse if
    another process holds the data folder for ``wait_s`` without a server that takes connections.
    """
    borrowers = FolderLock(cluster.layout.borrowers_file)
    deadline = time.monotonic() + wait_s
    while not cluster.is_alive():
        try:
            cluster.start()
        except DataFolderInUse:
            if _joins(cluster, borrowers):
                break
            if time.monotonic() >= deadline:
                raise
            time.sleep(POLL_S)
        else:
            with _stopped_after_the_others(cluster, borrowers):
                yield cluster.url
            return
    try:
        yield cluster.url
    finally:
        borrowers.release()


def _joins(cluster: PrivateCluster, borrowers: FolderLock) -> bool:
    """Whether a server is there to be used, and will be until our lock is released.

    Its holder may be starting it still, or may have stopped it while we waited for the lock.
    """
    if not cluster.is_ready():
        return False
    borrowers.acquire_patiently(shared=True)
    if cluster.is_ready():
        return True
    borrowers.release()
    return False


@contextmanager
def _stopped_after_the_others(cluster: PrivateCluster, borrowers: FolderLock) -> Iterator[None]:
    try:
        yield
    finally:
        try:
            borrowers.acquire_patiently(shared=False)
        finally:
            cluster.stop()
            borrowers.release()
