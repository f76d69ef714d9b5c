"""Looking at a private cluster, and programs that keep one."""

from __future__ import annotations

import psycopg

from hongshu.kernel.private_database.cluster import PrivateCluster
from hongshu.kernel.private_database.previous_server import server_processes

# A program that starts the cluster of its first argument, says so, and keeps it until it is told to end.
SERVE = """
    import signal, sys
    from pathlib import Path
    from hongshu.kernel.private_database.cluster import PrivateCluster
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    cluster = PrivateCluster(Path(sys.argv[1]))
    cluster.start()
    cluster.ensure_database()
    print("server", cluster.process.pid)
    print("url", cluster.url)
    signal.sigwait({signal.SIGTERM})
    cluster.stop()
    print("stopped")
"""


def add_rows(url: str, count: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n bigint GENERATED ALWAYS AS IDENTITY)")
        for _ in range(count):
            connection.execute("INSERT INTO kept DEFAULT VALUES")


def count_rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
        assert row is not None
        return int(row[0])


def all_processes(cluster: PrivateCluster) -> set[int]:
    postmasters, children = server_processes(cluster.layout, cluster.identity.file_owner)
    return postmasters | children


def server_pid(cluster: PrivateCluster) -> int:
    assert cluster.process is not None
    return cluster.process.pid


def log_text(cluster: PrivateCluster) -> str:
    return "".join(file.read_text() for file in cluster.layout.log_folder.iterdir())
