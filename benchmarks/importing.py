"""How many rows a minute the two imports bring in: into an empty installation, and once more into it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.machine import commit, describe
from benchmarks.site import open_site


def measure_imports(data: Path, *, say: Callable[[str], object]) -> dict[str, Any]:
    """Both imports of *data* (the folder that holds ``sephora`` and ``chinese``), each twice."""
    runs: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="hongshu-imports-") as folder, open_site(Path(folder)):
        import django

        django.setup()
        from hongshu.flows.importing.services import import_double11, import_sephora

        chinese = data / "chinese" / "double11_beauty_2016.csv.gz"
        for name, command, source in (
            ("sephora", import_sephora, data / "sephora"),
            ("double11", import_double11, chinese),
        ):
            for time_round in ("first", "again"):
                begun = time.perf_counter()
                report = command(source, progress=_unheard)
                took_s = time.perf_counter() - begun
                found = {
                    "list": name,
                    "time": time_round,
                    "rows": report.rows_read,
                    "created": report.created,
                    "refused": len(report.refused),
                    "took_s": round(took_s, 2),
                    "rows_per_minute": round(report.rows_read / took_s * 60),
                }
                runs.append(found)
                say(f"{name}, {time_round}: {found['took_s']} s, {found['rows_per_minute']} rows a minute")
        from django.db import connections

        connections.close_all()
    return {"what": "imports", "machine": describe(), "commit": commit(), "runs": runs}


def _unheard(*, part: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
