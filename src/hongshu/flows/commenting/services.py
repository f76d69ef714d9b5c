"""Commands on comments in which media take part."""

from __future__ import annotations

from hongshu.community.responses import services as responses
from hongshu.community.responses.contracts import CommentDraft
from hongshu.kernel.idempotency import fingerprint_of, once
from hongshu.kernel.ids import Id, parse_id, wire_form
from hongshu.platform.media.services import claim_pictures


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


def _post(user_id: Id, note_id: Id, draft: CommentDraft) -> Id:
    comment_id = responses.post_comment(user_id=user_id, note_id=note_id, draft=draft)
    if draft.picture_id is not None:
        claim_pictures(owner_id=user_id, picture_ids=[draft.picture_id])
    return comment_id
