"""What members of a large community ask for: requests of people who are signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.community_world import hot_notes
from hongshu.community.graph.models import FollowCount, FollowRow
from hongshu.community.notes.models import NoteRow
from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.queries import comments_of_note, following_page
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.kept import forget_all
from hongshu.platform.accounts.models import User

if TYPE_CHECKING:
    from benchmarks.community import CommunityPlan

_CSRF = "x" * 32
_NOTES = 3000
_HOT = 20
_DEEP = 60
_LIKES = 20_000
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class MembersCase:
    """Requests of members: (method, address, cookies), and what they are about."""

    name: str
    about: str
    asked: Sequence[tuple[str, str, str]]

    @property
    def requests(self) -> list[str]:
        """Their bytes."""
        return [
            f"{method} {address} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: benchmark\r\n"
            f"Accept: text/html\r\nAccept-Language: zh-CN\r\nAccept-Encoding: gzip, br\r\n"
            f"Cookie: {cookies}\r\nX-CSRFToken: {_CSRF}\r\nContent-Length: 0\r\n\r\n"
            for method, address, cookies in self.asked
        ]


def community_cases(plan: CommunityPlan, chance: Random) -> list[MembersCase]:
    """The feed of the followed, notes, comments, likes."""
    celebrity = FollowCount.objects.order_by("-follower_count", "user_id").values_list("user_id", flat=True)[
        0
    ]
    followers = FollowRow.objects.filter(followee_id=celebrity).order_by("user_id")
    usual = list(followers.values_list("user_id", flat=True)[plan.followers_of_many :][: plan.sessions])
    fond = FollowCount.objects.order_by("-following_count", "user_id").values_list("user_id", flat=True)
    many = list(fond[: max(2, plan.sessions // 6)])
    cookies = {user: _cookies(user) for user in (*usual, *many)}
    every = list(NoteRow.objects.order_by("id").values_list("id", flat=True)[:: max(1, plan.notes // _NOTES)])
    hot = hot_notes(_HOT)

    def of_members(users: Sequence[int], addresses: Iterator[str] | list[str]) -> list[tuple[str, str, str]]:
        return [("GET", address, cookies[chance.choice(users)]) for address in addresses]

    def feed(users: Sequence[int]) -> list[tuple[str, str, str]]:
        return [("GET", "/following", cookies[user]) for user in users]

    likes = [
        (chance.choice(("PUT", "PUT", "DELETE")), f"/api/v1/notes/{wire_form(chance.choice(every))}/like",
         cookies[chance.choice(usual)])
        for _ in range(_LIKES)
    ]  # fmt: skip
    return [
        MembersCase("following", "the feed of who follows as many as most do, the celebrity among them",
                    feed(usual)),
        MembersCase("following_more", "its next pages, 2 to 6, as they are loaded while scrolling",
                    [("GET", f"/following?cursor={cursor}&fragment=1", cookies[user])
                     for user in usual[:100] for cursor in _onward(user)]),
        MembersCase("following_many", "the feed of those who follow most", feed(many)),
        MembersCase("note_member", "a note picked at random",
                    of_members(usual, [f"/note/{wire_form(key)}" for key in every])),
        MembersCase("note_hot", "the notes under which most is said",
                    of_members(usual, [f"/note/{wire_form(key)}" for key in hot] * 10)),
        MembersCase("comments_deep", "pages 2 to 60 of the comments under the most discussed note",
                    of_members(usual, _deep(hot[0]) * 4)),
        MembersCase("like", "likes of notes picked at random, two given for each that is taken back", likes),
    ]  # fmt: skip


def _cookies(user_id: int) -> str:
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return f"session={client.cookies['session'].value}; csrf={_CSRF}"


def _onward(user_id: int) -> Iterator[str]:
    cursor = ""
    for _ in range(5):
        viewer = Viewer(user_id=Id(user_id), language="zh")
        cursor = following_page(viewer, cursor=cursor).next_cursor
        if not cursor:
            return
        yield cursor


def _deep(note_id: Id) -> list[str]:
    found, cursor = [], ""
    for _ in range(_DEEP):
        cursor = comments_of_note(
            Viewer(user_id=None, language="zh"), note_id=note_id, cursor=cursor
        ).next_cursor
        if not cursor:
            break
        found.append(f"/note/{wire_form(note_id)}/comments?cursor={cursor}&fragment=1")
    return found


def look_at_members(case: MembersCase) -> dict[str, Any]:
    """The most statements, and the size, of some requests of a case that find nothing in this process."""
    counts, sizes = [], []
    for asked in _some(case):
        _forget()
        with CaptureQueriesContext(connection) as seen:
            answer = _ask(asked)
        assert answer.status_code == 200, (asked[:2], answer.status_code)
        counts.append(sum(not _is_control(query["sql"]) for query in seen.captured_queries))
        sizes.append(len(answer.content))
    return {"most_queries": max(counts), "bytes": sorted(sizes)[len(sizes) // 2]}


def explain(case: MembersCase) -> str:
    """How PostgreSQL carries out the statements of the case's last request, as Markdown."""
    _forget()
    with CaptureQueriesContext(connection) as seen:
        _ask(case.asked[-1])
    parts = [f"# {case.name}: {case.asked[-1][1]}"]
    for query in seen.captured_queries:
        statement = query["sql"]
        if not re.match(r"\s*(SELECT|WITH|\()", statement):
            parts.append(f"```sql\n{statement[:400]}\n```")
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        parts.append(f"```sql\n{statement[:400]}\n```\n```\n{plan}\n```")
    return "\n\n".join(parts) + "\n"


def _some(case: MembersCase) -> Sequence[tuple[str, str, str]]:
    return case.asked[:: max(1, len(case.asked) // _LOOKED_AT)][:_LOOKED_AT]


def _ask(asked: tuple[str, str, str]) -> Any:
    method, address, cookies = asked
    client = Client(SERVER_NAME="localhost", HTTP_COOKIE=cookies, headers={"X-CSRFToken": _CSRF})
    return getattr(client, method.lower())(address)


def _forget() -> None:
    forget_all()
    caches["process"].clear()


def _is_control(statement: str) -> bool:
    """Whether a statement only begins or ends a transaction."""
    return statement.split(" ", 1)[0] in ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
