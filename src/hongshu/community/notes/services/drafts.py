"""Notes that are being written: saved as one types, scheduled, published when due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from hongshu.community.notes import rules
from hongshu.community.notes.contracts import (
    MAX_DRAFTS,
    DraftNotFound,
    DueDraft,
    NoteDraft,
    Refusal,
    TooManyDrafts,
)
from hongshu.community.notes.models import DraftRow, PublishedDraftRow
from hongshu.community.notes.services.channels import open_slugs
from hongshu.community.notes.stored_form import draft_of_json, draft_to_json, refusal_to_json
from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id

# A save that left the browser before the note was published arrives within minutes, or not at all.
_LATE = timedelta(hours=1)


@transaction.atomic
def save_draft(*, author_id: Id, key: str, draft: NoteDraft, serial: int = 0) -> bool:
    """Keep a draft under its key, whatever it lacks; whether it was kept.

    A save whose *serial* is lower than that of the one before was overtaken on its way, and changes nothing;
    so does one that comes within an hour after what the draft became was published (``end_draft``).
    When it is scheduled, it stays so. Raises TooManyDrafts.
    """
    _hold(author_id, key)
    row = DraftRow.objects.select_for_update().filter(author_id=author_id, key=key).first()
    if row is None:
        ended = PublishedDraftRow.objects.filter(author_id=author_id, key=key)
        if ended.filter(published_at__gt=clock.now() - _LATE).exists():
            return False
        if DraftRow.objects.filter(author_id=author_id).count() >= MAX_DRAFTS:
            raise TooManyDrafts(max=MAX_DRAFTS)
        fresh = DraftRow(id=new_id(), author_id=author_id, key=key)
        _write(fresh, draft, serial)
        # Two first saves at the same time: the second one finds the row by the constraint, and waits.
        DraftRow.objects.bulk_create(
            [fresh],
            update_conflicts=True,
            unique_fields=["author_id", "key"],
            update_fields=["content", "picture_ids", "serial"],
        )
        return True
    if serial and serial < row.serial:
        return False
    _write(row, draft, serial)
    row.refusal = None
    row.saved_at = clock.now()
    row.save()
    return True


@transaction.atomic
def discard_draft(*, author_id: Id, key: str) -> None:
    """Let a draft go. Idempotent: what is not there is gone."""
    DraftRow.objects.filter(author_id=author_id, key=key).delete()


@transaction.atomic
def end_draft(*, author_id: Id, key: str) -> None:
    """Let a draft go because it was published: a save of it that is still on its way is not kept."""
    _hold(author_id, key)
    DraftRow.objects.filter(author_id=author_id, key=key).delete()
    PublishedDraftRow.objects.update_or_create(
        author_id=author_id, key=key, defaults={"published_at": clock.now()}
    )


def sweep_published_drafts() -> int:
    """Forget which drafts were published, once no save of them can come any more; how many."""
    return PublishedDraftRow.objects.filter(published_at__lt=clock.now() - _LATE).delete()[0]


@transaction.atomic
def schedule_draft(*, author_id: Id, key: str, publish_at: datetime | None) -> None:
    """Let a draft be published at a moment, or with None no longer.

    Raises DraftNotFound, InvalidPublishTime, and what ``publish_note`` would raise of the draft as it is now.
    """
    row = DraftRow.objects.select_for_update().filter(author_id=author_id, key=key).first()
    if row is None:
        raise DraftNotFound
    if publish_at is not None:
        rules.check_publish_time(publish_at, now=clock.now())
        draft = draft_of_json(row.content)
        rules.check_draft(draft, channels=open_slugs())
        rules.checked_topics(draft.topics)
    row.publish_at, row.refusal = publish_at, None
    row.save(update_fields=["publish_at", "refusal"])


def take_due_draft() -> DueDraft | None:
    """The draft that has been due the longest, locked until the caller's transaction ends; or None.

    What another worker holds is passed over.
    """
    due = DraftRow.objects.select_for_update(skip_locked=True).filter(publish_at__lte=Now())
    row = due.order_by("publish_at").first()
    if row is None:
        return None
    return DueDraft(author_id=Id(row.author_id), key=row.key, draft=draft_of_json(row.content))


def refuse_draft(*, author_id: Id, key: str, refusal: Refusal) -> None:
    """Keep a draft that could not be published, unscheduled, with the reason."""
    DraftRow.objects.filter(author_id=author_id, key=key).update(
        publish_at=None, refusal=refusal_to_json(refusal)
    )


def _hold(author_id: Id, key: str) -> None:
    """A save and the end of one draft wait for each other, also while it has no row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashint8(%s), hashtext(%s))", [author_id, key])


def _write(row: DraftRow, draft: NoteDraft, serial: int) -> None:
    row.content = draft_to_json(draft)
    row.picture_ids = [int(picture.picture_id) for picture in draft.pictures]
    row.serial = serial
