"""Which pictures a draft holds, and letting go of those that nothing shows any more."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from hongshu.community.notes.contracts import DraftNotFound
from hongshu.community.notes.queries import find_edit_draft, get_draft, list_used_pictures
from hongshu.community.responses.queries import list_shown_pictures
from hongshu.kernel.ids import Id
from hongshu.platform.media.contracts import PictureNotFound
from hongshu.platform.media.services import claim_pictures, release_pictures


def pictures_of_draft(author_id: Id, key: str) -> set[Id]:
    """The pictures of a draft, or none when there is no such draft."""
    try:
        draft = get_draft(author_id=author_id, key=key).draft
    except DraftNotFound:
        return set()
    return {picture.picture_id for picture in draft.pictures}


def pictures_of_edit(author_id: Id, note_id: Id) -> set[Id]:
    """The pictures of an edit that is not saved yet, or none when there is no such edit."""
    edit = find_edit_draft(author_id=author_id, note_id=note_id)
    return {picture.picture_id for picture in edit.draft.pictures} if edit else set()


def claim_those_left(author_id: Id, picture_ids: Collection[Id]) -> None:
    """Claim pictures for what is being written; one that is gone by now is passed over."""
    for picture_id in sorted(picture_ids):
        try:
            with transaction.atomic():
                claim_pictures(owner_id=author_id, picture_ids=[picture_id])
        except PictureNotFound:
            continue


def release_unused(author_id: Id, picture_ids: Collection[Id]) -> None:
    """Release pictures, but for those that a note, a draft or a comment of the author's shows."""
    left = set(picture_ids) - list_used_pictures(author_id, picture_ids)
    if left := left - list_shown_pictures(author_id, left):
        release_pictures(owner_id=author_id, picture_ids=left)
