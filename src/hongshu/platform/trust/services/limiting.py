"""How often a member may do what: one door before every command that costs others something.

The state is in the database, so it holds over all processes; a member who was refused is refused from
memory until it makes sense to ask again, so a flood costs no statement.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.ids.shape import issued_at
from hongshu.platform.trust import rules
from hongshu.platform.trust.contracts import AccountSuspended, Limit, Limited, TooManyActions
from hongshu.platform.trust.models import LimitRow, StandingRow
from hongshu.platform.trust.queries import kept_limits, list_limits
from hongshu.platform.trust.services.log import write_down

# The generic cell rate algorithm (ITU-T I.371): each action fills one step of the window, time empties it;
# what would fill more than the window is refused and fills nothing. All in one statement, whose row the
# member's other actions of the kind wait for.
_TAKE = """
WITH standing AS (
    SELECT is_limited, is_suspended FROM trust_standing WHERE user_id = %(user)s
), pace AS (
    SELECT CASE WHEN is_slow THEN %(slow_step)s ELSE %(step)s END * interval '1 second' AS step,
        CASE WHEN is_slow THEN %(slow_window)s ELSE %(window)s END * interval '1 second' AS long
    FROM (SELECT coalesce((SELECT is_limited FROM standing), false) AS is_slow) AS slow
), taken AS (
    INSERT INTO trust_pace AS kept (id, user_id, action, free_at)
    SELECT %(id)s, %(user)s, %(action)s, clock_timestamp() + pace.step FROM pace
    WHERE NOT EXISTS (SELECT FROM standing WHERE is_suspended)
    ON CONFLICT (user_id, action) DO UPDATE
    SET free_at = greatest(kept.free_at, clock_timestamp()) + (SELECT step FROM pace)
    WHERE greatest(kept.free_at, clock_timestamp()) + (SELECT step FROM pace)
        <= clock_timestamp() + (SELECT long FROM pace) + interval '1 millisecond'
    RETURNING true
)
SELECT EXISTS (SELECT FROM taken), EXISTS (SELECT FROM standing WHERE is_suspended), (
    SELECT extract(epoch FROM kept.free_at + pace.step - pace.long - clock_timestamp())::float8
    FROM trust_pace AS kept, pace WHERE kept.user_id = %(user)s AND kept.action = %(action)s
)
"""
_MOST_REMEMBERED = 20_000
_free: ContextVar[bool] = ContextVar("hongshu_trust_without_limits", default=False)


class Refused:
    """Who was refused what, and until when; the oldest are forgotten. Safe for threads."""

    def __init__(self) -> None:
        self._until: OrderedDict[tuple[int, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, key: tuple[int, str]) -> float:
        """The seconds that are left, or 0."""
        until = self._until.get(key)
        if until is None:
            return 0.0
        left = until - time.monotonic()
        if left <= 0:
            with self._lock:
                self._until.pop(key, None)
        return max(0.0, left)

    def remember(self, key: tuple[int, str], wait_s: float) -> None:
        """Refuse for that long without asking."""
        with self._lock:
            self._until[key] = time.monotonic() + wait_s
            self._until.move_to_end(key)
            while len(self._until) > _MOST_REMEMBERED:
                self._until.popitem(last=False)

    def forget(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._until.clear()


_refused = Refused()


def check_limit(*, user_id: Id, action: Limited) -> None:
    """Let a member do *action* once more, and count it, in the caller's transaction.

    The limit is that of the account's age (the account's id tells it), the penal one while trust limits the
    member. At most one statement. Raises TooManyActions (``wait_s``), AccountSuspended.
    """
    if _free.get():
        return
    key = (int(user_id), action.value)
    if wait_s := _refused.wait_s(key):
        raise TooManyActions(wait_s=math.ceil(wait_s))
    age_h = (clock.now() - issued_at(user_id)).total_seconds() / 3600.0
    usual, slow = rules.limit_for(list_limits(), action, age_h=age_h)
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {
                "id": new_id(),
                "user": user_id,
                "action": action.value,
                "step": usual.window_s / usual.most,
                "window": usual.window_s,
                "slow_step": slow.window_s / slow.most,
                "slow_window": slow.window_s,
            },
        )
        is_taken, is_suspended, wait = cursor.fetchone()
    if is_suspended:
        raise AccountSuspended
    if not is_taken:
        # Short waits are asked again soon: what staff change, and lifted penalties, shall not be overlooked.
        _refused.remember(key, min(max(wait or 0.0, 0.05), 5.0))
        raise TooManyActions(wait_s=max(1, math.ceil(wait or 0.0)))


def check_may_write(*, user_id: Id) -> None:
    """For commands without a limit of their own. One query. Raises AccountSuspended."""
    if not _free.get() and StandingRow.objects.filter(user_id=user_id, is_suspended=True).exists():
        raise AccountSuspended


@contextmanager
def without_limits() -> Iterator[None]:
    """Count nothing in here: for worlds and imports, which write the history of many in a moment."""
    token = _free.set(True)
    try:
        yield
    finally:
        _free.reset(token)


@transaction.atomic
def set_limit(*, actor_id: Id, limit: Limit) -> None:
    """Change a limit of the table; processes follow within ten seconds. Raises InvalidLimit."""
    rules.checked_limit(limit)
    LimitRow.objects.update_or_create(
        action=limit.action,
        min_age_h=limit.min_age_h,
        is_penal=limit.is_penal,
        defaults={"most": limit.most, "window_s": limit.window_s},
    )
    write_down(
        "set_limit",
        actor_id=actor_id,
        user_id=0,
        action=limit.action.value,
        min_age_h=limit.min_age_h,
        penal=limit.is_penal,
        most=limit.most,
        window_s=limit.window_s,
    )
    transaction.on_commit(_forget)


def forget_refusals() -> None:
    """Ask the database about everybody again."""
    _refused.forget()


def _forget() -> None:
    kept_limits.forget()
    forget_refusals()
