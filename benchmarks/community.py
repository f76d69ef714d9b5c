"""``python -m benchmarks community``: what a large community asks for all day, over HTTP.

The feed of whom one follows, a note, the comments under a note that everybody talks about, and likes: in a
world of a million notes, a hundred thousand members, and one whom half of them follow.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import machine
from benchmarks.pages import Measured, Watch, folder_of, postgresql_version
from benchmarks.site import open_site, web_server

_FILLED = "filled.json"


@dataclass(frozen=True, slots=True)
class CommunityPlan:
    """The size of the world, and how long is measured. Every phase ends by itself."""

    members: int
    products: int
    notes: int
    likes: int
    comments: int
    comment_likes: int
    celebrity_followers: int
    followers_of_many: int
    many: int
    # So many are signed in at once.
    sessions: int
    connections: int = 8
    open_connections: int = 64
    rounds: int = 3
    warm_s: float = 2.0
    closed_s: float = 4.0
    open_s: float = 8.0


FULL = CommunityPlan(
    members=100_000, products=500, notes=1_000_000, likes=2_000_000, comments=400_000,
    comment_likes=300_000, celebrity_followers=50_000, followers_of_many=300, many=300, sessions=600,
)  # fmt: skip
SMALL = CommunityPlan(
    members=60, products=20, notes=600, likes=900, comments=900, comment_likes=200, celebrity_followers=40,
    followers_of_many=8, many=20, sessions=6, connections=2, open_connections=8, rounds=1,
    warm_s=0.1, closed_s=0.3, open_s=0.5,
)  # fmt: skip


def measure_community(
    plan: CommunityPlan,
    *,
    seed: int,
    world: Path | None,
    plans: Path | None = None,
    say: Callable[[str], object] = print,
) -> dict[str, Any]:
    """Make the world (or take the one that is in *world*), serve it, load it; returns what was seen.

    With *plans*, how PostgreSQL carries out every statement of every case is written there.
    """
    began = time.monotonic()
    with folder_of(world) as folder, open_site(folder) as (settings, cluster):
        filled_s = _fill(folder, plan, seed, say)
        from benchmarks.community_cases import community_cases, explain, look_at_members

        cases = community_cases(plan, Random(seed))
        looks = {case.name: look_at_members(case) for case in cases}
        if plans is not None:
            plans.write_text("\n".join(explain(case) for case in cases), encoding="utf-8")
        answer: dict[str, Any] = {
            "benchmark": "community",
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "commit": machine.commit(),
            "machine": {**machine.describe(), "postgresql": postgresql_version()},
            "seed": seed,
            "plan": asdict(plan),
            "world": {"made_in_s": filled_s, **_world_figures()},
            "server": {"workers": settings.web_workers, "threads": settings.web_threads},
        }
        with web_server(settings) as web:
            measured = Measured(plan, seed, settings.port, Watch(web.pid, cluster), say)
            for case in cases:
                measured.add(case.name, case.requests, port=settings.port)
            figures = measured.figures()
            answer["memory_mib"] = measured.watch.memory()
        answer["cases"] = {
            case.name: {"about": case.about, **looks[case.name], **figures[case.name]} for case in cases
        }
        answer["load_average_after"] = [round(value, 2) for value in os.getloadavg()]
        answer["took_s"] = round(time.monotonic() - began)
        return answer


def _fill(folder: Path, plan: CommunityPlan, seed: int, say: Callable[[str], object]) -> float:
    import django

    django.setup()
    from benchmarks.community_world import CommunityMaker, CommunitySize

    size = CommunitySize(**{name: getattr(plan, name) for name in CommunitySize.__slots__})
    wanted = {**asdict(size), "seed": seed}
    note = folder / _FILLED
    if note.exists():
        assert json.loads(note.read_text()) == wanted, f"{folder} holds another world"
        return 0.0
    began = time.monotonic()
    CommunityMaker(size, seed=seed).fill()
    note.write_text(json.dumps(wanted))
    took_s = round(time.monotonic() - began, 1)
    say(f"the world is made after {took_s:.0f} s")
    return took_s


def _world_figures() -> dict[str, Any]:
    """What came of the plan, counted."""
    from django.db import connection

    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for name, statement in _FIGURES:
            cursor.execute(statement)
            (found[name],) = cursor.fetchone()
    return found


_FIGURES: Sequence[tuple[str, str]] = (
    ("follows", "SELECT count(*) FROM graph_follow"),
    ("likes", "SELECT count(*) FROM responses_like"),
    ("comments", "SELECT count(*) FROM responses_comment"),
    ("most_followers", "SELECT max(follower_count) FROM graph_follow_count"),
    ("most_followed", "SELECT max(following_count) FROM graph_follow_count"),
    ("most_likes_of_a_note", "SELECT max(like_count) FROM responses_note_count"),
    ("most_comments_of_a_note", "SELECT max(comment_count) FROM responses_note_comments"),
    ("database_mib", "SELECT pg_database_size(current_database()) / 1048576"),
)
