"""Edits across packages: what is not saved yet, with its pictures; and old versions taken back."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from hongshu.community.notes import services as notes
from hongshu.community.notes.contracts import NoteDraft
from hongshu.community.notes.queries import get_version, get_written
from hongshu.flows.publishing.contracts import RestoredVersion
from hongshu.flows.publishing.services.pictures import claim_those_left, pictures_of_edit, release_unused
from hongshu.flows.publishing.services.publishing import edit_note
from hongshu.kernel.ids import Id
from hongshu.platform.media.queries import list_pictures_of_owner
from hongshu.store.catalog.queries import list_products_by_id


@transaction.atomic
def save_edit_draft(*, author_id: Id, note_id: Id, draft: NoteDraft, version: int, serial: int = 0) -> bool:
    """Keep what a member has changed of a note so far, with its pictures; whether it was kept
    (``notes.save_edit_draft``). Raises NoteNotFound.
    """
    before = pictures_of_edit(author_id, note_id)
    if not notes.save_edit_draft(
        author_id=author_id, note_id=note_id, draft=draft, version=version, serial=serial
    ):
        return False
    now = {picture.picture_id for picture in draft.pictures}
    claim_those_left(author_id, now - before)
    release_unused(author_id, before - now)
    return True


@transaction.atomic
def discard_edit_draft(*, author_id: Id, note_id: Id) -> None:
    """Let an edit go that was not saved, and its pictures unless something else shows them. Idempotent."""
    pictures = pictures_of_edit(author_id, note_id)
    notes.discard_edit_draft(author_id=author_id, note_id=note_id)
    release_unused(author_id, pictures)


@transaction.atomic
def restore_version(*, author_id: Id, note_id: Id, version: int, seen_version: int) -> RestoredVersion:
    """Make a note again what it was: as a new version, so that nothing of its history is lost.

    *seen_version* is the one that the member saw it have. Who may see it stays as it is now. Pictures and
    products that are gone by now are left out, and counted in the answer. Raises NoteNotFound,
    VersionNotFound, NoteChanged, and what ``edit_note`` raises of what is left (NoPicture, say).
    """
    written = get_version(author_id=author_id, note_id=note_id, version=version)
    present, _ = get_written(author_id=author_id, note_id=note_id)
    there = {picture.id for picture in list_pictures_of_owner(author_id)}
    pictures = tuple(picture for picture in written.draft.pictures if picture.picture_id in there)
    listed = {entry.product_id for entry in written.draft.entries if entry.product_id is not None}
    sold = list_products_by_id({*written.draft.product_ids, *listed})
    products = tuple(key for key in written.draft.product_ids if key in sold)
    draft = replace(
        written.draft,
        pictures=pictures,
        product_ids=products,
        visibility=present.visibility,
        spots=tuple(
            spot for spot in written.draft.spots if spot.product_id in sold and spot.picture_id in there
        ),
        entries=tuple(
            entry for entry in written.draft.entries if entry.product_id is None or entry.product_id in sold
        ),
    )
    now_is = edit_note(author_id=author_id, note_id=note_id, draft=draft, version=seen_version)
    return RestoredVersion(
        version=now_is,
        pictures_gone=len(written.draft.pictures) - len(pictures),
        products_gone=len({*written.draft.product_ids, *listed} - sold.keys()),
    )
