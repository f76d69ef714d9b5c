"""Commands on the graph. Every one is idempotent: asking twice is the same as asking once.

Follows and blocks of one pair exclude each other: each of these commands first takes a lock on the pair, for
the length of its transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import F, Q

from hongshu.community.graph.contracts import (
    MOST_BLOCKED,
    MOST_FOLLOWED,
    CannotRelateToSelf,
    FollowRequested,
    MemberBlocked,
    MemberFollowed,
    MemberUnfollowed,
    NoFollowRequest,
    Relation,
    TooManyBlocked,
    TooManyFollowed,
)
from hongshu.community.graph.models import BlockRow, FollowCount, FollowRequestRow, FollowRow, MuteRow
from hongshu.community.graph.queries import get_relation
from hongshu.community.members.contracts import ProfileNotFound
from hongshu.community.members.queries import get_profile
from hongshu.kernel import outbox
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.trust.contracts import Limited
from hongshu.platform.trust.services import check_limit

# True for a row that is on now and was not.
_FOLLOW = """
INSERT INTO graph_follow (id, user_id, followee_id, note_id, is_on, is_counted)
VALUES (%s, %s, %s, %s, true, false)
ON CONFLICT (user_id, followee_id) DO UPDATE SET is_on = true, since = now(), note_id = EXCLUDED.note_id
WHERE NOT graph_follow.is_on
RETURNING true
"""
_ROLL_UP = """
WITH uncounted AS (
    SELECT id FROM graph_follow WHERE is_on <> is_counted ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), counted AS (
    UPDATE graph_follow SET is_counted = is_on FROM uncounted WHERE graph_follow.id = uncounted.id
    RETURNING user_id, followee_id, CASE WHEN is_on THEN 1 ELSE -1 END AS step
), steps AS (
    SELECT member_id, sum(followers) AS followers, sum(following) AS following FROM (
        SELECT followee_id AS member_id, step AS followers, 0 AS following FROM counted
        UNION ALL SELECT user_id, 0, step FROM counted
    ) AS halves GROUP BY member_id ORDER BY member_id
), moved AS (
    INSERT INTO graph_follow_count AS kept (id, user_id, follower_count, following_count)
    SELECT member_id, member_id, greatest(followers, 0), greatest(following, 0) FROM steps
    ON CONFLICT (user_id) DO UPDATE SET
        follower_count = kept.follower_count + (SELECT followers FROM steps WHERE member_id = kept.user_id),
        following_count = kept.following_count + (SELECT following FROM steps WHERE member_id = kept.user_id)
)
SELECT count(*) FROM counted
"""


@transaction.atomic
def follow_member(*, user_id: Id, followee_id: Id, note_id: Id | None = None) -> Relation:
    """Follow a member, or ask a private account for it; returns how the two stand now.

    ``note_id`` is the note from which it was done, as the follower says: whoever counts by it looks whether
    it is the followee's.

    Raises CannotRelateToSelf, TooManyFollowed, TooManyActions, AccountSuspended, and ProfileNotFound also
    where one blocks the other.
    """
    check_limit(user_id=user_id, action=Limited.FOLLOW)
    relation = _locked_relation(user_id, followee_id)
    profile = get_profile(followee_id)
    if relation.is_hidden or profile.is_suspended:
        raise ProfileNotFound
    if relation.follows:
        return relation
    if FollowRow.objects.filter(user_id=user_id, is_on=True).count() >= MOST_FOLLOWED:
        raise TooManyFollowed(max=MOST_FOLLOWED)
    if profile.is_private:
        asked = FollowRequestRow(user_id=user_id, followee_id=followee_id, note_id=note_id)
        FollowRequestRow.objects.bulk_create([asked], ignore_conflicts=True)
        if not relation.has_requested:
            outbox.append(FollowRequested(user_id=user_id, followee_id=followee_id))
    else:
        _follow(user_id, followee_id, note_id)
    return get_relation(user_id, followee_id)


@transaction.atomic
def unfollow_member(*, user_id: Id, followee_id: Id) -> Relation:
    """Follow no more; a request that waits is withdrawn. Raises CannotRelateToSelf."""
    _locked_relation(user_id, followee_id)
    _unfollow(user_id, followee_id)
    return get_relation(user_id, followee_id)


@transaction.atomic
def answer_request(*, user_id: Id, follower_id: Id, is_accepted: bool) -> None:
    """Let somebody follow a private account, or not. Raises NoFollowRequest."""
    _locked_relation(user_id, follower_id)
    waiting = FollowRequestRow.objects.filter(user_id=follower_id, followee_id=user_id)
    request = waiting.first()
    if request is None or not waiting.delete()[0]:
        raise NoFollowRequest
    if is_accepted:
        _follow(follower_id, user_id, None if request.note_id is None else Id(request.note_id))
    else:
        outbox.append(MemberUnfollowed(user_id=follower_id, followee_id=user_id))


@transaction.atomic
def remove_follower(*, user_id: Id, follower_id: Id) -> None:
    """End somebody's follow of oneself; they are not told."""
    _locked_relation(user_id, follower_id)
    _unfollow(follower_id, user_id)


@transaction.atomic
def block_member(*, user_id: Id, blocked_id: Id) -> None:
    """Block a member: from now on neither sees the other, and no follow is left between them.

    Raises CannotRelateToSelf, ProfileNotFound, TooManyBlocked.
    """
    relation = _locked_relation(user_id, blocked_id)
    get_profile(blocked_id)
    if relation.blocks:
        return
    if BlockRow.objects.filter(user_id=user_id).count() >= MOST_BLOCKED:
        raise TooManyBlocked(max=MOST_BLOCKED)
    BlockRow.objects.create(user_id=user_id, blocked_id=blocked_id)
    _unfollow(user_id, blocked_id)
    _unfollow(blocked_id, user_id)
    outbox.append(MemberBlocked(user_id=user_id, blocked_id=blocked_id))


@transaction.atomic
def unblock_member(*, user_id: Id, blocked_id: Id) -> None:
    """Lift one's own block; follows do not come back by themselves."""
    _locked_relation(user_id, blocked_id)
    BlockRow.objects.filter(user_id=user_id, blocked_id=blocked_id).delete()


@transaction.atomic
def mute_member(*, user_id: Id, muted_id: Id) -> None:
    """Leave a member out of one's feeds and notifications. Raises CannotRelateToSelf, ProfileNotFound."""
    _check_another(user_id, muted_id)
    get_profile(muted_id)
    MuteRow.objects.bulk_create([MuteRow(user_id=user_id, muted_id=muted_id)], ignore_conflicts=True)


def unmute_member(*, user_id: Id, muted_id: Id) -> None:
    """Hear of a member again."""
    MuteRow.objects.filter(user_id=user_id, muted_id=muted_id).delete()


@transaction.atomic
def accept_all_requests(*, user_id: Id) -> int:
    """Let everybody follow who waits: the account is private no more. Returns how many."""
    waiting = list(
        FollowRequestRow.objects.filter(followee_id=user_id)
        .order_by("user_id")
        .values_list("user_id", flat=True)
    )
    for follower_id in waiting:
        answer_request(user_id=user_id, follower_id=Id(follower_id), is_accepted=True)
    return len(waiting)


@transaction.atomic
def erase_member(*, user_id: Id, limit: int = 500) -> int:
    """Take a member out of the graph, at most *limit* follows at a time; how many rows went.

    Nobody follows them or is followed, asked, blocked or muted by them any more; the counts of the others
    lose them. The caller goes on until nothing is left.
    """
    follows = list(
        FollowRow.objects.select_for_update()
        .filter(Q(user_id=user_id) | Q(followee_id=user_id))
        .order_by("id")[:limit]
    )
    followees = [row.followee_id for row in follows if row.is_counted and row.user_id == user_id]
    followers = [row.user_id for row in follows if row.is_counted and row.followee_id == user_id]
    # Locked in key order: another erasing, or the roll-up, cannot close a circle with this one.
    counts = FollowCount.objects.filter(user_id__in=[*followees, *followers])
    list(counts.select_for_update().order_by("user_id").values_list("id"))
    counts.filter(user_id__in=followees).update(follower_count=F("follower_count") - 1)
    counts.filter(user_id__in=followers).update(following_count=F("following_count") - 1)
    gone = FollowRow.objects.filter(id__in=[row.id for row in follows]).delete()[0]
    if gone < limit:
        gone += FollowRequestRow.objects.filter(Q(user_id=user_id) | Q(followee_id=user_id)).delete()[0]
        gone += BlockRow.objects.filter(Q(user_id=user_id) | Q(blocked_id=user_id)).delete()[0]
        gone += MuteRow.objects.filter(Q(user_id=user_id) | Q(muted_id=user_id)).delete()[0]
        gone += FollowCount.objects.filter(user_id=user_id).delete()[0]
    return gone


@transaction.atomic
def save_follows(pairs: Sequence[tuple[Id, Id]]) -> int:
    """Keep many follows, as (user id, followee id), without telling anybody: for imports and the demo world.

    Idempotent: a pair that is known stays as it is, also when the follow ended since. The caller knows that
    nobody of them blocks another or has a private account. Returns how many were considered.
    """
    rows = [
        FollowRow(user_id=user_id, followee_id=followee_id) for user_id, followee_id in sorted(set(pairs))
    ]
    FollowRow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    return len(rows)


def roll_up_follows(*, limit: int = 5000) -> int:
    """Bring the counts up to the rows; returns how many were counted. One statement, safe beside others."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP, [limit])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _locked_relation(user_id: Id, other_id: Id) -> Relation:
    _check_another(user_id, other_id)
    with connection.cursor() as cursor:
        # One lock for both directions of a pair; two pairs with one hash only wait for each other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashint8(%s), hashint8(%s))", sorted((user_id, other_id))
        )
    return get_relation(user_id, other_id)


def _check_another(user_id: Id, other_id: Id) -> None:
    if user_id == other_id:
        raise CannotRelateToSelf


def _follow(user_id: Id, followee_id: Id, note_id: Id | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, [new_id(), user_id, followee_id, note_id])
        if cursor.fetchone() is None:
            return
    FollowRequestRow.objects.filter(user_id=user_id, followee_id=followee_id).delete()
    outbox.append(MemberFollowed(user_id=user_id, followee_id=followee_id))


def _unfollow(user_id: Id, followee_id: Id) -> None:
    pair = Q(user_id=user_id, followee_id=followee_id)
    waited = FollowRequestRow.objects.filter(pair).delete()[0]
    if FollowRow.objects.filter(pair, is_on=True).update(is_on=False) or waited:
        outbox.append(MemberUnfollowed(user_id=user_id, followee_id=followee_id))
