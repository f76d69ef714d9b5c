"""What members are told: grouped, once, about the right people, and counted exactly."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.support.community import member, note
from tests.support.events import deliver, deliver_all, take_events

from hongshu.community.graph.services import (
    answer_request,
    block_member,
    follow_member,
    mute_member,
    unblock_member,
)
from hongshu.community.members.contracts import KolVerified
from hongshu.community.members.models import ProfileRow
from hongshu.community.notes.contracts import NoteMentioned, Visibility
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.services import (
    like_note,
    roll_up_counts,
    save_likes,
    unlike_note,
)
from hongshu.flows.commenting.services import post_comment
from hongshu.kernel import outbox
from hongshu.kernel.cursors import InvalidCursor
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.models import User
from hongshu.platform.notifications import services
from hongshu.platform.notifications.contracts import (
    MOST_ACTORS,
    MOST_COUNTED,
    NOTHING_UNREAD,
    SWITCHABLE,
    TAB_OF,
    Kind,
    NoticeNotFound,
    Subject,
    Tab,
)
from hongshu.platform.notifications.models import GroupRow
from hongshu.platform.notifications.queries import count_unread, list_notices, list_off_kinds
from hongshu.platform.trust.contracts import Action, DecisionMade, ReportsAnswered

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


def test_ten_thousand_likes_of_one_note_are_one_group_with_its_latest_actors() -> None:
    for actor in range(100, 400):
        assert like(ANN, by=Id(actor))
    (only,) = list_notices(ANN)[0]
    assert only.actor_ids == tuple(Id(399 - n) for n in range(MOST_ACTORS))
    assert count_unread(ANN).likes == 1
    assert GroupRow.objects.count() == 1


def test_the_same_act_told_twice_is_told_once_and_wakes_nothing_that_was_read() -> None:
    assert [like(ANN) for _ in range(3)] == [True, False, False]
    services.mark_read(user_id=ANN)
    assert not like(ANN)
    assert count_unread(ANN) == NOTHING_UNREAD
    assert like(ANN, by=CAT)
    assert told(ANN) == [(Kind.LIKE, (CAT, BEN), True)]


def test_nobody_is_told_of_their_own_acts() -> None:
    assert not like(ANN, by=ANN)
    assert told(ANN) == []


def test_a_kind_that_is_switched_off_writes_nothing_and_others_do() -> None:
    like(ANN)
    services.choose_kinds(user_id=ANN, off=[Kind.LIKE])
    assert list_off_kinds(ANN) == {Kind.LIKE}
    assert not like(ANN, by=CAT)
    assert not like(ANN, Subject("note", Id(78)))
    assert services.tell(user_id=ANN, kind=Kind.FOLLOW, subject=Subject("member", BEN), actor_id=BEN)
    assert like(BEN, by=CAT)
    services.choose_kinds(user_id=ANN, off=[])
    assert like(ANN, by=CAT)


def test_what_is_taken_back_takes_its_group_along_when_nobody_else_is_in_it() -> None:
    like(ANN)
    like(ANN, by=CAT)
    services.withdraw(user_id=ANN, kind=Kind.LIKE, subject=NOTE, actor_id=CAT)
    assert told(ANN) == [(Kind.LIKE, (BEN,), True)]
    services.withdraw(user_id=ANN, kind=Kind.LIKE, subject=NOTE, actor_id=BEN)
    services.withdraw(user_id=ANN, kind=Kind.LIKE, subject=NOTE, actor_id=BEN)
    assert told(ANN) == []
    assert count_unread(ANN) == NOTHING_UNREAD


def test_one_tab_one_group_or_everything_is_marked_read_and_only_ones_own() -> None:
    like(ANN)
    like(ANN, Subject("note", Id(78)))
    services.tell(user_id=ANN, kind=Kind.FOLLOW, subject=Subject("member", BEN), actor_id=BEN)
    like(BEN, by=CAT)
    first = list_notices(ANN, tab=Tab.LIKES)[0][0]
    with pytest.raises(NoticeNotFound):
        services.mark_notice_read(user_id=BEN, notice_id=first.id)
    for _ in range(2):
        services.mark_notice_read(user_id=ANN, notice_id=first.id)
    assert (count_unread(ANN).likes, count_unread(ANN).followers) == (1, 1)
    assert [services.mark_read(user_id=ANN, tab=Tab.LIKES) for _ in range(2)] == [1, 0]
    assert count_unread(ANN).total == 1
    assert services.mark_read(user_id=ANN) == 1
    assert count_unread(ANN) == NOTHING_UNREAD
    assert count_unread(BEN).total == 1


def test_who_has_more_unread_than_can_be_told_apart_is_counted_to_the_limit() -> None:
    GroupRow.objects.bulk_create(
        GroupRow(user_id=ANN, kind=Kind.FOLLOW, tab=Tab.FOLLOWERS, subject_kind="member", subject_id=n,
                 actor_ids=[n])
        for n in range(MOST_COUNTED + 20)
    )  # fmt: skip
    assert count_unread(ANN).followers == MOST_COUNTED
    with CaptureQueriesContext(connection) as asked:
        count_unread(ANN)
    assert len(asked) == 1


def test_paging_meets_every_group_once_and_a_foreign_cursor_is_refused() -> None:
    for n in range(25):
        like(ANN, Subject("note", Id(n + 1)))
    seen: list[Id] = []
    cursor = ""
    while True:
        found, cursor = list_notices(ANN, tab=Tab.LIKES, cursor=cursor, limit=7)
        seen += [notice.subject.id for notice in found]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 25
    _, cursor = list_notices(ANN, limit=7)
    with pytest.raises(InvalidCursor):
        list_notices(BEN, cursor=cursor)


def test_what_nobody_has_added_to_for_ninety_days_is_swept() -> None:
    like(ANN)
    like(BEN, by=CAT)
    GroupRow.objects.filter(user_id=ANN).update(changed_at=F("changed_at") - timedelta(days=91))
    assert services.sweep_notifications() == 1
    assert (told(ANN), len(told(BEN))) == ([], 1)


class Sequences(TestCase):
    """Whatever members do in whatever order, the counts are the number of unread rows."""

    _acts = st.lists(
        st.tuples(
            st.sampled_from(["tell", "withdraw", "read", "read_tab", "forget", "subject", "choose"]),
            st.sampled_from([ANN, BEN]),
            st.sampled_from(list(Kind)),
            st.integers(1, 3),
            st.integers(1, 4),
        ),
        max_size=30,
    )

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_acts)
    def test_unread_counts_equal_the_rows_after_any_sequence(self, acts: list[Any]) -> None:
        for act, user, kind, subject_id, actor in acts:
            subject = Subject("thing", Id(subject_id))
            if act == "tell":
                services.tell(user_id=user, kind=kind, subject=subject, actor_id=Id(actor))
            elif act == "withdraw":
                services.withdraw(user_id=user, kind=kind, subject=subject, actor_id=Id(actor))
            elif act == "read":
                services.mark_read(user_id=user)
            elif act == "read_tab":
                services.mark_read(user_id=user, tab=TAB_OF[kind])
            elif act == "forget":
                services.forget_actor(user_id=user, actor_id=Id(actor))
            elif act == "subject":
                services.forget_subject(user_id=user, subject=subject)
            else:
                services.choose_kinds(user_id=user, off=[kind])
        for user in (ANN, BEN):
            rows = GroupRow.objects.filter(user_id=user)
            counts = count_unread(user)
            for tab in Tab:
                assert getattr(counts, tab) == rows.filter(tab=tab, is_unread=True).count()
            assert counts.total == rows.filter(is_unread=True).count()
            for row in rows:
                assert row.actor_ids
                assert user not in row.actor_ids
                assert len(set(row.actor_ids)) == len(row.actor_ids)


def test_a_like_and_a_follow_reach_the_author_by_their_events() -> None:
    author, kim, lee = member(), member("Kim"), member("Lee")
    note_id = note(author)
    for who in (kim, lee):
        like_note(user_id=who, note_id=note_id)
    like_note(user_id=author, note_id=note_id)
    follow_member(user_id=kim, followee_id=author)
    deliver_all()
    assert sorted(told(author)) == [(Kind.FOLLOW, (kim,), True), (Kind.LIKE, (lee, kim), True)]
    assert told(kim) == []


@pytest.mark.parametrize("seed", range(6))
def test_events_may_come_in_any_order_and_more_than_once(seed: int) -> None:
    author, kim, lee = member(), member("Kim"), member("Lee")
    note_id = note(author)
    like_note(user_id=kim, note_id=note_id)
    unlike_note(user_id=kim, note_id=note_id)
    like_note(user_id=kim, note_id=note_id)
    like_note(user_id=lee, note_id=note_id)
    unlike_note(user_id=lee, note_id=note_id)
    waiting = take_events() * 2
    random.Random(seed).shuffle(waiting)
    deliver(waiting)
    assert told(author) == [(Kind.LIKE, (kim,), True)]


def test_a_like_that_was_taken_back_leaves_nothing() -> None:
    author, kim = member(), member("Kim")
    note_id = note(author)
    like_note(user_id=kim, note_id=note_id)
    deliver_all()
    unlike_note(user_id=kim, note_id=note_id)
    deliver_all()
    assert told(author) == []


def test_whom_one_mutes_or_blocks_or_is_blocked_by_is_not_heard_of() -> None:
    author, muted, blocked, blocking = (member(name) for name in ("A", "B", "C", "D"))
    note_id = note(author)
    for who in (muted, blocked, blocking):
        like_note(user_id=who, note_id=note_id)
        follow_member(user_id=who, followee_id=author)
    mute_member(user_id=author, muted_id=muted)
    block_member(user_id=author, blocked_id=blocked)
    block_member(user_id=blocking, blocked_id=author)
    deliver_all()
    assert told(author) == []


def test_a_block_takes_each_out_of_what_the_other_was_told() -> None:
    author, kim, lee = member(), member("Kim"), member("Lee")
    note_id, other = note(author), note(kim)
    for who in (kim, lee):
        like_note(user_id=who, note_id=note_id)
    follow_member(user_id=kim, followee_id=author)
    like_note(user_id=author, note_id=other)
    deliver_all()
    assert (len(told(author)), len(told(kim))) == (2, 1)
    block_member(user_id=author, blocked_id=kim)
    assert "Kim" not in signed_in(author).get("/notifications").content.decode()
    deliver_all()
    assert told(author) == [(Kind.LIKE, (lee,), True)]
    assert told(kim) == []
    unblock_member(user_id=author, blocked_id=kim)
    assert told(author) == [(Kind.LIKE, (lee,), True)]


def test_a_request_to_follow_becomes_a_follower_when_it_is_accepted() -> None:
    author, kim = member(), member("Kim")
    ProfileRow.objects.filter(user_id=author).update(is_private=True)
    follow_member(user_id=kim, followee_id=author)
    deliver_all()
    assert told(author) == [(Kind.FOLLOW_REQUEST, (kim,), True)]
    answer_request(user_id=author, follower_id=kim, is_accepted=True)
    deliver_all()
    assert told(author) == [(Kind.FOLLOW, (kim,), True)]


def test_a_comment_is_told_once_to_each_whom_it_concerns_for_the_nearest_reason() -> None:
    author, kim, lee = member(), member("Kim"), member("Lee", handle="lee_lee")
    note_id = note(author)
    root = post_comment(user_id=kim, note_id=note_id, draft=CommentDraft(body="Where from?"), key="1")
    deliver_all()
    assert told(author) == [(Kind.COMMENT, (kim,), True)]
    answer = CommentDraft(body="@lee_lee knows", root_id=root, parent_id=root)
    post_comment(user_id=author, note_id=note_id, draft=answer, key="2")
    deliver_all()
    assert told(kim) == [(Kind.REPLY, (author,), True)]
    assert told(lee) == [(Kind.MENTION, (author,), True)]
    assert len(told(author)) == 1


def test_nobody_is_told_of_a_note_that_they_may_not_see() -> None:
    author, kim = member(), member("Kim", handle="kim_kim")
    note_id = note(author, visibility=Visibility.PRIVATE)
    draft = CommentDraft(body="@kim_kim look")
    post_comment(user_id=author, note_id=note_id, draft=draft, key="1")
    deliver_all()
    assert told(kim) == []


def test_what_the_house_says_is_told_by_itself_and_again_when_it_was_read() -> None:
    author = member()
    decision = Id(991)
    with transaction.atomic():
        outbox.append(
            DecisionMade(decision_id=decision, user_id=author, action=Action.WARN),
            ReportsAnswered(case_id=Id(5), reporter_ids=(author,), is_upheld=True),
            KolVerified(user_id=author),
        )
    deliver_all()
    assert sorted(told(author)) == [
        (Kind.DECISION, (), True),
        (Kind.KOL_VERIFIED, (), True),
        (Kind.REPORT_ANSWERED, (), True),
    ]
    client = signed_in(author)
    html = client.get("/notifications?tab=system", headers={"Accept-Language": "en"}).content.decode()
    assert f"/settings/decisions/{wire_form(decision)}" in html
    assert "a verified KOL now" in html
    # Nobody switches off what the house says.
    services.choose_kinds(user_id=author, off=list(Kind))
    services.mark_read(user_id=author)
    with transaction.atomic():
        outbox.append(KolVerified(user_id=author))
    deliver_all()
    assert count_unread(author).system == 1


def test_whom_a_note_names_is_told_if_they_may_see_it() -> None:
    author, kim = member(), member("Kim")
    seen, hidden = note(author, title="Seen"), note(author, visibility=Visibility.PRIVATE)
    with transaction.atomic():
        for note_id in (seen, hidden):
            outbox.append(NoteMentioned(note_id=note_id, author_id=author, mentioned_ids=(kim,)))
    deliver_all()
    assert told(kim) == [(Kind.MENTION, (author,), True)]


def test_the_page_says_who_did_what_in_at_most_eight_queries_whatever_its_length() -> None:
    author = member()
    fans = [member(f"Fan{n}") for n in range(4)]
    note_id = note(author, title="My lamp")
    save_likes([(fan, note_id) for fan in fans[:2]])
    for fan in fans[2:]:
        like_note(user_id=fan, note_id=note_id)
    deliver_all()
    roll_up_counts()
    client = signed_in(author)
    client.get("/notifications")

    def ask() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as asked:
            html = client.get("/notifications", headers={"Accept-Language": "en"}).content.decode()
        return html, len(asked)

    html, few = ask()
    assert "Fan3" in html
    assert "Fan2" in html
    assert "and 2 others" in html
    assert "liked your note" in html
    assert "My lamp" in html
    for n in range(12):
        fan = member(f"More{n}")
        follow_member(user_id=fan, followee_id=author)
        like_note(user_id=fan, note_id=note(author, title=f"Note {n}"))
    deliver_all()
    html, many = ask()
    assert html.count("started following you") == 12
    # Session, account, chip and badge come on top.
    assert few <= many <= 8 + 4


def test_the_badge_costs_a_page_one_query_and_is_right_without_a_script() -> None:
    author, kim = member(), member("Kim")
    client = signed_in(author)
    client.get("/shop")
    with CaptureQueriesContext(connection) as before:
        html = client.get("/shop").content.decode()
    counting = [query for query in before if "notifications_group" in query["sql"]]
    assert len(counting) == 1
    assert 'data-unread="total" hidden' in html
    like_note(user_id=kim, note_id=note(author))
    deliver_all()
    html = client.get("/shop").content.decode()
    assert 'data-unread="total" hidden' not in html
    assert "data-unread-number>1<" in html
    assert "data-stream" in html
    assert "data-stream" not in Client().get("/shop").content.decode()


def test_rows_are_marked_read_by_plain_forms_and_kinds_chosen_in_the_settings() -> None:
    author, kim = member(), member("Kim")
    like_note(user_id=kim, note_id=note(author))
    follow_member(user_id=kim, followee_id=author)
    deliver_all()
    client = signed_in(author)
    (notice,) = list_notices(author, tab=Tab.LIKES)[0]
    assert client.post("/notifications/read", {"notice": wire_form(notice.id)}).status_code == 302
    assert count_unread(author).total == 1
    assert signed_in(kim).post("/notifications/read", {"notice": wire_form(notice.id)}).status_code == 404
    assert client.post("/notifications/read", {"tab": "followers"})["Location"].endswith("?tab=followers")
    assert count_unread(author) == NOTHING_UNREAD
    kinds = [kind for kind in SWITCHABLE if kind is not Kind.FOLLOW]
    assert client.post("/settings/notifications", {"kind": kinds}).status_code == 302
    assert list_off_kinds(author) == {Kind.FOLLOW}
    html = client.get("/settings/notifications").content.decode()
    assert html.count(" checked") == len(kinds)
    assert client.get("/notifications?tab=nothing").status_code == 404
    assert Client().get("/notifications").status_code == 302
