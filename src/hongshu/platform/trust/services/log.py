"""Writing down what was done."""

from __future__ import annotations

from hongshu.kernel.ids import Id
from hongshu.platform.trust.contracts import Subject
from hongshu.platform.trust.models import AuditRow

# Who acts when it is only time that passes.
CLOCK = Id(0)


def write_down(
    act: str,
    *,
    actor_id: int,
    user_id: int,
    subject: Subject | None = None,
    decision_id: int | None = None,
    **details: str | int | bool,
) -> None:
    """Keep an act for ever, in the caller's transaction."""
    AuditRow.objects.create(
        actor_id=actor_id,
        act=act,
        subject_kind=subject.kind if subject else "",
        subject_id=subject.id if subject else None,
        user_id=user_id,
        decision_id=decision_id,
        details=details,
    )
