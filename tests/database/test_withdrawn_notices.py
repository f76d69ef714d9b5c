"""What members were told goes or is put right when its cause is taken back."""

from __future__ import annotations

import random

import psycopg
import pytest
from django.db import connection
from django.test import Client
from tests.support.community import member, note
from tests.support.events import deliver, deliver_all, take_events

from hongshu.community.graph.services import (
    answer_request,
    follow_member,
    unfollow_member,
)
from hongshu.community.members.models import ProfileRow
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.services import (
    answer_invitation,
    collect_note,
    create_board,
    delete_board,
    delete_comment,
    invite_editor,
    like_comment,
    remove_editor,
    uncollect_note,
    unlike_comment,
)
from hongshu.flows.commenting.services import post_comment
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.models import User
from hongshu.platform.notifications import services
from hongshu.platform.notifications.contracts import (
    NOTHING_UNREAD,
    Kind,
    Subject,
)
from hongshu.platform.notifications.counting import CHANNEL
from hongshu.platform.notifications.queries import count_unread, list_notices

pytestmark = pytest.mark.django_db

ANN, BEN, CAT = Id(1), Id(2), Id(3)
NOTE = Subject("note", Id(77))


def told(user_id: Id) -> list[tuple[Kind, tuple[Id, ...], bool]]:
    return [(n.kind, n.actor_ids, n.is_unread) for n in list_notices(user_id)[0]]


def signed_in(user_id: Id) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client


def like(user_id: Id, subject: Subject = NOTE, by: Id = BEN) -> bool:
    return services.tell(user_id=user_id, kind=Kind.LIKE, subject=subject, actor_id=by)


def test_a_comment_or_like_of_one_that_is_gone_takes_what_was_told_of_it_along() -> None:
    author, kim, lee = member(), member("Kim"), member("Lee", handle="lee_lee")
    note_id = note(author)
    root = post_comment(user_id=kim, note_id=note_id, draft=CommentDraft(body="Ask @lee_lee"), key="1")
    answer = CommentDraft(body="I know.", root_id=root)
    post_comment(user_id=lee, note_id=note_id, draft=answer, key="2")
    for who in (author, lee):
        like_comment(user_id=who, comment_id=root)
    deliver_all()
    assert [kind for kind, _, _ in told(lee)] == [Kind.MENTION]
    assert sorted(kind for kind, _, _ in told(author)) == [Kind.COMMENT, Kind.COMMENT]
    assert {kind for kind, _, _ in told(kim)} == {Kind.REPLY, Kind.COMMENT_LIKE}
    unlike_comment(user_id=lee, comment_id=root)
    deliver_all()
    assert (Kind.COMMENT_LIKE, (author,), True) in told(kim)
    delete_comment(user_id=kim, comment_id=root)
    deliver_all()
    assert told(lee) == []
    assert told(kim) == [(Kind.REPLY, (lee,), True)]
    assert told(author) == [(Kind.COMMENT, (lee,), True)]
    assert (count_unread(author).talk, count_unread(kim).likes) == (1, 0)


@pytest.mark.parametrize("seed", range(4))
def test_a_comment_that_was_deleted_is_told_to_nobody_in_whatever_order_the_events_come(seed: int) -> None:
    author, kim = member(), member("Kim")
    note_id = note(author)
    comment_id = post_comment(user_id=kim, note_id=note_id, draft=CommentDraft(body="Hm"), key="1")
    like_comment(user_id=author, comment_id=comment_id)
    delete_comment(user_id=kim, comment_id=comment_id)
    waiting = take_events() * 2
    random.Random(seed).shuffle(waiting)
    deliver(waiting)
    assert (told(author), told(kim)) == ([], [])


def test_who_follows_or_waits_or_collects_no_more_is_not_shown() -> None:
    author, private, kim = member(), member("Shy"), member("Kim")
    note_id = note(author)
    ProfileRow.objects.filter(user_id=private).update(is_private=True)
    follow_member(user_id=kim, followee_id=author)
    follow_member(user_id=kim, followee_id=private)
    collect_note(user_id=kim, note_id=note_id)
    deliver_all()
    assert {kind for kind, _, _ in told(author)} == {Kind.FOLLOW, Kind.COLLECT}
    assert [kind for kind, _, _ in told(private)] == [Kind.FOLLOW_REQUEST]
    unfollow_member(user_id=kim, followee_id=author)
    uncollect_note(user_id=kim, note_id=note_id)
    answer_request(user_id=private, follower_id=kim, is_accepted=False)
    deliver_all()
    assert (told(author), told(private)) == ([], [])
    assert count_unread(author) == count_unread(private) == NOTHING_UNREAD
    follow_member(user_id=kim, followee_id=author)
    unfollow_member(user_id=kim, followee_id=author)
    follow_member(user_id=kim, followee_id=author)
    deliver_all()
    assert told(author) == [(Kind.FOLLOW, (kim,), True)]


def test_an_invitation_to_a_board_is_told_until_it_is_answered_or_taken_back() -> None:
    owner, kim, lee = member("Owner"), member("Kim"), member("Lee")
    board = create_board(user_id=owner, title="Together")
    for who in (kim, lee):
        invite_editor(user_id=owner, board_id=board, editor_id=who)
    deliver_all()
    for who in (kim, lee):
        assert told(who) == [(Kind.BOARD_INVITE, (owner,), True)]
    html = signed_in(kim).get("/notifications").content.decode()
    assert f'href="/board/{wire_form(board)}"' in html
    shown = signed_in(kim).get("/api/v1/notifications").json()
    assert shown["notices"][0]["board_id"] == wire_form(board)
    answer_invitation(user_id=kim, board_id=board, is_accepted=True)
    remove_editor(user_id=owner, board_id=board, editor_id=lee)
    deliver_all()
    assert (told(kim), told(lee)) == ([], [])
    other = create_board(user_id=owner, title="Another")
    invite_editor(user_id=owner, board_id=other, editor_id=lee)
    deliver_all()
    assert count_unread(lee).talk == 1
    delete_board(user_id=owner, board_id=other)
    deliver_all()
    assert count_unread(lee) == NOTHING_UNREAD


@pytest.mark.django_db(transaction=True)
def test_the_live_count_is_told_when_what_was_told_is_withdrawn() -> None:
    like(ANN)
    services.tell(user_id=ANN, kind=Kind.COMMENT, subject=Subject("comment", Id(5)), actor_id=BEN)
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": True}) as listener:
        listener.execute(f'LISTEN "{CHANNEL}"')
        services.withdraw(user_id=ANN, kind=Kind.LIKE, subject=NOTE, actor_id=BEN)
        services.forget_subject(user_id=ANN, subject=Subject("comment", Id(5)))
        heard = [each.payload for each in listener.notifies(timeout=5, stop_after=2)]
    assert heard == [str(int(ANN))] * 2
