"""docs/measurements.md, written from what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

_HEAD = """\
# Measurements

Written by `python -m benchmarks report` from `benchmarks/results/`; do not edit. Figures belong to the
machine, the commit and the hour they were made in: compare rows of one run, not runs of two machines.
"""
_HOW = """\
The world is made from a seed and copied into a private PostgreSQL with all its durability. The web server is
started as `hongshu serve` starts it, without the background worker. Server, database and client share the
cores. **Pages/s** is the median of the closed rounds: every connection asks again as soon as it is answered.
**Latencies** are of an open loop at half and at four fifths of that rate: requests come at random moments
(Poisson) whether or not earlier ones were answered, and latency counts from the moment a request was due.
**CPU ms** is the processor time of one answer: it stays comparable when other programs use the machine.
**Queries** is the most that one of twelve pages asked, with nothing of it in the process's memory.

`bare_django` is Django with no middleware, answering ready bytes of the size of an explore page through the
same server: the most that such a page could reach. `house_healthz` is an answer without a page: what
Hongshu's middleware leaves over. A visitor's first page of the waterfall is asked for once a second in each
process (`explore`, `feed_json`); a member's, and everything further down, is asked for each time.
"""
_STOCK_HOW = """\
**Reservations/s** go through `take_stock`, each committed and flushed, from processes with a connection each.
**pgbench/s** is pgbench calling the same function of the database with as many connections on the same
server. Clients and server share the cores, so what Python needs for a call is taken from the server too.
"""


def measurements_page(found: Mapping[str, Any], inventory: Mapping[str, Any] | None = None) -> str:
    """The whole page, as Markdown."""
    stock = _inventory(inventory) if inventory is not None else ()
    return "\n".join([_HEAD, *_pages(found), *stock])


def _inventory(found: Mapping[str, Any]) -> Iterable[str]:
    machine, plan, commit, hot = found["machine"], found["plan"], found["commit"], found["hot_updates"]
    changes = " with changes" if commit["has_changes"] else ""
    yield "## Reservations\n"
    yield f"Measured {found['measured_at']} at commit `{commit['id']}`{changes}, seed {found['seed']}.\n"
    yield f"- Machine: {machine['cpu']}, {machine['cores']} cores; PostgreSQL {machine['postgresql']}"
    yield f"- Stock: {plan['skus']:,} SKUs with {plan['lots_of_sku']} lots each"
    rounds = f"{plan['rounds']} rounds of {plan['run_s']:g} s"
    yield f"- {plan['clients']} connections; {rounds}, the median counts"
    yield (
        f"- Load average before {machine['load_average'][0]}, after {found['load_average_after'][0]}: "
        "above the number of connections, other programs were at work too"
    )
    yield f"- Updates of stock rows that touched no index: {hot['share']:.1%} of {hot['updates']:,}\n"
    yield "| case | reservations/s | pgbench/s | share | what is taken |"
    yield "|---|---:|---:|---:|---|"
    for name, case in found["cases"].items():
        rates = f"{case['door_per_s']:,.0f} | {case['floor_per_s']:,.0f} | {case['share']:.0%}"
        yield f"| {name} | {rates} | {case['about']} |"
    yield ""
    yield _STOCK_HOW


def _pages(found: Mapping[str, Any]) -> Iterable[str]:
    machine, plan, commit = found["machine"], found["plan"], found["commit"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    changes = " with changes" if commit["has_changes"] else ""
    yield "## Pages\n"
    yield f"Measured {found['measured_at']} at commit `{commit['id']}`{changes}, seed {found['seed']}.\n"
    yield f"- Machine: {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB"
    yield f"- Python {machine['python']}, PostgreSQL {machine['postgresql']}, {packages}"
    yield (
        f"- World: {plan['notes']:,} notes, {plan['members']:,} members, {plan['products']:,} products, "
        f"{plan['likes']:,} likes"
    )
    yield (
        f"- Server: {found['server']['workers']} workers × {found['server']['threads']} threads; "
        f"{plan['connections']} connections closed, {plan['open_connections']} open; "
        f"{plan['rounds']} rounds of {plan['closed_s']:g} s"
    )
    yield (
        f"- Load average before {machine['load_average'][0]}, after {found['load_average_after'][0]}; "
        f"cores taken by other programs meanwhile: {_others(found):.2f}\n"
    )
    yield (
        "| case | pages/s | lowest–highest | CPU ms: web + database "
        "| p50 / p90 / p99 ms at 50 % | at 80 % | kB | queries |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, case in found["cases"].items():
        yield _row(name, case)
    yield ""
    for name, case in found["cases"].items():
        if case["about"]:
            yield f"- `{name}`: {case['about']}"
    yield ""
    yield _HOW
    memory = found["memory_mib"]
    yield (
        f"Memory after all of it: web server {memory['web']['proportional']:.0f} MiB, PostgreSQL "
        f"{memory['postgresql']['proportional']:.0f} MiB (shared pages divided among who shares them).\n"
    )


def _row(name: str, case: Mapping[str, Any]) -> str:
    rates = [run["answers_per_s"] for run in case["closed"]]
    half, most = (f"{run['p50_ms']:.1f} / {run['p90_ms']:.1f} / {run['p99_ms']:.1f}" for run in case["open"])
    size = case["closed"][0]["bytes_an_answer"] / 1000
    queries = case.get("most_queries", "")
    spread = f"{min(rates):,.0f}–{max(rates):,.0f}"
    web, database = _cpu_ms(case, "web"), _cpu_ms(case, "postgresql")
    cells = (
        name,
        f"{case['per_s']:,.0f}",
        spread,
        f"{web:.1f} + {database:.1f}",
        half,
        most,
        f"{size:.0f}",
        queries,
    )
    return f"| {' | '.join(map(str, cells))} |"


def _cpu_ms(case: Mapping[str, Any], part: str) -> float:
    """Processor time that one answer takes: what stays comparable when others use the machine as well."""
    return float(median(run["cpu_ms_an_answer"][part] for run in case["closed"]))


def _others(found: Mapping[str, Any]) -> float:
    taken: list[float] = [
        run["cores_of_others"] for case in found["cases"].values() for run in case["closed"]
    ]
    return sum(taken) / len(taken)
