"""The server's settings, written into ``hongshu.conf`` before each start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from hongshu.kernel.private_database.errors import in_words
from hongshu.kernel.private_database.layout import Layout

OWN_FILE = "hongshu.conf"
OPERATOR_FILE = "operator.conf"
INCLUDES = f"""
# Everything below is Hongshu's. {OWN_FILE} is written anew at each start; settings of your own
# belong into {OPERATOR_FILE}, which wins and is never touched.
include_if_exists = '{OWN_FILE}'
include_if_exists = '{OPERATOR_FILE}'
"""
MIB = 1024 * 1024


def quoted(value: str) -> str:
    """A value as PostgreSQL's configuration files want it."""
    escaped = value.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n")
    return f"'{escaped}'"


def quoted_in_list(value: str) -> str:
    """One element of a list of folders: inside the quotes of the value, spaces need quotes of their own."""
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def memory_settings(memory_bytes: int) -> dict[str, str]:
    """Sizes for a machine that PostgreSQL shares with the web server and the worker."""
    shared_mib = min(512, max(32, memory_bytes // MIB // 16))
    return {
        "shared_buffers": f"{shared_mib}MB",
        "effective_cache_size": f"{max(64, memory_bytes // MIB // 2)}MB",
        "maintenance_work_mem": f"{min(256, max(16, memory_bytes // MIB // 32))}MB",
        "work_mem": "8MB",
    }


def available_memory_bytes() -> int:
    """The memory of the machine, or of the container if that is less."""
    available = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            text = Path(limit).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if text.isdecimal():
            available = min(available, int(text))
    return available


def server_settings(
    layout: Layout, *, durable: bool, port: int, listens_on_tcp: bool, max_connections: int, memory_bytes: int
) -> dict[str, str]:
    """All settings of the server, by name."""
    settings = {
        "max_connections": str(max_connections),
        **memory_settings(memory_bytes),
        "port": str(port),
        "listen_addresses": "127.0.0.1" if listens_on_tcp else "",
        "unix_socket_directories": quoted_in_list(str(layout.socket_folder)),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "cluster_name": layout.cluster_name,
        "update_process_title": "on",  # The title is how a leftover process is recognised.
        "restart_after_crash": "on",
        # Before recovery all files are brought to disk: one call for all is 20 times faster on a busy
        # machine.
        "recovery_init_sync_method": "syncfs",
        # Containers give /dev/shm 64 MB, and logind empties it when the user logs out; System V memory has
        # neither.
        "dynamic_shared_memory_type": "sysv",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "random_page_cost": "1.1",
        "max_wal_size": "1GB",
        "max_locks_per_transaction": "128",
        "logging_collector": "on",
        "log_destination": "stderr",
        "log_directory": str(layout.log_folder),
        "log_filename": "postgresql-%a.log",
        "log_file_mode": "0600",
        "log_truncate_on_rotation": "on",  # One file for each day of the week.
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_line_prefix": "%m [%p] %b ",
    }
    if durable:
        # Statements and their details carry what members wrote: phone numbers do not belong into a log.
        safe = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
        return settings | safe | {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    return settings | {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def render(settings: Mapping[str, str]) -> str:
    """The text of ``hongshu.conf``."""
    lines = [f"{name} = {quoted(value)}" for name, value in settings.items()]
    return "\n".join(["# Written by Hongshu at each start: changes made here are lost.", *lines, ""])


def write_own_file(layout: Layout, text: str, owner: int) -> None:
    """Put ``hongshu.conf`` in place, unless it already says the same: a full disk must not hinder a start."""
    path = layout.data_folder / OWN_FILE
    with in_words(layout.data_folder):
        if path.exists() and path.read_text(encoding="utf-8", errors="surrogateescape") == text:
            return
        new = path.with_suffix(".new")
        # As root we may be at work in somebody else's folder: a link that lies there is not followed.
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text)
            if owner != os.geteuid():
                os.fchown(file.fileno(), owner, -1)
        new.replace(path)
