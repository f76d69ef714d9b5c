"""The part of docs/measurements.md about a large community."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

HEADING = "## A large community"
_HOW = """\
`python -m benchmarks community` makes the world in PostgreSQL from a seed (Zipf and Mandelbrot: a few members
and notes are everywhere) and asks as signed-in members, over HTTP, of the server as `hongshu serve` starts
it, without the background worker. **Requests/s** is the median of the closed rounds; **latencies** are of an
open loop, as above. **Queries** is the most that one of twelve requests asked with nothing in the process's
memory, without BEGIN and COMMIT. `--plans FILE` writes `EXPLAIN (ANALYZE, BUFFERS)` of every statement.
"""


def community_part(found: Mapping[str, Any]) -> str:
    """The section, as Markdown."""
    return "\n".join(_lines(found))


def _lines(found: Mapping[str, Any]) -> Iterable[str]:
    machine, plan, world, commit = found["machine"], found["plan"], found["world"], found["commit"]
    changes = " with changes" if commit["has_changes"] else ""
    yield f"{HEADING}\n"
    yield f"Measured {found['measured_at']} at commit `{commit['id']}`{changes}, seed {found['seed']}.\n"
    yield f"- Machine: {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB"
    yield (
        f"- World: {plan['notes']:,} notes, {plan['members']:,} members, {world['follows']:,} follows, "
        f"{world['likes']:,} likes, {world['comments']:,} comments; {world['database_mib']:,} MiB"
    )
    yield (
        f"- The most: {world['most_followers']:,} followers, {world['most_followed']:,} followed by one, "
        f"{world['most_likes_of_a_note']:,} likes and {world['most_comments_of_a_note']:,} comments of a note"
    )
    yield (
        f"- Server: {found['server']['workers']} workers × {found['server']['threads']} threads; "
        f"{plan['connections']} connections closed, {plan['open_connections']} open; "
        f"{plan['rounds']} rounds of {plan['closed_s']:g} s"
    )
    taken = [run["cores_of_others"] for case in found["cases"].values() for run in case["closed"]]
    yield (
        f"- Load average before {machine['load_average'][0]}, after {found['load_average_after'][0]}; "
        f"cores taken by other programs meanwhile: {sum(taken) / len(taken):.2f}\n"
    )
    yield "| case | requests/s | CPU ms: web + database | p50 / p99 ms at 50 % | at 80 % | kB | queries |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, case in found["cases"].items():
        half, most = (f"{run['p50_ms']:.1f} / {run['p99_ms']:.1f}" for run in case["open"])
        web, database = (
            median(run["cpu_ms_an_answer"][part] for run in case["closed"]) for part in ("web", "postgresql")
        )
        size = case["closed"][0]["bytes_an_answer"] / 1000
        yield (
            f"| {name} | {case['per_s']:,.0f} | {web:.1f} + {database:.1f} | {half} | {most} | {size:.0f} "
            f"| {case['most_queries']} |"
        )
    yield ""
    for name, case in found["cases"].items():
        yield f"- `{name}`: {case['about']}"
    yield ""
    yield _HOW
