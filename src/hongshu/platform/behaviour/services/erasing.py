"""Taking a member out of the log."""

from __future__ import annotations

from django.db import connection

from hongshu.kernel.ids import Id

# Nobody: neither a member (above zero) nor a visitor's pseudonym (below).
NOBODY = 0
_ERASE = """
UPDATE behaviour_event SET actor_id = %s, request_id = ''
WHERE id IN (SELECT id FROM behaviour_event WHERE actor_id = %s LIMIT %s)
"""


def erase_events(*, user_id: Id, limit: int = 5000) -> int:
    """Let events of a member be nobody's, at most *limit* at a time; how many. What was seen stays."""
    with connection.cursor() as cursor:
        cursor.execute(_ERASE, [NOBODY, user_id, limit])
        return int(cursor.rowcount)
