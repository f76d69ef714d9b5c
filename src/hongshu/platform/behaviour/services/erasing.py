"""Taking a member out of the log, also out of what arrives late."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from hongshu.kernel.ids import Id, new_id
from hongshu.platform.behaviour.contracts import LATEST
from hongshu.platform.behaviour.models import ErasedRow

# Nobody: neither a member (above zero) nor a visitor's pseudonym (below).
NOBODY = 0
_ERASE = """
UPDATE behaviour_event SET actor_id = %s, request_id = ''
WHERE id IN (SELECT id FROM behaviour_event WHERE actor_id = %s LIMIT %s)
"""
_REMEMBER = """
INSERT INTO behaviour_erased (id, user_id, erased_at) VALUES (%s, %s, now())
ON CONFLICT (user_id) DO NOTHING
"""
# A view that was served in the last moment may be reported LATEST later; a day more for clocks and restarts.
_REMEMBERED = LATEST + timedelta(days=1)
_BATCH = 5000


@transaction.atomic
def erase_events(*, user_id: Id, limit: int = _BATCH) -> int:
    """Let events of a member be nobody's, at most *limit* at a time; how many. What was seen stays.

    From now on an event of theirs that arrives late is nobody's at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [new_id(), user_id])
        cursor.execute(_ERASE, [NOBODY, user_id, limit])
        return int(cursor.rowcount)


def sweep_erased(now: datetime) -> int:
    """Forget who was erased so long ago that nothing of theirs can arrive any more; how many.

    What slipped in while the erasure itself was at work is made nobody's first.
    """
    due = ErasedRow.objects.filter(erased_at__lt=now - _REMEMBERED).order_by("id")
    forgotten = 0
    for user_id in list(due.values_list("user_id", flat=True)):
        while erase_events(user_id=Id(user_id)):
            pass
        forgotten += ErasedRow.objects.filter(user_id=user_id).delete()[0]
    return forgotten
