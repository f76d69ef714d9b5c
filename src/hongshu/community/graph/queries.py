"""Reads of the graph."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Trunc

from hongshu.community.graph.contracts import (
    STRANGERS,
    FollowCounts,
    Following,
    FollowsMade,
    Relation,
    Standing,
)
from hongshu.community.graph.models import BlockRow, FollowRequestRow, FollowRow, MuteRow
from hongshu.kernel.asking import Asked, send
from hongshu.kernel.cursors import decode_cursor, encode_cursor, microseconds_of, moment_of
from hongshu.kernel.ids import Id

_RELATIONS = """
SELECT other.id,
    EXISTS (SELECT FROM graph_follow WHERE user_id = %(viewer)s AND followee_id = other.id AND is_on),
    EXISTS (SELECT FROM graph_follow WHERE user_id = other.id AND followee_id = %(viewer)s AND is_on),
    EXISTS (SELECT FROM graph_follow_request WHERE user_id = %(viewer)s AND followee_id = other.id),
    EXISTS (SELECT FROM graph_block WHERE user_id = %(viewer)s AND blocked_id = other.id),
    EXISTS (SELECT FROM graph_block WHERE user_id = other.id AND blocked_id = %(viewer)s),
    EXISTS (SELECT FROM graph_mute WHERE user_id = %(viewer)s AND muted_id = other.id)
FROM unnest(%(others)s::bigint[]) AS other (id)
"""
_SUGGESTED = """
WITH known AS (
    SELECT followee_id AS id FROM graph_follow WHERE user_id = %(member)s AND is_on
    UNION SELECT blocked_id FROM graph_block WHERE user_id = %(member)s
    UNION SELECT user_id FROM graph_block WHERE blocked_id = %(member)s
    UNION SELECT muted_id FROM graph_mute WHERE user_id = %(member)s
    UNION SELECT %(member)s
), near AS (
    SELECT theirs.followee_id AS id, count(*) AS paths, max(theirs.since) AS since
    FROM (
        SELECT followee_id FROM graph_follow WHERE user_id = %(member)s AND is_on
        ORDER BY since DESC LIMIT 200
    ) AS own
    JOIN LATERAL (
        SELECT followee_id, since FROM graph_follow WHERE user_id = own.followee_id AND is_on
        ORDER BY since DESC LIMIT 200
    ) AS theirs ON true
    GROUP BY theirs.followee_id
), popular AS (
    SELECT user_id AS id, 0 AS paths, now() AS since FROM graph_follow_count
    ORDER BY follower_count DESC, user_id LIMIT 100
)
SELECT id, max(since) FROM (SELECT * FROM near UNION ALL SELECT * FROM popular) AS found
WHERE id NOT IN (SELECT id FROM known)
GROUP BY id ORDER BY max(paths) DESC, id LIMIT %(limit)s
"""
# What is not rolled up yet of the viewer's own follows: of this member, or of anybody on their own page.
_COUNTS = """
SELECT
    coalesce((SELECT follower_count FROM graph_follow_count WHERE user_id = %(member)s), 0) + coalesce((
        SELECT is_on::int - is_counted::int FROM graph_follow
        WHERE user_id = %(viewer)s AND followee_id = %(member)s
    ), 0),
    coalesce((SELECT following_count FROM graph_follow_count WHERE user_id = %(member)s), 0) + coalesce((
        SELECT sum(is_on::int - is_counted::int)::int FROM graph_follow
        WHERE %(viewer)s = %(member)s AND user_id = %(member)s AND is_on <> is_counted
    ), 0)
"""
_STANDING = _RELATIONS.replace(
    "FROM unnest",
    """, ARRAY (
        SELECT blocked_id FROM graph_block WHERE user_id = %(viewer)s
        UNION SELECT user_id FROM graph_block WHERE blocked_id = %(viewer)s
    ) FROM unnest""",
)


_CIRCLE = """
SELECT blocked_id, false FROM graph_block WHERE user_id = %(viewer)s
UNION SELECT user_id, false FROM graph_block WHERE blocked_id = %(viewer)s
UNION SELECT muted_id, true FROM graph_mute WHERE user_id = %(viewer)s
"""


def list_relations(viewer_id: Id | None, others: Collection[Id]) -> dict[Id, Relation]:
    """How the viewer stands to each of *others*; one query, none for a visitor or for nobody."""
    return ask_relations(viewer_id, others).answer


def ask_relations(viewer_id: Id | None, others: Collection[Id]) -> Asked[dict[Id, Relation]]:
    """``list_relations``, to be sent with others."""
    wanted = set(others)
    if viewer_id is None or not wanted:
        return Asked.known(dict.fromkeys(wanted, STRANGERS))
    return Asked(
        _RELATIONS,
        {"viewer": viewer_id, "others": list(wanted)},
        lambda rows: {Id(key): Relation(*values) for key, *values in rows},
        columns=7,
    )


def ask_circle(viewer_id: Id | None) -> Asked[tuple[frozenset[Id], frozenset[Id]]]:
    """``list_hidden_ids`` and ``list_unheard_ids`` together, to be sent with others."""
    if viewer_id is None:
        return Asked.known((frozenset(), frozenset()))

    def parted(rows: list[tuple[int, bool]]) -> tuple[frozenset[Id], frozenset[Id]]:
        hidden = frozenset(Id(key) for key, is_muted in rows if not is_muted)
        return hidden, hidden | {Id(key) for key, is_muted in rows if is_muted}

    return Asked(_CIRCLE, {"viewer": viewer_id}, parted, columns=2)


def get_relation(viewer_id: Id | None, other_id: Id) -> Relation:
    """How the viewer stands to one other member; oneself is a stranger."""
    return list_relations(viewer_id, [other_id])[other_id]


def get_standing(viewer_id: Id | None, other_id: Id) -> Standing:
    """``get_relation`` and ``list_hidden_ids`` in one query; none for a visitor."""
    if viewer_id is None:
        return Standing(relation=STRANGERS, hidden_ids=frozenset())
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"viewer": viewer_id, "others": [other_id]})
        _, *values, hidden = cursor.fetchone()
    return Standing(relation=Relation(*values), hidden_ids=frozenset(Id(key) for key in hidden))


def list_hidden_ids(viewer_id: Id | None) -> frozenset[Id]:
    """Everybody who blocks the viewer or is blocked by them; one query, none for a visitor."""
    if viewer_id is None:
        return frozenset()
    by_viewer = BlockRow.objects.filter(user_id=viewer_id).values_list("blocked_id", flat=True)
    of_viewer = BlockRow.objects.filter(blocked_id=viewer_id).values_list("user_id", flat=True)
    return frozenset(Id(key) for key in by_viewer.union(of_viewer))


def list_unheard_ids(viewer_id: Id | None) -> frozenset[Id]:
    """Whom the viewer's feeds leave out: the hidden ones and the muted ones; one query."""
    if viewer_id is None:
        return frozenset()
    muted = MuteRow.objects.filter(user_id=viewer_id).values_list("muted_id", flat=True)
    by_viewer = BlockRow.objects.filter(user_id=viewer_id).values_list("blocked_id", flat=True)
    of_viewer = BlockRow.objects.filter(blocked_id=viewer_id).values_list("user_id", flat=True)
    return frozenset(Id(key) for key in muted.union(by_viewer, of_viewer))


def list_followed_ids(user_id: Id) -> tuple[Id, ...]:
    """Whom a member follows, the latest first; at most MOST_FOLLOWED."""
    return _ask_followed(user_id).answer


def _ask_followed(user_id: Id) -> Asked[tuple[Id, ...]]:
    rows = FollowRow.objects.filter(user_id=user_id, is_on=True).order_by("-since", "-id")
    return Asked.rows(rows.values_list("followee_id"), lambda found: tuple(Id(key) for (key,) in found))


def list_heard_ids(user_id: Id) -> tuple[frozenset[Id], frozenset[Id]]:
    """Whom a member follows and hears (neither mutes nor hides), and who of those follows back. One query."""
    followed, circle, mutual = _ask_followed(user_id), ask_circle(user_id), _ask_mutual(user_id)
    send(followed, circle, mutual)
    _, unheard = circle.answer
    return frozenset(followed.answer) - unheard, mutual.answer - unheard


def list_mutual_ids(user_id: Id) -> frozenset[Id]:
    """Who follows a member and is followed by them; one query."""
    return _ask_mutual(user_id).answer


def _ask_mutual(user_id: Id) -> Asked[frozenset[Id]]:
    back = FollowRow.objects.filter(
        user_id=models.OuterRef("followee_id"), followee_id=models.OuterRef("user_id"), is_on=True
    )
    rows = FollowRow.objects.filter(models.Exists(back), user_id=user_id, is_on=True)
    return Asked.rows(rows.values_list("followee_id"), lambda found: frozenset(Id(key) for (key,) in found))


def list_followers(
    user_id: Id, *, hidden: Collection[Id] = (), cursor: str = "", limit: int = 30
) -> tuple[tuple[Following, ...], str]:
    """A page of a member's followers, the latest first, and the cursor of the next. Raises InvalidCursor."""
    rows = FollowRow.objects.filter(followee_id=user_id, is_on=True).exclude(user_id__in=hidden)
    return _page(rows, "user_id", f"followers:{user_id}", cursor, limit)


def list_followed(
    user_id: Id, *, hidden: Collection[Id] = (), cursor: str = "", limit: int = 30
) -> tuple[tuple[Following, ...], str]:
    """A page of whom a member follows, the latest first, and the cursor of the next. Raises InvalidCursor."""
    rows = FollowRow.objects.filter(user_id=user_id, is_on=True).exclude(followee_id__in=hidden)
    return _page(rows, "followee_id", f"followed:{user_id}", cursor, limit)


def list_requests(user_id: Id, *, limit: int = 100) -> tuple[Following, ...]:
    """Who waits for a member's consent, the latest first."""
    return _ask_requests(user_id, limit=limit).answer


def list_blocked(user_id: Id) -> tuple[Following, ...]:
    """Whom a member blocks, the latest first."""
    return _ask_blocked(user_id).answer


def list_muted(user_id: Id) -> tuple[Following, ...]:
    """Whom a member mutes, the latest first."""
    return _ask_muted(user_id).answer


def list_suggested(user_id: Id, *, limit: int = 12) -> tuple[Following, ...]:
    """Whom a member might follow: those whom most of the followed follow, then those whom most follow.

    Nobody whom the member follows, blocks, mutes, or is blocked by. Two queries at most.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SUGGESTED, {"member": user_id, "limit": limit})
        return tuple(Following(user_id=Id(key), since=since) for key, since in cursor.fetchall())


def get_counts(user_id: Id, *, viewer_id: Id | None = None) -> FollowCounts:
    """A member's counts as the viewer sees them: their own follow counts at once. One query."""
    return ask_counts(user_id, viewer_id=viewer_id).answer


def ask_counts(user_id: Id, *, viewer_id: Id | None = None) -> Asked[FollowCounts]:
    """``get_counts``, to be sent with others."""
    return Asked(
        _COUNTS,
        {"member": user_id, "viewer": viewer_id or 0},
        lambda rows: FollowCounts(followers=rows[0][0], following=rows[0][1]),
        columns=2,
    )


def list_circle(user_id: Id) -> tuple[tuple[Following, ...], tuple[Following, ...], tuple[Following, ...]]:
    """``list_requests``, ``list_blocked`` and ``list_muted``, in one query."""
    asked = _ask_requests(user_id, limit=100), _ask_blocked(user_id), _ask_muted(user_id)
    send(*asked)
    requests, blocked, muted = asked
    return requests.answer, blocked.answer, muted.answer


def _followings(found: list[tuple[int, datetime]]) -> tuple[Following, ...]:
    return tuple(Following(user_id=Id(key), since=since) for key, since in found)


def _ask_requests(user_id: Id, *, limit: int) -> Asked[tuple[Following, ...]]:
    rows = FollowRequestRow.objects.filter(followee_id=user_id).order_by("-id")[:limit]
    return Asked.rows(rows.values_list("user_id", "since"), _followings)


def _ask_blocked(user_id: Id) -> Asked[tuple[Following, ...]]:
    rows = BlockRow.objects.filter(user_id=user_id).order_by("-id")
    return Asked.rows(rows.values_list("blocked_id", "since"), _followings)


def _ask_muted(user_id: Id) -> Asked[tuple[Following, ...]]:
    rows = MuteRow.objects.filter(user_id=user_id).order_by("-id")
    return Asked.rows(rows.values_list("muted_id", "since"), _followings)


def _page(
    rows: models.QuerySet[FollowRow], column: str, listing: str, cursor: str, limit: int
) -> tuple[tuple[Following, ...], str]:
    if cursor:
        since_us, key = decode_cursor(listing, cursor)
        since = moment_of(since_us)
        rows = rows.filter(since__lte=since).filter(Q(since__lt=since) | Q(id__lt=key))
    found = list(rows.order_by("-since", "-id").values_list(column, "since", "id")[: limit + 1])
    shown = tuple(Following(user_id=Id(user_id), since=since) for user_id, since, _ in found[:limit])
    if len(found) <= limit:
        return shown, ""
    _, since, key = found[limit - 1]
    return shown, encode_cursor(listing, [microseconds_of(since), int(key)])


def list_follows_after(mark: int, *, limit: int) -> tuple[tuple[int, FollowsMade], ...]:
    """The first follows made after row *mark*, each with its row: one range of the primary key."""
    rows = FollowRow.objects.filter(id__gt=mark).order_by("id")[:limit]
    return tuple(
        (row, FollowsMade(followee_id=Id(key), at=at, note_id=_id_or_none(note_id)))
        for row, key, at, note_id in rows.values_list("id", "followee_id", "since", "note_id")
    )


def count_follows_by_hour(user_ids: Collection[Id], *, since: datetime) -> tuple[FollowsMade, ...]:
    """Who was followed, in which hour (UTC), from which note, by how many. One query, none for no ids."""
    if not user_ids:
        return ()
    hour = Trunc("since", "hour", tzinfo=UTC)
    rows = FollowRow.objects.filter(followee_id__in=set(user_ids), is_on=True, since__gte=since)
    counted = (
        rows.annotate(hour=hour).values("followee_id", "hour", "note_id").annotate(count=models.Count("id"))
    )
    return tuple(
        FollowsMade(
            followee_id=Id(each["followee_id"]),
            at=each["hour"],
            note_id=_id_or_none(each["note_id"]),
            count=each["count"],
        )
        for each in counted
    )


def _id_or_none(key: int | None) -> Id | None:
    return None if key is None else Id(key)
