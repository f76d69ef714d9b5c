"""Commands on notifications. Every one is idempotent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from hongshu.kernel import clock, settings
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.notifications import tokens
from hongshu.platform.notifications.contracts import (
    KEPT_DAYS,
    MOST_ACTORS,
    SWITCHABLE,
    TAB_OF,
    Kind,
    NoticeNotFound,
    StreamTicket,
    Subject,
    Tab,
)
from hongshu.platform.notifications.counting import CHANNEL
from hongshu.platform.notifications.models import ChoiceRow, GroupRow

TOKEN_WINDOW_S = 300
_WANTED = """
NOT EXISTS (SELECT FROM notifications_choice WHERE user_id = %(user)s AND %(kind)s = ANY (off_kinds))
"""
_ACTORS = f"(%(actors)s::bigint[] || kept.actor_ids)[1:{MOST_ACTORS}]"
# Most of ten thousand likes meet a group that waits unread already: one statement, and nothing to announce.
_GROW = f"""
UPDATE notifications_group AS kept SET actor_ids = {_ACTORS}, changed_at = now()
WHERE user_id = %(user)s AND kind = %(kind)s AND subject_kind = %(subject_kind)s
    AND subject_id = %(subject)s AND is_unread AND NOT actor_ids @> %(actors)s::bigint[] AND {_WANTED}
"""  # noqa: S608 - the text is ours, values travel as parameters
_TELL = f"""
INSERT INTO notifications_group AS kept
    (id, user_id, kind, tab, subject_kind, subject_id, actor_ids, is_unread)
SELECT %(id)s, %(user)s, %(kind)s, %(tab)s, %(subject_kind)s, %(subject)s, %(actors)s::bigint[], true
WHERE {_WANTED}
ON CONFLICT (user_id, kind, subject_kind, subject_id) DO UPDATE
SET actor_ids = {_ACTORS}, is_unread = true, changed_at = now()
WHERE NOT kept.actor_ids @> %(actors)s::bigint[] OR (%(actors)s::bigint[] = '{{}}' AND NOT kept.is_unread)
"""
_SHRINK = """
UPDATE notifications_group SET actor_ids = array_remove(actor_ids, %(actor)s::bigint)
WHERE user_id = %(user)s AND actor_ids @> ARRAY[%(actor)s::bigint] AND actor_ids <> ARRAY[%(actor)s::bigint]
"""


@transaction.atomic
def tell(*, user_id: Id, kind: Kind, subject: Subject, actor_id: Id | None) -> bool:
    """Tell a member that somebody (None: the house) did something; whether it was news.

    The group of (member, kind, subject) gets the actor in front and waits unread again. It is no news when
    the actor stands in it, when it is the member's own act, and when the member has switched the kind off;
    what the house says is news unless it waits unread.
    Safe beside others that tell of the same subject: the row is the lock.
    """
    if actor_id == user_id:
        return False
    values: dict[str, Any] = {
        "id": new_id(),
        "user": user_id,
        "kind": kind.value,
        "tab": TAB_OF[kind].value,
        "subject_kind": subject.kind,
        "subject": subject.id,
        "actors": [] if actor_id is None else [actor_id],
    }
    with connection.cursor() as cursor:
        cursor.execute(_GROW, values)
        if cursor.rowcount:
            return True
        cursor.execute(_TELL, values)
        if not cursor.rowcount:
            return False
    _announce_after_commit(user_id)
    return True


@transaction.atomic
def withdraw(*, user_id: Id, kind: Kind, subject: Subject, actor_id: Id) -> None:
    """Take back that somebody did something: a group of which they are the only known actor goes.

    What was read already stays as it is but for the name.
    """
    groups = GroupRow.objects.filter(
        user_id=user_id, kind=kind, subject_kind=subject.kind, subject_id=subject.id
    )
    # Locked first: two actors who withdraw at the same moment must not each leave the other's emptied group.
    group = groups.select_for_update().filter(actor_ids__contains=[actor_id]).first()
    if group is None:
        return
    left = [other for other in group.actor_ids if other != actor_id]
    if left:
        groups.filter(id=group.id).update(actor_ids=left)
    else:
        groups.filter(id=group.id).delete()
        _announce_after_commit(user_id)


@transaction.atomic
def forget_actor(*, user_id: Id, actor_id: Id) -> None:
    """Take a person out of all that a member was told, as after a block."""
    if GroupRow.objects.filter(user_id=user_id, actor_ids=[actor_id]).delete()[0]:
        _announce_after_commit(user_id)
    with connection.cursor() as cursor:
        cursor.execute(_SHRINK, {"user": user_id, "actor": actor_id})


@transaction.atomic
def forget_subject(*, user_id: Id, subject: Subject) -> None:
    """Take away what a member was told about something that is gone."""
    gone = GroupRow.objects.filter(user_id=user_id, subject_kind=subject.kind, subject_id=subject.id)
    if gone.delete()[0]:
        _announce_after_commit(user_id)


@transaction.atomic
def mark_read(*, user_id: Id, tab: Tab | None = None) -> int:
    """Mark what waits in one tab, or everywhere, as read; returns how many groups that were."""
    waiting = Q(user_id=user_id, is_unread=True)
    if tab is not None:
        waiting &= Q(tab=tab)
    count = GroupRow.objects.filter(waiting).update(is_unread=False)
    if count:
        _announce_after_commit(user_id)
    return count


@transaction.atomic
def mark_notice_read(*, user_id: Id, notice_id: Id) -> None:
    """Mark one group as read. Raises NoticeNotFound."""
    rows = GroupRow.objects.filter(id=notice_id, user_id=user_id)
    if rows.filter(is_unread=True).update(is_unread=False):
        _announce_after_commit(user_id)
    elif not rows.exists():
        raise NoticeNotFound


@transaction.atomic
def erase_notifications(*, user_id: Id) -> int:
    """Everything that a member was told and chose, and the member out of what others were told; how much."""
    told = GroupRow.objects.filter(user_id=user_id).delete()[0]
    chosen = ChoiceRow.objects.filter(user_id=user_id).delete()[0]
    for other_id in set(
        GroupRow.objects.filter(actor_ids__contains=[user_id]).values_list("user_id", flat=True)
    ):
        forget_actor(user_id=Id(other_id), actor_id=user_id)
    return told + chosen


def choose_kinds(*, user_id: Id, off: Collection[Kind]) -> None:
    """Keep which of the SWITCHABLE kinds a member does not want from now on; what was told stays."""
    names = sorted(kind.value for kind in off if kind in SWITCHABLE)
    ChoiceRow.objects.update_or_create(user_id=user_id, defaults={"off_kinds": names})


def sweep_notifications() -> int:
    """Delete what nobody has added to for KEPT_DAYS; returns how many groups that were."""
    return GroupRow.objects.filter(changed_at__lt=Now() - timedelta(days=KEPT_DAYS)).delete()[0]


def issue_stream(user_id: Id) -> StreamTicket:
    """The address of a member's live counts. Without the database; about 5 µs."""
    expires_s = int(clock.now().timestamp()) + TOKEN_WINDOW_S
    token = tokens.seal(user_id, expires_s=expires_s, key=_signing_key())
    return StreamTicket(
        url=f"{settings.current().events_url}?token={token}",
        expires_at=datetime.fromtimestamp(expires_s, tz=UTC),
    )


@cache
def _signing_key() -> bytes:
    return tokens.key_of(settings.current().secret_key)


def _announce_after_commit(user_id: Id) -> None:
    # NOTIFY inside the transaction would make all commits wait for each other. One that is lost costs
    # nothing that lasts: every page load and every new stream counts for itself.
    transaction.on_commit(partial(_announce, user_id), robust=True)


def _announce(user_id: Id) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(int(user_id))])
