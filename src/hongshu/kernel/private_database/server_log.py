"""Finding the reason of a failed start in what PostgreSQL wrote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from hongshu.kernel.private_database.layout import Layout

LINE = re.compile(
    r"^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) \S+ \[\d+\] (?:(?P<kind>[a-z -]+) )?"
    r"(?P<level>[A-Z]+):  (?P<words>.*)$"
)
LACKS_OF_SPACE = ("No space left on device", "Disk quota exceeded")
TAIL_BYTES = 256 * 1024


def reason(lines: Sequence[str]) -> str:
    """The words that explain why the server ended, empty if it gave none.

    They are a lack of space, whichever message tells of it; else the last PANIC, else the last FATAL, else
    the last complaint made outside the log, such as that the log cannot be written. A FATAL that a
    configuration file "contains errors" needs the line before it. A client's FATAL ends its session only.
    """
    panic, fatal, outside, before = "", "", "", ""
    for line in lines:
        match = LINE.match(line)
        if any(lack in line for lack in LACKS_OF_SPACE):
            return match["words"] if match else line.strip()
        if match is None:
            outside = line.strip() if "could not" in line else outside
            continue
        level, words = match["level"], match["words"]
        if level == "PANIC":
            panic = words
        elif level == "FATAL" and "client backend" not in (match["kind"] or ""):
            fatal = f"{before}; {words}" if "contains errors" in words and before else words
        before = words
    return panic or fatal or outside


def lines_since(text: str, since: datetime) -> list[str]:
    """The lines of a log from ``since`` (UTC) on; lines without a time belong to the one before."""
    first = since.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
    kept: list[str] = []
    is_recent = False
    for line in text.splitlines():
        if match := LINE.match(line):
            is_recent = match["time"] >= first
        if is_recent and line.strip():
            kept.append(line)
    return kept


def log_files(layout: Layout) -> list[Path]:
    """The server's log files, the newest last."""
    files = layout.log_folder.glob("postgresql-*.log")
    return sorted(files, key=lambda file: file.stat().st_mtime)


def log_lines(layout: Layout, since: datetime) -> list[str]:
    """What the server has written into the newest file of its log since a time."""
    # The log explains a failure; it must not become one.
    with suppress(OSError, IndexError):
        newest = log_files(layout)[-1]
        with newest.open("rb") as file:
            file.seek(max(0, newest.stat().st_size - TAIL_BYTES))
            return lines_since(file.read().decode("utf-8", "replace"), since)
    return []
