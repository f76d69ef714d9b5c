"""The lock on all about a member, and how the member stands, which follows from the decisions in force."""

from __future__ import annotations

from django.db import connection

from hongshu.kernel.ids import Id, new_id
from hongshu.platform.trust.contracts import Action
from hongshu.platform.trust.models import DecisionRow, StandingRow

_MAKE = "INSERT INTO trust_standing (id, user_id, is_limited, is_suspended) VALUES (%s, %s, false, false) ON CONFLICT (user_id) DO NOTHING"  # noqa: E501


def lock_member(user_id: int) -> None:
    """Let decisions about one member and theirs follow each other, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, [new_id(), user_id])
    StandingRow.objects.select_for_update().get(user_id=user_id)


def actions_in_force(user_id: int) -> list[Action]:
    """What is in force about a member."""
    rows = DecisionRow.objects.filter(user_id=user_id, lifted_at__isnull=True)
    return [Action(action) for action in rows.values_list("action", flat=True)]


def refresh_standing(user_id: Id) -> None:
    """Bring a locked member's standing in line with the decisions in force."""
    in_force = set(actions_in_force(user_id))
    StandingRow.objects.filter(user_id=user_id).update(
        is_limited=Action.LIMIT in in_force, is_suspended=Action.SUSPEND in in_force
    )
