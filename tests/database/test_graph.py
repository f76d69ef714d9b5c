"""Follows, blocks and mutes, and what they hide."""

from __future__ import annotations

import itertools

import pytest
from django.db.models import F
from tests.support.community import dated_note, member, note

from hongshu.community.graph import queries, services
from hongshu.community.graph.contracts import CannotRelateToSelf, FollowCounts, NoFollowRequest
from hongshu.community.graph.models import FollowRow
from hongshu.community.members.contracts import ProfileNotFound
from hongshu.community.members.models import ProfileRow
from hongshu.community.notes.contracts import NoteNotFound, Visibility
from hongshu.community.notes.queries import (
    get_note,
    list_notes_of_author,
    list_notes_of_followed,
    list_summaries_by_id,
)
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent

pytestmark = pytest.mark.django_db


def make_private(user_id: Id) -> None:
    ProfileRow.objects.filter(user_id=user_id).update(is_private=True)


def test_following_twice_is_following_once_and_is_told_once() -> None:
    robin, kim = member(), member("Kim")
    for _ in range(2):
        assert services.follow_member(user_id=robin, followee_id=kim).follows
    assert queries.list_followed_ids(robin) == (kim,)
    assert OutboxEvent.objects.filter(kind="graph.member_followed").count() == 1
    assert queries.get_counts(kim, viewer_id=robin).followers == 1
    assert queries.get_counts(kim).followers == 0
    services.roll_up_follows()
    assert queries.get_counts(kim) == FollowCounts(followers=1, following=0)
    assert queries.get_counts(robin, viewer_id=robin) == FollowCounts(followers=0, following=1)
    for _ in range(2):
        assert not services.unfollow_member(user_id=robin, followee_id=kim).follows
    services.roll_up_follows()
    assert queries.get_counts(kim, viewer_id=robin).followers == 0
    assert not FollowRow.objects.exclude(is_on=F("is_counted")).exists()


def test_nobody_follows_themselves_or_who_is_not_there() -> None:
    robin = member()
    with pytest.raises(CannotRelateToSelf):
        services.follow_member(user_id=robin, followee_id=robin)
    with pytest.raises(ProfileNotFound):
        services.follow_member(user_id=robin, followee_id=Id(1))
    with pytest.raises(CannotRelateToSelf):
        services.block_member(user_id=robin, blocked_id=robin)


def test_a_private_account_is_asked_first() -> None:
    robin, kim, lee = member(), member("Kim"), member("Lee")
    make_private(kim)
    for who in (robin, lee):
        relation = services.follow_member(user_id=who, followee_id=kim)
        assert relation.has_requested
        assert not relation.follows
    assert {row.user_id for row in queries.list_requests(kim)} == {robin, lee}
    services.answer_request(user_id=kim, follower_id=robin, is_accepted=True)
    services.answer_request(user_id=kim, follower_id=lee, is_accepted=False)
    assert queries.get_relation(robin, kim).follows
    assert not queries.get_relation(lee, kim).has_requested
    with pytest.raises(NoFollowRequest):
        services.answer_request(user_id=kim, follower_id=lee, is_accepted=True)


def test_a_block_ends_every_follow_between_the_two_and_hides_each_from_the_other() -> None:
    robin, kim = member(), member("Kim")
    services.follow_member(user_id=robin, followee_id=kim)
    services.follow_member(user_id=kim, followee_id=robin)
    of_kim = note(kim)
    assert queries.get_relation(robin, kim).is_mutual
    services.block_member(user_id=robin, blocked_id=kim)
    services.block_member(user_id=robin, blocked_id=kim)
    for viewer, other in ((robin, kim), (kim, robin)):
        assert queries.get_relation(viewer, other).is_hidden
        assert queries.list_followed_ids(viewer) == ()
        assert queries.list_hidden_ids(viewer) == {other}
        with pytest.raises(ProfileNotFound):
            services.follow_member(user_id=viewer, followee_id=other)
    with pytest.raises(NoteNotFound):
        get_note(of_kim, viewer_id=robin)
    assert list_summaries_by_id([of_kim], viewer_id=robin) == {}
    assert list_notes_of_author(kim, viewer_id=robin) == ((), "")
    services.unblock_member(user_id=robin, blocked_id=kim)
    assert get_note(of_kim, viewer_id=robin).summary.id == of_kim
    assert not queries.get_relation(robin, kim).follows


@pytest.mark.parametrize("visibility", list(Visibility))
@pytest.mark.parametrize("is_restricted", [False, True])
@pytest.mark.parametrize("is_held", [False, True])
def test_one_note_a_list_and_a_profile_agree_on_who_may_see(
    visibility: Visibility, is_restricted: bool, is_held: bool
) -> None:
    author = member()
    visitor, follower, mutual, blocked = None, member("F"), member("M"), member("B")
    for who in (follower, mutual):
        services.follow_member(user_id=who, followee_id=author)
    services.follow_member(user_id=author, followee_id=mutual)
    services.block_member(user_id=author, blocked_id=blocked)
    key = note(author, visibility=visibility)
    from hongshu.community.notes.models import NoteRow

    NoteRow.objects.filter(id=key).update(is_restricted=is_restricted, is_held=is_held)
    allowed = {author}
    if not is_held and visibility is Visibility.PUBLIC:
        allowed |= {follower, mutual} if is_restricted else {visitor, follower, mutual}
    if not is_held and visibility is Visibility.MUTUALS:
        allowed |= {mutual}
    for viewer in (visitor, follower, mutual, blocked, author):
        may = viewer in allowed
        try:
            get_note(key, viewer_id=viewer)
            found = True
        except NoteNotFound:
            found = False
        assert found == may, viewer
        assert (key in list_summaries_by_id([key], viewer_id=viewer)) == may
        assert bool(list_notes_of_author(author, viewer_id=viewer)[0]) == may
        if viewer in (follower, mutual):
            assert viewer is not None
            assert bool(list_notes_of_followed(viewer)[0]) == may


def test_the_following_feed_has_no_gap_and_no_repeat_while_notes_arrive() -> None:
    reader = member()
    authors = [member(f"A{n}") for n in range(4)]
    stranger = member("S")
    wanted = []
    for day, author in zip(range(1, 25), itertools.cycle(authors), strict=False):
        services.follow_member(user_id=reader, followee_id=author)
        wanted.append(dated_note(author, day=1 + day % 7))
        dated_note(stranger, day=1 + day % 7)
    services.mute_member(user_id=reader, muted_id=authors[3])
    seen, cursor = list_notes_of_followed(reader, limit=4)
    dated_note(authors[0], day=28)
    while cursor:
        more, cursor = list_notes_of_followed(reader, limit=4, cursor=cursor)
        seen += more
    assert len({summary.id for summary in seen}) == len(seen) == 18
    order = [(summary.published_at, summary.id) for summary in seen]
    assert order == sorted(order, reverse=True)


def test_pages_of_followers_show_each_once() -> None:
    kim = member("Kim")
    followers = {member(f"R{n}") for n in range(7)}
    for who in followers:
        services.follow_member(user_id=who, followee_id=kim)
    seen, cursor = queries.list_followers(kim, limit=3)
    while cursor:
        more, cursor = queries.list_followers(kim, limit=3, cursor=cursor)
        seen += more
    assert {row.user_id for row in seen} == followers
    assert len(seen) == 7
    assert len(queries.list_followers(kim, hidden=list(followers)[:2])[0]) == 5
