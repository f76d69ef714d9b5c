"""Running PostgreSQL's own tools: dumps, restores, psql, and looks at a data folder."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Literal

from hongshu.kernel.private_database.binaries import clean_environment, program
from hongshu.kernel.private_database.errors import DiskFull, ToolFailed
from hongshu.kernel.private_database.identity import server_identity
from hongshu.kernel.private_database.layout import layout_of
from hongshu.kernel.processes.launch import wrapped

ClientTool = Literal["pg_dump", "pg_dumpall", "pg_restore", "psql", "pg_basebackup", "pgbench", "vacuumdb"]
FolderTool = Literal["pg_controldata", "pg_checksums", "pg_verifybackup"]


def run_tool(
    name: ClientTool,
    args: Sequence[str | Path],
    *,
    stdin: IO[bytes] | int = subprocess.DEVNULL,
    stdout: IO[bytes] | int = subprocess.PIPE,
    timeout_s: float | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a tool that connects to the server named in ``args`` (``--dbname=URL``). Raises ToolFailed.

    It runs as ourselves, root included: these tools do not refuse root, and write where the operator may
    write. ``stdin`` and ``stdout`` may be open files, for dumps that do not fit into memory.
    """
    return _run([program(name), *args], name, stdin=stdin, stdout=stdout, timeout_s=timeout_s)


def run_folder_tool(
    name: FolderTool,
    data_folder: Path,
    args: Sequence[str | Path] = (),
    *,
    timeout_s: float | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a tool that reads a data folder, as the user its server runs as. Raises ToolFailed."""
    layout = layout_of(data_folder)
    command = wrapped([program(name), *args, layout.data_folder], identity=server_identity(layout))
    return _run(command, name, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout_s=timeout_s)


def _run(
    command: Sequence[str | Path],
    name: str,
    *,
    stdin: IO[bytes] | int,
    stdout: IO[bytes] | int,
    timeout_s: float | None,
) -> subprocess.CompletedProcess[bytes]:
    try:
        done = subprocess.run(
            command,
            env=clean_environment(),
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ToolFailed(f"{name} did not end within {timeout_s:g} s.") from None
    if done.returncode != 0:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        telling = [line for line in lines if "error:" in line or "FATAL" in line or "ERROR" in line]
        words = (telling or lines or [f"exit code {done.returncode}"])[0].strip()
        if "No space left on device" in done.stderr.decode("utf-8", "replace"):
            raise DiskFull(f"{name} found the disk full: free some space and try again. ({words})")
        raise ToolFailed(f"{name} failed: {words}")
    return done
