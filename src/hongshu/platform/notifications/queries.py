"""Reads of notifications."""

from __future__ import annotations

from django.db.models import Q

from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor, microseconds_of, moment_of
from hongshu.kernel.ids import Id
from hongshu.platform.notifications.contracts import (
    NOTHING_UNREAD,
    Kind,
    Notice,
    Subject,
    Tab,
    UnreadCounts,
)
from hongshu.platform.notifications.counting import COUNT_UNREAD, counts_of_rows
from hongshu.platform.notifications.models import ChoiceRow, GroupRow


def count_unread(user_id: Id) -> UnreadCounts:
    """How many notifications wait unread, by tab, each counted up to MOST_COUNTED; one query."""
    return ask_unread(user_id).answer


def ask_unread(user_id: Id | None) -> Asked[UnreadCounts]:
    """``count_unread``, to be sent with others; nothing is unread for a visitor."""
    if user_id is None:
        return Asked.known(NOTHING_UNREAD)
    return Asked(
        COUNT_UNREAD,
        [[user_id]],
        lambda rows: counts_of_rows(rows).get(user_id, NOTHING_UNREAD),
        columns=3,
    )


def list_notices(
    user_id: Id, *, tab: Tab | None = None, cursor: str = "", limit: int = 30
) -> tuple[tuple[Notice, ...], str]:
    """A page of a member's notifications, of one tab or of all, the latest first, and the next page's cursor.

    A group that grows while one pages moves to the front: it is not skipped, it may be met again. One query.
    Raises InvalidCursor.
    """
    listing = f"notices:{user_id}:{tab or ''}"
    rows = GroupRow.objects.filter(user_id=user_id)
    if tab is not None:
        rows = rows.filter(tab=tab)
    if cursor:
        micros, key = decode_cursor(listing, cursor)
        at = moment_of(micros)
        rows = rows.filter(Q(changed_at__lt=at) | Q(changed_at=at, id__lt=int(key)), changed_at__lte=at)
    found = list(rows.order_by("-changed_at", "-id")[: limit + 1])
    onward = ""
    if len(found) > limit:
        found.pop()
        last = found[-1]
        onward = encode_cursor(listing, [microseconds_of(last.changed_at), int(last.id)])
    known = set(Kind)
    # A kind of a newer version, after a step back to this one, is passed over.
    return tuple(_notice(row) for row in found if row.kind in known), onward


def list_off_kinds(user_id: Id) -> frozenset[Kind]:
    """The kinds that a member has switched off; one query."""
    names = ChoiceRow.objects.filter(user_id=user_id).values_list("off_kinds", flat=True).first() or []
    return frozenset(kind for kind in Kind if kind in names)


def _notice(row: GroupRow) -> Notice:
    return Notice(
        id=row.id,
        kind=Kind(row.kind),
        subject=Subject(kind=row.subject_kind, id=Id(row.subject_id)),
        actor_ids=tuple(Id(key) for key in row.actor_ids),
        is_unread=row.is_unread,
        changed_at=row.changed_at,
    )
