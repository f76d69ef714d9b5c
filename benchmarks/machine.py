"""What figures mean nothing without: the machine, the versions, the commit, and who else was at work."""

from __future__ import annotations

import os
import platform
import subprocess
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hongshu.kernel.processes.descendants import children_of

PROJECT = Path(__file__).resolve().parent.parent
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_PACKAGES = ("django", "granian", "jinja2", "psycopg", "django-ninja")


def describe() -> dict[str, Any]:
    """The machine as it is now."""
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = [line.partition(":")[2].strip() for line in cpu.splitlines() if line.startswith("model name")]
    memory_bytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpu": models[0] if models else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory_bytes / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
        "load_average": [round(value, 2) for value in os.getloadavg()],
    }


def commit() -> dict[str, Any]:
    """The commit that is measured, and whether the files differ from it."""
    return {
        "id": _git("rev-parse", "--short=12", "HEAD") or "unknown",
        "has_changes": bool(_git("status", "--porcelain", "--", "src", "benchmarks")),
    }


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(PROJECT), *words], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def family_of(pid: int) -> set[int]:
    """A process and all below it."""
    found = {pid}
    for child in children_of(pid):
        found |= family_of(child)
    return found


def cpu_s(pids: set[int]) -> float:
    """The processor time that living processes have taken so far."""
    ticks = 0
    for pid in pids:
        with suppress(OSError, ValueError, IndexError):
            stat = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
            ticks += int(stat[11]) + int(stat[12])
    return ticks * _TICK_S


def busy_s() -> float:
    """The processor time that the cores we may use have taken so far, for whomever."""
    ticks = 0
    for line in Path("/proc/stat").read_text(encoding="ascii").splitlines():
        name, *fields = line.split()
        if name.startswith("cpu") and name[3:].isdecimal() and int(name[3:]) in os.sched_getaffinity(0):
            user, nice, system, _idle, _wait, interrupts, soft = map(int, fields[:7])
            ticks += user + nice + system + interrupts + soft
    return ticks * _TICK_S


def memory_mib(pids: set[int]) -> dict[str, float]:
    """Resident memory, summed, and with shared pages divided among who shares them (if we may look)."""
    resident, proportional = 0, 0
    for pid in pids:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
                name, _, value = line.partition(":")
                if name == "Rss":
                    resident += int(value.split()[0])
                elif name == "Pss":
                    proportional += int(value.split()[0])
    return {"resident": round(resident / 1024, 1), "proportional": round(proportional / 1024, 1)}
