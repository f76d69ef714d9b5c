"""Completing whom a member means, and which topic."""

from __future__ import annotations

import pytest
from tests.support.community import member, note

from hongshu.community.graph.services import block_member, follow_member
from hongshu.community.members.contracts import AllowedFrom
from hongshu.community.members.models import ProfileRow
from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.queries import complete_members, complete_topics
from hongshu.kernel.errors import SignInNeeded
from hongshu.kernel.ids import Id

pytestmark = pytest.mark.django_db


def _offered(viewer_id: Id, text: str) -> list[str]:
    found = complete_members(Viewer(user_id=viewer_id, language="zh"), text=text)
    return [each.member.handle for each in found.members]


def test_a_handle_or_a_name_is_completed_from_its_beginning_whatever_the_case() -> None:
    reader = member("Reader")
    member("Robin", handle="robin_a")
    member("罗宾汉", handle="hood")
    assert _offered(reader, "rob") == ["robin_a"]
    assert _offered(reader, "@ROB") == ["robin_a"]
    assert _offered(reader, "罗宾") == ["hood"]
    assert _offered(reader, "obin") == []
    assert _offered(reader, "%") == []
    assert _offered(reader, "\0") == []


def test_whom_one_follows_comes_first_and_at_most_eight_are_offered() -> None:
    reader = member("Reader")
    people = [member(f"Kim {number}", handle=f"kim{number}") for number in range(12)]
    follow_member(user_id=reader, followee_id=people[11])
    offered = _offered(reader, "kim")
    assert offered[0] == "kim11"
    assert len(offered) == 8
    assert len(set(offered)) == 8
    found = complete_members(Viewer(user_id=reader, language="zh"), text="kim")
    assert [each.follows for each in found.members] == [True] + [False] * 7


def test_blocked_leaving_and_suspended_members_and_oneself_are_never_offered() -> None:
    reader = member("Kim reader", handle="kim_reader")
    by_me, of_me, leaving, suspended = (member("Kim", handle=f"kim_{n}") for n in "abcd")
    follow_member(user_id=reader, followee_id=by_me)
    block_member(user_id=reader, blocked_id=by_me)
    block_member(user_id=of_me, blocked_id=reader)
    ProfileRow.objects.filter(user_id=leaving).update(is_leaving=True)
    ProfileRow.objects.filter(user_id=suspended).update(is_suspended=True)
    assert _offered(reader, "kim") == []


def test_who_lets_only_some_name_them_is_offered_to_those() -> None:
    reader, nobody, some = member("Reader"), member("Kim", handle="kim_n"), member("Kim", handle="kim_s")
    ProfileRow.objects.filter(user_id=nobody).update(mentions_from=AllowedFrom.NOBODY)
    ProfileRow.objects.filter(user_id=some).update(mentions_from=AllowedFrom.FOLLOWED)
    assert _offered(reader, "kim") == []
    follow_member(user_id=some, followee_id=reader)
    assert _offered(reader, "kim") == ["kim_s"]


def test_topics_are_completed_with_the_most_used_first() -> None:
    author = member()
    for topics in (("护肤", "护手霜"), ("护肤",), ("防晒",)):
        note(author, topics=topics)
    found = complete_topics(Viewer(user_id=author, language="zh"), text="#护")
    assert [(each.topic, each.note_count) for each in found.topics] == [("护肤", 2), ("护手霜", 1)]


def test_visitors_are_asked_to_sign_in() -> None:
    with pytest.raises(SignInNeeded):
        complete_members(Viewer(user_id=None, language="zh"), text="kim")
    with pytest.raises(SignInNeeded):
        complete_topics(Viewer(user_id=None, language="zh"), text="护")
