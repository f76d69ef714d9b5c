"""Commands that publish."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from hongshu.community.members.queries import find_profile
from hongshu.community.notes import services as notes
from hongshu.community.notes.contracts import NoteDraft
from hongshu.community.notes.queries import find_note_by_key
from hongshu.flows.publishing.services.pictures import (
    pictures_of_draft,
    pictures_of_edit,
    release_unused,
)
from hongshu.kernel import clock
from hongshu.kernel.idempotency import fingerprint_of, once
from hongshu.kernel.ids import Id, parse_id, wire_form
from hongshu.platform.media.services import claim_pictures
from hongshu.platform.trust.contracts import AccountSuspended, Limited
from hongshu.platform.trust.services import check_limit, check_may_write
from hongshu.store.catalog.contracts import ProductNotFound
from hongshu.store.catalog.queries import list_products_by_id


def publish_note(*, author_id: Id, draft: NoteDraft, key: str, draft_key: str = "") -> Id:
    """Publish a member's note: with its pictures and products, or not at all. The draft that was kept under
    ``draft_key`` is let go with it.

    Idempotent on (author, key): the same note again is the same id; another note under a used key raises
    IdempotencyKeyReused. Raises what notes.services.publish_note raises, PictureNotFound, ProductNotFound,
    TooManyActions, AccountSuspended.
    """
    # Before the key is asked: a refusal of this kind is not to be kept as the answer.
    check_limit(user_id=author_id, action=Limited.PUBLISH_NOTE)
    return once(
        owner_id=author_id,
        key=key,
        fingerprint=fingerprint_of("publish_note", draft),
        work=lambda: _publish_draft(author_id, draft, draft_key),
        store=wire_form,
        restore=parse_id,
    )


@transaction.atomic
def publish_dated_note(
    *, author_id: Id, draft: NoteDraft, source: str, source_key: str, published_at: datetime
) -> Id:
    """Publish a note as of a moment in the past, for a world that has a history.

    Idempotent on (author, source, key), for ever. Raises as ``publish_note``.
    """
    known = find_note_by_key(author_id=author_id, source=source, source_key=source_key)
    if known is not None:
        return known
    with clock.fixed_at(published_at):
        return publish_now(author_id, draft, source=source, source_key=source_key)


@transaction.atomic
def edit_note(*, author_id: Id, note_id: Id, draft: NoteDraft, version: int) -> int:
    """Change a member's note, with its pictures and products; returns the version it has now.

    *version* is the one that was shown to the member. Raises NoteChanged when it is another by now, and what
    ``publish_note`` raises. What was taken out of the note stays in its history.
    """
    check_may_write(user_id=author_id)
    draft = _without_repeats(draft)
    typed = pictures_of_edit(author_id, note_id)
    now_is = notes.edit_note(author_id=author_id, note_id=note_id, draft=draft, version=version)
    _check_outside(author_id, draft)
    release_unused(author_id, typed)
    return now_is


def _publish_draft(author_id: Id, draft: NoteDraft, draft_key: str) -> Id:
    if not draft_key:
        return publish_now(author_id, draft)
    # The draft is taken first, as a save takes it first: each waits for the other before it takes pictures.
    held = pictures_of_draft(author_id, draft_key)
    notes.end_draft(author_id=author_id, key=draft_key)
    note_id = publish_now(author_id, draft)
    release_unused(author_id, held)
    return note_id


@transaction.atomic
def publish_now(author_id: Id, draft: NoteDraft, *, source: str = "member", source_key: str = "") -> Id:
    """Publish in the caller's transaction. Raises as ``publish_note``."""
    draft = _without_repeats(draft)
    profile = find_profile(author_id)
    if profile is not None and profile.is_suspended:
        raise AccountSuspended
    note_id = notes.publish_note(
        author_id=author_id,
        draft=draft,
        source=source,
        source_key=source_key,
        is_restricted=profile is not None and profile.is_private,
    )
    _check_outside(author_id, draft)
    return note_id


def _without_repeats(draft: NoteDraft) -> NoteDraft:
    return replace(draft, product_ids=tuple(dict.fromkeys(draft.product_ids)))


def _check_outside(author_id: Id, draft: NoteDraft) -> None:
    """What other packages know: the products are listed, the pictures are the author's."""
    listed = {entry.product_id for entry in draft.entries if entry.product_id is not None}
    found = list_products_by_id({*draft.product_ids, *listed})
    if not found.keys() >= set(draft.product_ids):
        raise ProductNotFound(field="products")
    if not found.keys() >= listed:
        raise ProductNotFound(field="entries")
    claim_pictures(owner_id=author_id, picture_ids=[picture.picture_id for picture in draft.pictures])
