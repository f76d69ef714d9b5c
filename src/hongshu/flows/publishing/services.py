"""Commands that publish."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from hongshu.community.members.queries import find_profile
from hongshu.community.notes import services as notes
from hongshu.community.notes.contracts import NoteDraft
from hongshu.community.notes.queries import find_note_by_key
from hongshu.kernel import clock
from hongshu.kernel.idempotency import fingerprint_of, once
from hongshu.kernel.ids import Id, parse_id, wire_form
from hongshu.platform.media.services import claim_pictures
from hongshu.store.catalog.contracts import ProductNotFound
from hongshu.store.catalog.queries import list_products_by_id


def publish_note(*, author_id: Id, draft: NoteDraft, key: str) -> Id:
    """Publish a member's note: with its pictures and products, or not at all.

    Idempotent on (author, key): the same note again is the same id; another note under a used key raises
    IdempotencyKeyReused. Raises what notes.services.publish_note raises, PictureNotFound, ProductNotFound.
    """
    return once(
        owner_id=author_id,
        key=key,
        fingerprint=fingerprint_of("publish_note", draft),
        work=lambda: _publish(author_id, draft),
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
        return _publish(author_id, draft, source=source, source_key=source_key)


def _publish(author_id: Id, draft: NoteDraft, *, source: str = "member", source_key: str = "") -> Id:
    draft = replace(draft, product_ids=tuple(dict.fromkeys(draft.product_ids)))
    profile = find_profile(author_id)
    note_id = notes.publish_note(
        author_id=author_id,
        draft=draft,
        source=source,
        source_key=source_key,
        is_restricted=profile is not None and profile.is_private,
    )
    if len(list_products_by_id(draft.product_ids)) != len(draft.product_ids):
        raise ProductNotFound(field="products")
    claim_pictures(owner_id=author_id, picture_ids=[picture.picture_id for picture in draft.pictures])
    return note_id
