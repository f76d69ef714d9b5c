"""Drafts across packages: their pictures are kept with them, and due ones are published."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hongshu.community.notes import services as notes
from hongshu.community.notes.contracts import NoteDraft, Refusal, RefusalDetail
from hongshu.flows.publishing.services.pictures import claim_those_left, pictures_of_draft, release_unused
from hongshu.flows.publishing.services.publishing import publish_now
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id


@transaction.atomic
def save_draft(*, author_id: Id, key: str, draft: NoteDraft, serial: int = 0) -> bool:
    """Keep what a member has written so far, with its pictures; whether it was kept (``notes.save_draft``).

    A picture that is gone by now is left out when it is published, not here. Raises TooManyDrafts.
    """
    before = pictures_of_draft(author_id, key)
    if not notes.save_draft(author_id=author_id, key=key, draft=draft, serial=serial):
        return False
    now = {picture.picture_id for picture in draft.pictures}
    claim_those_left(author_id, now - before)
    release_unused(author_id, before - now)
    return True


@transaction.atomic
def discard_draft(*, author_id: Id, key: str) -> None:
    """Let a draft go, and its pictures unless something else of the member's shows them. Idempotent."""
    pictures = pictures_of_draft(author_id, key)
    notes.discard_draft(author_id=author_id, key=key)
    release_unused(author_id, pictures)


def schedule_draft(*, author_id: Id, key: str, publish_at: datetime | None) -> None:
    """Let a draft be published at a moment, or with None no longer.

    Raises DraftNotFound, InvalidPublishTime, and what the draft would be refused for as it is now.
    """
    notes.schedule_draft(author_id=author_id, key=key, publish_at=publish_at)


def publish_due(*, most: int = 200) -> int:
    """Publish the drafts whose time has come, at most so many; how many were taken.

    Each in a transaction of its own that also lets the draft go: killed anywhere, a draft is published once
    or not yet. One that is refused stays, unscheduled, with the reason. Safe beside another worker.
    """
    taken = 0
    while taken < most and _publish_one():
        taken += 1
    return taken


@transaction.atomic
def _publish_one() -> bool:
    due = notes.take_due_draft()
    if due is None:
        return False
    try:
        with transaction.atomic():
            publish_now(due.author_id, due.draft)
            notes.discard_draft(author_id=due.author_id, key=due.key)
    except DomainError as error:
        details = tuple(RefusalDetail(name, value) for name, value in error.details.items())
        refusal = Refusal(code=error.code, field=error.field, details=details)
        notes.refuse_draft(author_id=due.author_id, key=due.key, refusal=refusal)
    return True
