"""Commands on comments.

Who may see the note is asked first everywhere, so a blocked member finds nothing to answer. A reply that
arrives while its root is being deleted hangs under the stone.
"""

from __future__ import annotations

from django.db import connection, transaction

from hongshu.community.graph.contracts import STRANGERS
from hongshu.community.graph.queries import get_relation, list_hidden_ids, list_relations
from hongshu.community.members.queries import list_ids_by_handle, list_settings_by_id
from hongshu.community.notes.queries import get_note
from hongshu.community.responses import rules
from hongshu.community.responses.contracts import (
    CannotPinReply,
    Comment,
    CommentDeleted,
    CommentDraft,
    CommentLiked,
    CommentNotFound,
    CommentPosted,
    CommentsClosed,
    CommentsNotTaken,
    CommentTooDeep,
    CommentUnliked,
)
from hongshu.community.responses.models import CommentLikeRow, CommentRow, NoteComments
from hongshu.community.responses.queries import get_comment
from hongshu.kernel import clock, outbox
from hongshu.kernel.errors import NotAllowed
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.trust.contracts import Limited
from hongshu.platform.trust.services import check_limit

# True for a row that is on now and was not.
_LIKE = """
INSERT INTO responses_comment_like (id, user_id, comment_id, is_on, is_counted)
VALUES (%s, %s, %s, true, false)
ON CONFLICT (user_id, comment_id) DO UPDATE SET is_on = true, changed_at = now()
WHERE NOT responses_comment_like.is_on
RETURNING true
"""
_CLOSE = """
INSERT INTO responses_note_comments (id, note_id, comment_count, is_closed) VALUES (%s, %s, 0, %s)
ON CONFLICT (note_id) DO UPDATE SET is_closed = EXCLUDED.is_closed
"""


@transaction.atomic
def post_comment(*, user_id: Id, note_id: Id, draft: CommentDraft) -> Id:
    """Say something under a note, or answer a comment of it; returns the comment's id.

    The picture is the caller's to claim, and the key of idempotency the caller's to keep (flows.commenting).
    A ``@handle`` of who does not take this member's mentions stays mere text. Raises NoteNotFound,
    CommentsClosed, CommentsNotTaken, CommentEmpty, CommentTooLong, CommentNotFound, CommentTooDeep.
    """
    check_limit(user_id=user_id, action=Limited.COMMENT)
    note = get_note(note_id, viewer_id=user_id)
    author_id = note.summary.author_id
    body = rules.checked_body(draft.body, has_picture=draft.picture_id is not None)
    if user_id != author_id:
        _check_taken(user_id, note_id, author_id)
    root, parent = _answered(user_id, note_id, draft)
    mention_ids = _mentions(user_id, body)
    row = CommentRow(
        id=new_id(),
        note_id=note_id,
        author_id=author_id,
        user_id=user_id,
        root_id=root.id if root else None,
        root_user_id=root.user_id if root else None,
        parent_id=parent.id if parent else None,
        parent_user_id=parent.user_id if parent else None,
        body=body,
        mention_ids=[meant or 0 for meant in mention_ids],
        picture_id=draft.picture_id,
        created_at=clock.now(),
    )
    row.save(force_insert=True)
    outbox.append(
        CommentPosted(
            comment_id=Id(row.id),
            note_id=note_id,
            author_id=author_id,
            user_id=user_id,
            parent_id=Id(parent.id) if parent else None,
            parent_user_id=Id(parent.user_id) if parent else None,
            mentioned_ids=tuple(dict.fromkeys(key for key in mention_ids if key is not None)),
        )
    )
    return Id(row.id)


@transaction.atomic
def delete_comment(*, user_id: Id, comment_id: Id) -> Comment:
    """Delete a comment of one's own, or one under one's own note; returns it as it was.

    Its replies stay, under a stone in its place. The picture is the caller's to release (flows.commenting).
    Raises NoteNotFound, CommentNotFound (also when it is gone
    already), NotAllowed.
    """
    comment, author_id = _seen(user_id, comment_id)
    if not rules.may_delete(actor_id=user_id, writer_id=comment.user_id, author_id=author_id):
        raise NotAllowed
    rows = CommentRow.objects.filter(id=comment_id, note_id=comment.note_id, deleted_at__isnull=True)
    if not rows.update(deleted_at=clock.now(), is_pinned=False):
        raise CommentNotFound
    row = rows.model.objects.get(id=comment_id)
    told = [author_id, row.user_id, row.parent_user_id, *row.mention_ids]
    outbox.append(
        CommentDeleted(
            comment_id=comment_id,
            note_id=comment.note_id,
            user_id=comment.user_id,
            actor_id=user_id,
            concerned_ids=tuple(dict.fromkeys(Id(key) for key in told if key)),
        )
    )
    return comment


@transaction.atomic
def like_comment(*, user_id: Id, comment_id: Id) -> Comment:
    """Like a comment; returns it as the member sees it now. Idempotent.

    Raises NoteNotFound, CommentNotFound.
    """
    check_limit(user_id=user_id, action=Limited.LIKE)
    comment, _ = _seen(user_id, comment_id)
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, [new_id(), user_id, comment_id])
        is_new = cursor.fetchone() is not None
    if is_new:
        outbox.append(
            CommentLiked(
                comment_id=comment_id, note_id=comment.note_id, writer_id=comment.user_id, user_id=user_id
            )
        )
    return get_comment(comment_id, viewer_id=user_id)


@transaction.atomic
def unlike_comment(*, user_id: Id, comment_id: Id) -> Comment:
    """Take a like back; returns the comment as the member sees it. Idempotent. Raises as ``like_comment``."""
    comment, _ = _seen(user_id, comment_id)
    if CommentLikeRow.objects.filter(user_id=user_id, comment_id=comment_id, is_on=True).update(is_on=False):
        outbox.append(CommentUnliked(comment_id=comment_id, writer_id=comment.user_id, user_id=user_id))
    return get_comment(comment_id, viewer_id=user_id)


@transaction.atomic
def pin_comment(*, user_id: Id, comment_id: Id) -> Comment:
    """Put a comment first under one's own note; another that stood there goes back to its place. Idempotent.

    Raises NoteNotFound, CommentNotFound, CannotPinReply, NotAllowed when the note is another's.
    """
    comment = _of_own_note(user_id, comment_id)
    if comment.root_id is not None:
        raise CannotPinReply
    rows = CommentRow.objects.filter(note_id=comment.note_id)
    # Locked in key order: two pins of one note wait for each other here, and never in a circle.
    wanted = rows.filter(id=comment_id) | rows.filter(is_pinned=True)
    list(wanted.order_by("id").select_for_update(no_key=True).values_list("id"))
    rows.filter(is_pinned=True).exclude(id=comment_id).update(is_pinned=False)
    if not rows.filter(id=comment_id, deleted_at__isnull=True).update(is_pinned=True):
        raise CommentNotFound
    return comment


@transaction.atomic
def unpin_comment(*, user_id: Id, comment_id: Id) -> Comment:
    """Let a pinned comment go back to its place. Idempotent. Raises as ``pin_comment``."""
    comment = _of_own_note(user_id, comment_id)
    CommentRow.objects.filter(id=comment_id, note_id=comment.note_id, is_pinned=True).update(is_pinned=False)
    return comment


@transaction.atomic
def close_comments(*, user_id: Id, note_id: Id, is_closed: bool) -> None:
    """Take no more comments under a note of one's own, or take them again; what was said stays. Idempotent.

    The author still may answer. Raises NoteNotFound, NotAllowed when the note is another's.
    """
    if get_note(note_id, viewer_id=user_id).summary.author_id != user_id:
        raise NotAllowed
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [new_id(), note_id, is_closed])


def _check_taken(user_id: Id, note_id: Id, author_id: Id) -> None:
    if NoteComments.objects.filter(note_id=note_id, is_closed=True).exists():
        raise CommentsClosed
    settings = list_settings_by_id([author_id]).get(author_id)
    if settings and not rules.is_allowed(settings.comments_from, get_relation(user_id, author_id)):
        raise CommentsNotTaken


def _answered(
    user_id: Id, note_id: Id, draft: CommentDraft
) -> tuple[CommentRow, CommentRow] | tuple[None, None]:
    """The root and the comment of its thread that a draft answers, both there and seen by the member."""
    if draft.root_id is None:
        if draft.parent_id is not None:
            raise CommentNotFound(field="parent_id")
        return None, None
    hidden = list_hidden_ids(user_id)
    rows = CommentRow.objects.filter(note_id=note_id, is_held=False).exclude(user_id__in=hidden)
    root = rows.filter(id=draft.root_id).first()
    if root is None:
        raise CommentNotFound(field="root_id")
    if root.root_id is not None:
        raise CommentTooDeep(field="root_id")
    if draft.parent_id is None or draft.parent_id == draft.root_id:
        if root.deleted_at is not None:
            raise CommentNotFound(field="root_id")
        return root, root
    parent = rows.filter(id=draft.parent_id, root_id=root.id, deleted_at__isnull=True).first()
    if parent is None:
        raise CommentNotFound(field="parent_id")
    return root, parent


def _mentions(user_id: Id, body: str) -> tuple[Id | None, ...]:
    handles = rules.mentioned_handles(body)
    if not handles:
        return ()
    ids = list_ids_by_handle(set(handles))
    found = set(ids.values())
    settings = list_settings_by_id(found)
    relations = {**dict.fromkeys(found, STRANGERS), **list_relations(user_id, found)}
    return rules.resolved_mentions(
        handles,
        ids,
        writer_id=user_id,
        allowed_from={key: settings[key].mentions_from for key in found},
        relations=relations,
    )


def _seen(user_id: Id, comment_id: Id) -> tuple[Comment, Id]:
    """A comment that the member sees and that is not deleted, with the author of its note."""
    comment = get_comment(comment_id, viewer_id=user_id, hidden=list_hidden_ids(user_id))
    if comment.is_deleted:
        raise CommentNotFound
    return comment, get_note(comment.note_id, viewer_id=user_id).summary.author_id


def _of_own_note(user_id: Id, comment_id: Id) -> Comment:
    comment, author_id = _seen(user_id, comment_id)
    if author_id != user_id:
        raise NotAllowed
    return comment
