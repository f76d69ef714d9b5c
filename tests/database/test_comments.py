"""Comments: two levels, seen by whom they are for, counted exactly, paged without gaps."""

from __future__ import annotations

import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.community import member, note, picture

from hongshu.community.graph.services import block_member, follow_member
from hongshu.community.members.models import ProfileRow
from hongshu.community.notes.contracts import NoteNotFound, Visibility
from hongshu.community.responses.contracts import (
    COMMENT_MAX,
    CannotPinReply,
    CommentDraft,
    CommentEmpty,
    CommentNotFound,
    CommentsClosed,
    CommentSlice,
    CommentsNotTaken,
    CommentSort,
    CommentTooDeep,
    CommentTooLong,
)
from hongshu.community.responses.models import CommentRow, NoteComments
from hongshu.community.responses.queries import (
    get_comment,
    get_comment_state,
    list_comments,
    list_replies,
    split_mentions,
)
from hongshu.community.responses.services import (
    close_comments,
    delete_comment,
    hold_comments,
    like_comment,
    pin_comment,
    post_comment,
    release_comments,
    roll_up_comments,
    unlike_comment,
    unpin_comment,
)
from hongshu.flows.commenting import services as commenting
from hongshu.kernel.errors import NotAllowed
from hongshu.kernel.idempotency import IdempotencyKeyReused
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent
from hongshu.platform.media.contracts import PictureNotFound

pytestmark = pytest.mark.django_db


def say(
    user_id: Id, note_id: Id, body: str = "So true.", *, root: Id | None = None, answers: Id | None = None
) -> Id:
    draft = CommentDraft(body=body, root_id=root, parent_id=answers)
    return post_comment(user_id=user_id, note_id=note_id, draft=draft)


def bodies(found: CommentSlice) -> list[str]:
    return [thread.root.body for thread in found.threads]


def test_a_reply_to_a_reply_hangs_under_the_same_root_and_names_whom_it_answers() -> None:
    author, kim, lee = member(), member("Kim"), member("Lee")
    note_id = note(author)
    root = say(kim, note_id, "Where is it from?")
    first = say(author, note_id, "A flea market.", root=root)
    second = say(lee, note_id, "Which one?", root=root, answers=first)
    (thread,) = list_comments(note_id, viewer_id=None).threads
    assert [reply.id for reply in thread.replies] == [first, second]
    assert [(reply.root_id, reply.parent_user_id) for reply in thread.replies] == [
        (root, kim),
        (root, author),
    ]
    assert thread.root.reply_count == 2


def test_a_forged_third_level_is_refused() -> None:
    author = member()
    note_id = note(author)
    root = say(author, note_id)
    reply = say(author, note_id, root=root)
    with pytest.raises(CommentTooDeep):
        say(author, note_id, root=reply)
    with pytest.raises(CommentNotFound):
        say(author, note_id, root=root, answers=say(author, note_id))
    with pytest.raises(CommentNotFound):
        say(author, note(author), root=root)


def test_a_text_has_something_to_say_and_an_end() -> None:
    author = member()
    note_id = note(author)
    for body, refusal in (("  \n ", CommentEmpty), ("好" * (COMMENT_MAX + 1), CommentTooLong)):
        with pytest.raises(refusal):
            say(author, note_id, body)
    assert get_comment(say(author, note_id, "好" * COMMENT_MAX), viewer_id=None).body == "好" * COMMENT_MAX


def test_what_a_person_may_not_see_they_cannot_comment_on() -> None:
    author, kim = member(), member("Kim")
    with pytest.raises(NoteNotFound):
        say(kim, note(author, visibility=Visibility.PRIVATE))
    note_id = note(author)
    block_member(user_id=author, blocked_id=kim)
    with pytest.raises(NoteNotFound):
        say(kim, note_id)


def test_counts_are_exact_before_and_after_the_roll_up() -> None:
    author, kim = member(), member("Kim")
    note_id = note(author)
    root = say(kim, note_id)
    reply = say(author, note_id, root=root)
    other = say(author, note_id)
    like_comment(user_id=author, comment_id=root)
    for _ in range(2):
        assert get_comment_state(note_id) == (3, False)
        assert get_comment(root, viewer_id=author).reply_count == 1
        assert get_comment(root, viewer_id=author).like_count == 1
        roll_up_comments()
    assert get_comment(root, viewer_id=None).like_count == 1
    delete_comment(user_id=author, comment_id=reply)
    delete_comment(user_id=author, comment_id=other)
    assert get_comment_state(note_id) == (1, False)
    unlike_comment(user_id=author, comment_id=root)
    while roll_up_comments(limit=1):
        pass
    assert get_comment_state(note_id) == (1, False)
    assert NoteComments.objects.get(note_id=note_id).comment_count == 1
    assert CommentRow.objects.get(id=root).reply_count == 0
    assert get_comment(root, viewer_id=None).like_count == 0


def test_a_deleted_root_with_replies_leaves_a_stone_without_words() -> None:
    author, kim = member(), member("Kim")
    note_id = note(author)
    root = say(kim, note_id, "Secret")
    reply = say(author, note_id, "Oh", root=root)
    lonely = say(kim, note_id, "Gone")
    delete_comment(user_id=kim, comment_id=root)
    delete_comment(user_id=kim, comment_id=lonely)
    (thread,) = list_comments(note_id, viewer_id=None).threads
    assert (thread.root.body, thread.root.is_deleted) == ("", True)
    assert [each.body for each in thread.replies] == ["Oh"]
    with pytest.raises(CommentNotFound):
        say(author, note_id, root=root)
    assert say(kim, note_id, "Still here", root=root, answers=reply)
    delete_comment(user_id=author, comment_id=reply)
    for each in thread.replies:
        with pytest.raises(CommentNotFound):
            delete_comment(user_id=author, comment_id=each.id)


def test_the_last_reply_takes_the_stone_with_it() -> None:
    author = member()
    note_id = note(author)
    root = say(author, note_id)
    reply = say(author, note_id, root=root)
    delete_comment(user_id=author, comment_id=root)
    assert len(list_comments(note_id, viewer_id=None).threads) == 1
    delete_comment(user_id=author, comment_id=reply)
    assert list_comments(note_id, viewer_id=None).threads == ()


def test_a_comment_is_deleted_by_its_writer_or_the_notes_author_alone() -> None:
    author, kim, lee = member(), member("Kim"), member("Lee")
    note_id = note(author)
    comment = say(kim, note_id)
    with pytest.raises(NotAllowed):
        delete_comment(user_id=lee, comment_id=comment)
    assert delete_comment(user_id=author, comment_id=comment).user_id == kim


def test_the_pinned_comment_stands_first_and_there_is_one() -> None:
    author, kim = member(), member("Kim")
    note_id = note(author)
    old, new = say(kim, note_id, "old"), say(kim, note_id, "new")
    for _ in range(2):
        pin_comment(user_id=author, comment_id=old)
    for sort in CommentSort:
        assert bodies(list_comments(note_id, viewer_id=None, sort=sort)) == ["old", "new"]
    pin_comment(user_id=author, comment_id=new)
    assert CommentRow.objects.filter(is_pinned=True).count() == 1
    unpin_comment(user_id=author, comment_id=new)
    assert not CommentRow.objects.filter(is_pinned=True).exists()
    with pytest.raises(CannotPinReply):
        pin_comment(user_id=author, comment_id=say(kim, note_id, root=old))
    with pytest.raises(NotAllowed):
        pin_comment(user_id=kim, comment_id=old)


def test_a_deleted_comment_is_pinned_no_more() -> None:
    author = member()
    note_id = note(author)
    comment = say(author, note_id)
    pin_comment(user_id=author, comment_id=comment)
    delete_comment(user_id=author, comment_id=comment)
    assert not CommentRow.objects.filter(is_pinned=True).exists()


def test_hot_puts_liked_and_answered_comments_before_newer_ones() -> None:
    author, kim = member(), member("Kim")
    note_id = note(author)
    liked, answered, plain = (say(kim, note_id, body) for body in ("liked", "answered", "plain"))
    like_comment(user_id=author, comment_id=liked)
    say(author, note_id, root=answered)
    roll_up_comments()
    assert bodies(list_comments(note_id, viewer_id=None)) == ["answered", "liked", "plain"]
    newest = list_comments(note_id, viewer_id=None, sort=CommentSort.NEW)
    assert [thread.root.id for thread in newest.threads] == [plain, answered, liked]


def test_closed_comments_take_no_more_but_the_authors() -> None:
    author, kim = member(), member("Kim")
    note_id = note(author)
    said = say(kim, note_id, "before")
    with pytest.raises(NotAllowed):
        close_comments(user_id=kim, note_id=note_id, is_closed=True)
    close_comments(user_id=author, note_id=note_id, is_closed=True)
    with pytest.raises(CommentsClosed):
        say(kim, note_id)
    assert say(author, note_id, root=said)
    assert get_comment_state(note_id) == (2, True)
    close_comments(user_id=author, note_id=note_id, is_closed=False)
    assert say(kim, note_id)


def test_an_author_says_from_whom_comments_are_taken() -> None:
    author, kim = member(), member("Kim")
    note_id = note(author)
    for allowed in ("nobody", "followed"):
        ProfileRow.objects.filter(user_id=author).update(comments_from=allowed)
        with pytest.raises(CommentsNotTaken):
            say(kim, note_id)
        assert say(author, note_id)
    follow_member(user_id=author, followee_id=kim)
    assert say(kim, note_id)


def test_a_mention_means_a_member_who_lets_themselves_be_mentioned() -> None:
    author, kim = member(handle="robin"), member("Kim", handle="kim_a")
    shy, foe = member("Shy", handle="shy_one"), member("Foe", handle="foe_one")
    ProfileRow.objects.filter(user_id=shy).update(mentions_from="followed")
    block_member(user_id=foe, blocked_id=kim)
    note_id = note(author)
    text = "@Robin and @shy_one, not @foe_one nor a@robin.example nor @nobody_here."
    comment = get_comment(say(kim, note_id, text), viewer_id=None)
    pieces = split_mentions(comment)
    assert "".join(text for text, _ in pieces) == text
    assert [(text, meant) for text, meant in pieces if meant] == [("@Robin", author)]
    event = OutboxEvent.objects.get(kind="responses.comment_posted")
    assert event.payload["mentioned_ids"] == [author]
    follow_member(user_id=shy, followee_id=kim)
    again = get_comment(say(kim, note_id, text), viewer_id=None)
    assert [meant for _, meant in split_mentions(again) if meant] == [author, shy]


def test_blocked_pairs_see_neither_comments_nor_names_nor_counts_of_each_other() -> None:
    author, kim, foe = member(), member("Kim"), member("Foe", handle="foe_one")
    note_id = note(author)
    root = say(kim, note_id, "root of kim")
    say(foe, note_id, "reply of foe", root=root)
    foes = say(foe, note_id, "root of foe")
    say(author, note_id, "to foe", root=foes)
    about = say(author, note_id, "@foe_one was here, and @kim2 too")
    answer = say(author, note_id, "answer", root=root, answers=CommentRow.objects.get(body="reply of foe").id)
    block_member(user_id=foe, blocked_id=kim)
    for viewer, hidden, count in ((kim, {foe}, 3), (foe, {kim}, 3), (None, set(), 6)):
        found = list_comments(note_id, viewer_id=viewer, hidden=hidden)
        seen = [each for thread in found.threads for each in (thread.root, *thread.replies)]
        assert found.comment_count == count == len(seen)
        assert not hidden & {each.user_id for each in seen}
        assert not hidden & {key for each in seen for key in (each.parent_user_id, *each.mention_ids)}
    shown = {each.root.id: each for each in list_comments(note_id, viewer_id=kim, hidden={foe}).threads}
    assert shown[root].root.reply_count == 1
    assert [each.id for each in shown[root].replies] == [answer]
    assert shown[about].root.body == "@… was here, and @kim2 too"
    with pytest.raises(CommentNotFound):
        get_comment(foes, viewer_id=kim, hidden={foe})
    with pytest.raises(CommentNotFound):
        like_comment(user_id=kim, comment_id=foes)
    with pytest.raises(CommentNotFound):
        say(kim, note_id, root=foes)


def test_what_trust_holds_is_gone_and_comes_back() -> None:
    author = member()
    note_id = note(author)
    comment = say(author, note_id)
    roll_up_comments()
    assert hold_comments(user_id=author, comment_ids=[comment]) == 1
    assert hold_comments(user_id=author, comment_ids=[comment]) == 0
    roll_up_comments()
    found = list_comments(note_id, viewer_id=author)
    assert (found.threads, found.comment_count) == ((), 0)
    assert release_comments(user_id=author, comment_ids=[comment]) == 1
    assert list_comments(note_id, viewer_id=None).comment_count == 1


def test_sub_threads_show_three_and_are_paged() -> None:
    author = member()
    note_id = note(author)
    root = say(author, note_id)
    replies = [say(author, note_id, f"{number}", root=root) for number in range(9)]
    (thread,) = list_comments(note_id, viewer_id=None).threads
    assert [each.id for each in thread.replies] == replies[:3]
    found, cursor = [each.id for each in thread.replies], thread.next_cursor
    while cursor:
        page, cursor = list_replies(root, note_id=note_id, viewer_id=None, cursor=cursor, limit=2)
        found += [each.id for each in page]
    assert found == replies


def test_a_page_of_comments_is_one_query_whatever_its_length() -> None:
    author = member()
    note_id = note(author)
    for _ in range(4):
        root = say(author, note_id)
        for _ in range(4):
            say(author, note_id, root=root)
    with CaptureQueriesContext(connection) as asked:
        assert len(list_comments(note_id, viewer_id=author).threads) == 4
    assert len(asked) == 1


def test_events_tell_who_did_what_once() -> None:
    author, kim = member(), member("Kim")
    note_id = note(author)
    root = say(kim, note_id)
    say(author, note_id, root=root)
    for _ in range(2):
        like_comment(user_id=author, comment_id=root)
    posted = [
        row.payload for row in OutboxEvent.objects.filter(kind="responses.comment_posted").order_by("id")
    ]
    assert [(each["user_id"], each["parent_user_id"]) for each in posted] == [(kim, None), (author, kim)]
    liked = OutboxEvent.objects.get(kind="responses.comment_liked")
    assert liked.payload == {"comment_id": root, "note_id": note_id, "writer_id": kim, "user_id": author}


@pytest.mark.django_db(transaction=True)
class TestPostingOnceAKey:
    """The flow: with a picture or not at all, and once."""

    def test_the_same_comment_under_one_key_is_said_once(self) -> None:
        author = member()
        note_id = note(author)
        key = secrets.token_hex(8)
        draft = CommentDraft(body="Once")
        ids = {
            commenting.post_comment(user_id=author, note_id=note_id, draft=draft, key=key) for _ in range(2)
        }
        assert len(ids) == CommentRow.objects.count() == 1
        with pytest.raises(IdempotencyKeyReused):
            commenting.post_comment(
                user_id=author, note_id=note_id, draft=CommentDraft(body="Twice"), key=key
            )

    def test_a_picture_must_be_ones_own_or_nothing_is_said(self) -> None:
        author, kim = member(), member("Kim")
        note_id = note(author)
        foreign = CommentDraft(body="Look", picture_id=picture(author))
        with pytest.raises(PictureNotFound):
            commenting.post_comment(user_id=kim, note_id=note_id, draft=foreign, key="a")
        assert not CommentRow.objects.exists()
        shot = picture(kim)
        own = CommentDraft(body="", picture_id=shot)
        comment = commenting.post_comment(user_id=kim, note_id=note_id, draft=own, key="b")
        assert get_comment(comment, viewer_id=None).picture_id == shot
