"""Commands on comments in which media take part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import transaction

from hongshu.community.members.queries import find_profile
from hongshu.community.notes.queries import list_used_pictures
from hongshu.community.responses import services as responses
from hongshu.community.responses.contracts import Comment, CommentDraft
from hongshu.community.responses.queries import list_shown_pictures
from hongshu.kernel.idempotency import fingerprint_of, once
from hongshu.kernel.ids import Id, parse_id, wire_form
from hongshu.platform.media.services import claim_pictures, release_pictures


def post_comment(*, user_id: Id, note_id: Id, draft: CommentDraft, key: str) -> Id:
    """Post a member's comment with its picture, or not at all; returns its id.

    Idempotent on (user, key): the same comment again is the same id; another one under a used key raises
    IdempotencyKeyReused. Raises what responses.services.post_comment raises, PictureNotFound.
    """
    return once(
        owner_id=user_id,
        key=key,
        fingerprint=fingerprint_of("post_comment", note_id, draft),
        work=lambda: _post(user_id, note_id, draft),
        store=wire_form,
        restore=parse_id,
    )


@transaction.atomic
def delete_comment(*, user_id: Id, comment_id: Id) -> Comment:
    """Delete a comment and release its picture; returns it as it was.

    Raises what responses.services.delete_comment raises.
    """
    comment = responses.delete_comment(user_id=user_id, comment_id=comment_id)
    if comment.picture_id is not None:
        _release(comment.user_id, {comment.picture_id})
    return comment


@transaction.atomic
def release_comments(*, note_id: Id) -> int:
    """Release the pictures of the comments under a note that is gone for good; how many. Idempotent."""
    released = 0
    while shown := responses.bury_comments(note_id=note_id):
        by_owner: dict[Id, set[Id]] = defaultdict(set)
        for owner_id, picture_id in shown:
            by_owner[owner_id].add(picture_id)
        for owner_id in sorted(by_owner):
            _release(owner_id, by_owner[owner_id])
        released += len(shown)
    return released


def _post(user_id: Id, note_id: Id, draft: CommentDraft) -> Id:
    comment_id = responses.post_comment(user_id=user_id, note_id=note_id, draft=draft)
    if draft.picture_id is not None:
        claim_pictures(owner_id=user_id, picture_ids=[draft.picture_id])
    return comment_id


def _release(owner_id: Id, picture_ids: Collection[Id]) -> None:
    """Release pictures, but for those that something else of the owner's shows."""
    profile = find_profile(owner_id)
    worn = {profile.avatar_id, profile.banner_id} if profile else set()
    left = {key for key in picture_ids if key not in worn}
    left -= list_used_pictures(owner_id, left) | list_shown_pictures(owner_id, left)
    release_pictures(owner_id=owner_id, picture_ids=left)
