"""The benchmarks run to their end at a tiny size. How fast anything was is not asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.served import program_environment

PROJECT = Path(__file__).resolve().parents[2]


def _run(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        cwd=PROJECT,
        env=program_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_pages_are_measured_and_the_report_is_written(tmp_path: Path) -> None:
    file, page = tmp_path / "pages.json", tmp_path / "measurements.md"
    _run("pages", "--small", "--json", str(file))
    found = json.loads(file.read_text())
    for name, case in found["cases"].items():
        runs = [*case["closed"], *case["open"]]
        assert sum(run["answers"] for run in runs), name
        assert not any(run["refused"] for run in runs), name
    assert found["machine"]["cores"] >= 1
    _run("report", "--pages", str(file), "--to", str(page))
    assert all(f"| {name} |" in page.read_text() for name in found["cases"])
