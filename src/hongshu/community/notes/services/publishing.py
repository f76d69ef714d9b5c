"""Publishing a note."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hongshu.community.notes import rules
from hongshu.community.notes.contracts import NoteDraft, NoteMentioned, NotePublished
from hongshu.community.notes.models import NoteRow
from hongshu.community.notes.queries import find_note_by_key
from hongshu.community.notes.services.channels import open_slugs
from hongshu.community.notes.services.finding import list_notes
from hongshu.community.notes.services.mentions import mentioned_in
from hongshu.community.notes.stored_form import entries_to_json, spots_to_json
from hongshu.kernel import clock, outbox
from hongshu.kernel.ids import Id, new_id


@transaction.atomic
def publish_note(
    *,
    author_id: Id,
    draft: NoteDraft,
    source: str = "member",
    source_key: str = "",
    is_restricted: bool = False,
) -> Id:
    """Publish a note at the application's present moment; returns its id.

    ``is_restricted``: the author's account is private.

    Pictures and products are the caller's to check (flows.publishing). With a ``source_key`` idempotent: a
    note known by (author, source, key) is returned as it is. Raises what ``rules.check_draft`` raises,
    InvalidTopic, TooManyTopics.
    """
    if source_key:
        known = find_note_by_key(author_id=author_id, source=source, source_key=source_key)
        if known is not None:
            return known
    rules.check_draft(draft, channels=open_slugs())
    mentioned = mentioned_in(draft.body, author_id=author_id)
    note = NoteRow(
        id=new_id(),
        author_id=author_id,
        source=source,
        source_key=source_key,
        **written_fields(draft),
        mentioned_ids=mentioned,
        is_restricted=is_restricted,
        published_at=clock.now(),
    )
    note.save(force_insert=True)
    list_notes([note])
    outbox.append(NotePublished(note_id=Id(note.id), author_id=author_id))
    if mentioned:
        outbox.append(
            NoteMentioned(note_id=Id(note.id), author_id=author_id, mentioned_ids=tuple(map(Id, mentioned)))
        )
    return Id(note.id)


def written_fields(draft: NoteDraft) -> dict[str, Any]:
    """The columns that an author writes, of a draft that was checked. Raises InvalidTopic, TooManyTopics."""
    return {
        "title": draft.title.strip(),
        "body": draft.body.strip(),
        "language": draft.language,
        "channel": draft.channel,
        "place": draft.place,
        "visibility": draft.visibility,
        "picture_ids": [int(picture.picture_id) for picture in draft.pictures],
        "picture_alts": [picture.alt for picture in draft.pictures],
        "product_ids": [int(product_id) for product_id in dict.fromkeys(draft.product_ids)],
        "topics": rules.checked_topics(draft.topics),
        "spots": spots_to_json(draft.spots),
        "entries": entries_to_json(draft.entries),
        "entry_count": len(draft.entries),
        "is_original": draft.declared.is_original,
        "is_ai_made": draft.declared.is_ai_made,
        "is_commercial": draft.declared.is_commercial,
    }
