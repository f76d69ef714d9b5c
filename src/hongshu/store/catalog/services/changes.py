"""The log of what staff did to the catalogue; it is written with the act itself."""

from __future__ import annotations

from hongshu.kernel.ids import Id
from hongshu.store.catalog.models import ChangeRow


def note_change(actor_id: Id | None, act: str, *, subject: str, subject_id: Id, **details: str | int) -> None:
    """Write down one act. What a program does by itself (*actor_id* None) is told by what it brought in."""
    if actor_id is not None:
        ChangeRow.objects.create(
            actor_id=actor_id, act=act, subject=subject, subject_id=subject_id, details=details
        )
