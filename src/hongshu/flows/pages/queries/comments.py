"""Comments under a note, and a thread on a page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hongshu.community.members.contracts import Profile
from hongshu.community.notes.queries import get_note_and_standing
from hongshu.community.responses import queries as responses
from hongshu.community.responses.contracts import Comment, CommentSlice, CommentSort
from hongshu.flows.pages.cards import Pictures, member_chip, picture_view, pictures_for
from hongshu.flows.pages.contracts.cards import MemberChip, Viewer
from hongshu.flows.pages.contracts.comments import (
    CommentsView,
    CommentView,
    RepliesView,
    TextPiece,
    ThreadPage,
    ThreadView,
)
from hongshu.flows.pages.viewers import hidden_of, known_profiles
from hongshu.kernel.asking import Asked, send
from hongshu.kernel.ids import Id

THREADS = 10
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def comments_of_note(viewer: Viewer, *, note_id: Id, sort: str = "", cursor: str = "") -> CommentsView:
    """A page of a note's comments. Four queries for a member. Raises NoteNotFound, InvalidCursor."""
    note, standing = get_note_and_standing(note_id, viewer_id=viewer.user_id)
    order = sort_of(sort)
    found = responses.list_comments(
        note_id,
        viewer_id=viewer.user_id,
        hidden=standing.hidden_ids,
        sort=order,
        cursor=cursor,
        limit=THREADS,
    )
    profiles = known_profiles(responses.people_of(found), viewer)
    return comments_view(viewer, note_id, note.summary.author_id, found, profiles, sort=order)


def comments_view(
    viewer: Viewer,
    note_id: Id,
    author_id: Id,
    found: CommentSlice,
    profiles: Mapping[Id, Profile],
    *,
    sort: CommentSort,
) -> CommentsView:
    """Comments that were read already, with the profiles of ``people_of`` them. Pictures may need a query."""
    comments = [each for thread in found.threads for each in (thread.root, *thread.replies)]
    scene = _Scene(viewer, author_id, profiles, pictures_for(viewer, _picture_ids(comments, profiles)))
    return CommentsView(
        note_id=note_id,
        threads=tuple(
            ThreadView(
                root=scene.view(thread.root),
                replies=tuple(map(scene.view, thread.replies)),
                reply_count=thread.root.reply_count,
                next_cursor=thread.next_cursor,
            )
            for thread in found.threads
        ),
        next_cursor=found.next_cursor,
        sort=sort.value,
        comment_count=found.comment_count,
        is_closed=found.is_closed,
        may_close=viewer.user_id == author_id,
    )


def replies_of_comment(viewer: Viewer, *, comment_id: Id, cursor: str) -> RepliesView:
    """A page of a thread's replies, by its root. Raises CommentNotFound, NoteNotFound, InvalidCursor."""
    comment = responses.get_comment(comment_id, viewer_id=viewer.user_id, hidden=hidden_of(viewer))
    note, standing = get_note_and_standing(comment.note_id, viewer_id=viewer.user_id)
    root_id = comment.root_id or comment.id
    replies, onward = responses.list_replies(
        root_id,
        note_id=comment.note_id,
        viewer_id=viewer.user_id,
        hidden=standing.hidden_ids,
        cursor=cursor,
    )
    return RepliesView(
        note_id=comment.note_id,
        root_id=root_id,
        replies=_views(viewer, note.summary.author_id, replies),
        next_cursor=onward,
    )


def thread_page(viewer: Viewer, *, comment_id: Id, cursor: str = "") -> ThreadPage:
    """The thread that a comment stands in. Eight queries at most.

    Raises CommentNotFound, NoteNotFound, InvalidCursor.
    """
    hidden = hidden_of(viewer)
    comment = responses.get_comment(comment_id, viewer_id=viewer.user_id, hidden=hidden)
    note, _ = get_note_and_standing(comment.note_id, viewer_id=viewer.user_id)
    root_id = comment.root_id or comment.id
    asked = (
        responses.ask_comment(root_id, viewer_id=viewer.user_id, hidden=hidden)
        if comment.root_id is not None
        else Asked.known(comment)
    )
    page = responses.ask_replies(
        root_id, note_id=comment.note_id, viewer_id=viewer.user_id, hidden=hidden, cursor=cursor
    )
    state = responses.ask_comment_state(comment.note_id, hidden=hidden)
    send(asked, page, state)
    root, (replies, onward), (count, is_closed) = asked.answer, page.answer, state.answer
    answered, first, *others = _views(viewer, note.summary.author_id, (comment, root, *replies))
    return ThreadPage(
        note_id=root.note_id,
        note_title=note.summary.title or note.summary.excerpt or note.body[:60],
        note_language=note.summary.language,
        thread=ThreadView(
            root=first, replies=tuple(others), reply_count=root.reply_count, next_cursor=onward
        ),
        answered=answered,
        comment_count=count,
        is_closed=is_closed,
        may_close=viewer.user_id == note.summary.author_id,
    )


def comment_view(viewer: Viewer, *, comment_id: Id) -> CommentView:
    """One comment, as it stands after it was posted. Raises CommentNotFound, NoteNotFound."""
    return thread_page(viewer, comment_id=comment_id).answered


def sort_of(text: str) -> CommentSort:
    """The order that an address asks for; what is none is "hot"."""
    return CommentSort(text) if text in set(CommentSort) else CommentSort.HOT


def _views(viewer: Viewer, author_id: Id, comments: Iterable[Comment]) -> tuple[CommentView, ...]:
    shown = list(comments)
    profiles = known_profiles(responses.people_of(shown), viewer)
    scene = _Scene(viewer, author_id, profiles, pictures_for(viewer, _picture_ids(shown, profiles)))
    return tuple(map(scene.view, shown))


def _picture_ids(comments: Iterable[Comment], profiles: Mapping[Id, Profile]) -> list[Id]:
    shown = list(comments)
    writers = [profiles[each.user_id] for each in shown if each.user_id in profiles]
    keys = [*(each.picture_id for each in shown), *(profile.avatar_id for profile in writers)]
    return [key for key in keys if key is not None]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every comment of a page is shown with."""

    viewer: Viewer
    author_id: Id
    profiles: Mapping[Id, Profile]
    pictures: Pictures

    def view(self, comment: Comment) -> CommentView:
        is_there = not comment.is_deleted
        is_own = self.viewer.user_id == comment.user_id
        is_authors = self.viewer.user_id == self.author_id
        # Whoever answers the root itself stands under it: only answers to others need a name.
        answers = comment.parent_user_id if comment.parent_id != comment.root_id else None
        return CommentView(
            id=comment.id,
            root_id=comment.root_id or comment.id,
            member=member_chip(self.profiles.get(comment.user_id) if is_there else None, self.pictures),
            pieces=tuple(self._piece(text, meant) for text, meant in responses.split_mentions(comment)),
            language="zh" if _CHINESE.search(comment.body) else "en",
            picture=picture_view(comment.picture_id, self.pictures),
            answers=self._named(answers) if answers is not None and is_there else None,
            like_count=comment.like_count,
            is_liked=comment.is_liked and is_there,
            is_by_author=is_there and comment.user_id == self.author_id,
            is_own=is_there and is_own,
            is_pinned=comment.is_pinned and is_there,
            is_deleted=not is_there,
            may_delete=is_there and (is_own or is_authors),
            may_pin=is_there and is_authors and comment.root_id is None,
            created_at=comment.created_at,
        )

    def _piece(self, text: str, meant: Id | None) -> TextPiece:
        profile = None if meant is None else self.profiles.get(meant)
        if profile is None:
            return TextPiece(text=text, handle="")
        return TextPiece(text=f"@{profile.name}", handle=profile.handle)

    def _named(self, user_id: Id) -> MemberChip | None:
        profile = self.profiles.get(user_id)
        return None if profile is None else member_chip(profile, {})
