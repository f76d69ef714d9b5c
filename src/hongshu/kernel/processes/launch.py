"""Starting one child process through ``exec_child``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGTERM, Signals
from typing import IO

from hongshu.kernel.processes.contracts import OURSELVES, Identity

EXEC_CHILD = Path(__file__).with_name("exec_child.py")


def wrapped(
    argv: Sequence[str | Path],
    *,
    identity: Identity = OURSELVES,
    orphan_signal: Signals = SIGTERM,
    must_reach: Sequence[str | Path] = (),
) -> list[str]:
    """The command line that becomes ``argv`` under ``identity``, signalled when this process dies.

    ``must_reach`` names paths the child has to be able to see; if it cannot, it ends with 125 and one line.
    The kernel watches the *thread* that forks, so the process must be started from the main thread.
    """
    assert threading.current_thread() is threading.main_thread(), "children are started by the main thread"
    order = {
        "kind": identity.kind,
        "uid": identity.uid,
        "gid": identity.gid,
        "passes_closed_folders": identity.passes_closed_folders,
        "parent": os.getpid(),
        "orphan_signal": int(orphan_signal),
        "must_reach": [os.fspath(path) for path in must_reach],
    }
    return [
        sys.executable,
        "-I",
        "-S",
        str(EXEC_CHILD),
        json.dumps(order),
        *(os.fspath(word) for word in argv),
    ]


def launch(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    identity: Identity = OURSELVES,
    orphan_signal: Signals = SIGTERM,
    output: IO[bytes] | int | None = None,
) -> subprocess.Popen[bytes]:
    """Start ``argv`` as a child in a session of its own; stdout and stderr both go to ``output``.

    The returned process has the pid of the program itself: nothing stands between it and us.
    """
    return subprocess.Popen(
        wrapped(argv, identity=identity, orphan_signal=orphan_signal),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=None if env is None else dict(env),
        cwd=cwd,
        start_new_session=True,
    )
