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
    _run("report", "--pages", str(file), "--community", str(tmp_path / "none"), "--to", str(page))
    assert all(f"| {name} |" in page.read_text() for name in found["cases"])


def test_a_community_is_measured_and_stands_in_the_report_beside_the_pages(tmp_path: Path) -> None:
    file, page, plans = tmp_path / "community.json", tmp_path / "measurements.md", tmp_path / "plans.md"
    _run("community", "--small", "--json", str(file), "--plans", str(plans))
    found = json.loads(file.read_text())
    for name, case in found["cases"].items():
        runs = [*case["closed"], *case["open"]]
        assert sum(run["answers"] for run in runs), name
        assert not any(run["refused"] for run in runs), name
        assert case["most_queries"] <= 8, name
        assert f"# {name}:" in plans.read_text()
    for community_file in (file, tmp_path / "none"):
        # What was not measured anew stays.
        _run("report", "--community", str(community_file), "--to", str(page))
        assert all(f"| {name} |" in page.read_text() for name in found["cases"])


def test_quotes_and_declarations_are_measured_end_to_end(tmp_path: Path) -> None:
    file = tmp_path / "customs.json"
    _run("customs", "--json", str(file), "--rounds", "1", "--quotes", "20", "--orders", "3")
    found = json.loads(file.read_text())
    assert found["one_order_per_s"] > 0
    assert found["declarations"]["documents"] == 12
    assert found["declarations"]["released_per_s"] > 0


def test_reservations_are_measured_beside_the_floor(tmp_path: Path) -> None:
    file, plans = tmp_path / "inventory.json", tmp_path / "plans.txt"
    _run("inventory", "--small", "--json", str(file), "--plans", str(plans))
    found = json.loads(file.read_text())
    assert set(found["cases"]) == {"three_lines", "hot_16"}
    assert all(case["door_per_s"] > 0 and case["floor_per_s"] > 0 for case in found["cases"].values())
    assert found["hot_updates"]["updates"] > 0
    assert "Insert on inventory_reservation" in plans.read_text()
    page = tmp_path / "measurements.md"
    _run(
        "report",
        "--pages",
        str(PROJECT / "benchmarks/results/pages.json"),
        "--inventory",
        str(file),
        "--to",
        str(page),
    )
    assert "| hot_16 |" in page.read_text()
