"""``python -m benchmarks pages``: how many pages a second, and how late the latest ones are."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Protocol

from benchmarks import machine
from benchmarks.site import bare_server, free_port, open_site, web_server
from hongshu.kernel.private_database.cluster import PrivateCluster

_LOADS = (0.5, 0.8)
_FILLED = "filled.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """The size of the world, and how long is measured. Every phase ends by itself."""

    members: int
    products: int
    notes: int
    likes: int
    connections: int = 16
    open_connections: int = 64
    rounds: int = 5
    warm_s: float = 3.0
    closed_s: float = 5.0
    open_s: float = 15.0


FULL = Plan(members=5000, products=2000, notes=100_000, likes=300_000)
SMALL = Plan(
    members=30, products=40, notes=400, likes=600, connections=4, open_connections=8, rounds=1,
    warm_s=0.1, closed_s=0.3, open_s=0.5,
)  # fmt: skip


def measure_pages(plan: Plan, *, seed: int, world: Path | None, say: Any = print) -> dict[str, Any]:
    """Make the world (or take the one that is in *world*), serve it, load it; returns what was seen."""
    began = time.monotonic()
    with folder_of(world) as folder, open_site(folder) as (settings, cluster):
        _fill(folder, plan, seed, say)
        from benchmarks.cases import look_at, page_cases

        chance = Random(seed)
        cases = page_cases(chance)
        looks = {case.name: look_at(case, chance) for case in cases}
        requests = {case.name: case.requests() for case in cases}
        answer: dict[str, Any] = {
            "benchmark": "pages",
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "commit": machine.commit(),
            "machine": {**machine.describe(), "postgresql": postgresql_version()},
            "seed": seed,
            "plan": asdict(plan),
            "server": {"workers": settings.web_workers, "threads": settings.web_threads},
        }
        port = free_port()
        with (
            web_server(settings) as web,
            bare_server(settings, port=port, size_bytes=looks["explore"]["bytes"]),
        ):
            measured = Measured(plan, seed, settings.port, Watch(web.pid, cluster), say)
            measured.add("house_healthz", _plain_request("/healthz"), port=settings.port)
            measured.add("bare_django", _plain_request("/"), port=port)
            for name, texts in requests.items():
                measured.add(name, texts, port=settings.port)
            figures = measured.figures()
            answer["memory_mib"] = measured.watch.memory()
        about = {case.name: case.about for case in cases}
        answer["cases"] = {
            name: {"about": about.get(name, ""), **looks.get(name, {}), **figure}
            for name, figure in figures.items()
        }
        answer["load_average_after"] = [round(value, 2) for value in os.getloadavg()]
        answer["took_s"] = round(time.monotonic() - began)
        return answer


class Watch:
    """The processes that are measured, and the rest of the machine."""

    def __init__(self, web: int, cluster: PrivateCluster) -> None:
        self._web = web
        self._cluster = cluster

    def _families(self) -> dict[str, set[int]]:
        assert self._cluster.process is not None
        return {
            "web": machine.family_of(self._web),
            "postgresql": machine.family_of(self._cluster.process.pid),
        }

    def cpu_s(self) -> dict[str, float]:
        """Processor time so far, by family, and of the whole machine."""
        used = {name: machine.cpu_s(pids) for name, pids in self._families().items()}
        return {**used, "all": machine.busy_s()}

    def memory(self) -> dict[str, Any]:
        """Memory by family."""
        return {name: machine.memory_mib(pids) for name, pids in self._families().items()}


class Timing(Protocol):
    """How long is measured, and over how many connections."""

    @property
    def connections(self) -> int: ...
    @property
    def open_connections(self) -> int: ...
    @property
    def rounds(self) -> int: ...
    @property
    def warm_s(self) -> float: ...
    @property
    def closed_s(self) -> float: ...
    @property
    def open_s(self) -> float: ...


class Measured:
    """Cases, measured in rounds: what disturbs the machine for a minute disturbs one round of each."""

    def __init__(self, plan: Timing, seed: int, port: int, watch: Watch, say: Any) -> None:
        self._plan = plan
        self._seed = seed
        self._cases: dict[str, tuple[list[str], int]] = {}
        self.watch = watch
        self._say = say

    def add(self, name: str, requests: list[str], *, port: int) -> None:
        """Measure this as well."""
        self._cases[name] = (requests, port)

    def figures(self) -> dict[str, dict[str, Any]]:
        """Closed rounds of all cases, then open ones at shares of what was found."""
        plan = self._plan
        closed: dict[str, list[dict[str, Any]]] = {name: [] for name in self._cases}
        for turn in range(plan.rounds):
            for name in self._cases:
                self._load(name, seconds=plan.warm_s if not turn else plan.warm_s / 3, turn=-1 - turn)
                closed[name].append(self._load(name, seconds=plan.closed_s, turn=turn))
        found = {}
        for name, runs in closed.items():
            capacity = statistics.median(run["answers_per_s"] for run in runs)
            open_runs = []
            for share in _LOADS:
                rate, turn = capacity * share, int(share * 100)
                run = self._load(name, seconds=plan.open_s, rate=rate, turn=turn)
                open_runs.append({"share": share, **run})
            found[name] = {"per_s": round(capacity, 1), "closed": runs, "open": open_runs}
            late = ", ".join(f"p99 {run['p99_ms']:.0f} ms at {run['share']:.0%}" for run in open_runs)
            self._say(f"{name:16} {capacity:8.0f}/s   {late}")
        return found

    def _load(self, name: str, *, seconds: float, turn: int, rate: float = 0.0) -> dict[str, Any]:
        requests, port = self._cases[name]
        plan = self._plan
        order = {
            "port": port,
            "requests": requests,
            "seconds": seconds,
            "seed": f"{self._seed}:{name}:{turn}",
            "connections": plan.open_connections if rate else plan.connections,
            **({"rate": rate} if rate else {}),
        }
        before, began = self.watch.cpu_s(), time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.load"],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            check=True,
            cwd=machine.PROJECT,
        )
        after, window_s = self.watch.cpu_s(), time.monotonic() - began
        seen: dict[str, Any] = json.loads(done.stdout)
        assert not seen["refused"], f"{name}: {seen['refused']} answers were no 200"
        taken_s = {part: after[part] - before[part] for part in after}
        everything_s = taken_s.pop("all")
        taken_s["client"] = seen["client_cpu_s"]
        others = max(0.0, everything_s - sum(taken_s.values())) / window_s
        answers = max(1, seen["answers"])
        return {
            **seen,
            "rate": round(rate, 1),
            "cpu_ms_an_answer": {part: round(used * 1000 / answers, 3) for part, used in taken_s.items()},
            "cores_of_others": round(others, 2),
        }


def _plain_request(address: str) -> list[str]:
    return [f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n"]


@contextmanager
def folder_of(kept: Path | None) -> Iterator[Path]:
    """Where a world is: the folder that is kept, or one that goes with the measurement."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="hongshu-benchmark-") as folder:
        yield Path(folder)


def _fill(folder: Path, plan: Plan, seed: int, say: Any) -> None:
    import django

    django.setup()
    from benchmarks.world import Size, WorldMaker

    size = Size(members=plan.members, products=plan.products, notes=plan.notes, likes=plan.likes)
    wanted = {**asdict(size), "seed": seed}
    note = folder / _FILLED
    if note.exists():
        assert json.loads(note.read_text()) == wanted, f"{folder} holds another world"
        return
    began = time.monotonic()
    WorldMaker(size, seed=seed).fill()
    note.write_text(json.dumps(wanted))
    say(f"the world is made after {time.monotonic() - began:.0f} s")


def postgresql_version() -> str:
    """The version of the server that is measured."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
