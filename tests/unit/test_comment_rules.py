"""Mentions: found where a handle stands, and a text is never changed by looking for them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hongshu.community.graph.contracts import Relation
from hongshu.community.members.contracts import AllowedFrom
from hongshu.community.responses import rules
from hongshu.kernel.ids import Id

TEXTS = st.text(alphabet="@abZ_09. 好😀\n<>&", max_size=60)


@given(text=TEXTS)
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    pieces = rules.split_mentions(text)
    assert "".join(piece for piece, _ in pieces) == text
    numbers = [number for _, number in pieces if number is not None]
    assert numbers == list(range(len(numbers)))
    assert len(rules.mentioned_handles(text)) == min(len(numbers), 10)


def test_an_address_and_a_short_name_mention_nobody() -> None:
    assert rules.mentioned_handles("a@robin.example @ab 好@robin_x，@Kim_1!") == ("robin_x", "kim_1")


@given(text=TEXTS, meant=st.lists(st.one_of(st.none(), st.sampled_from([Id(1), Id(2)])), max_size=10))
def test_of_hidden_members_no_mention_is_left_and_of_others_every_one(
    text: str, meant: list[Id | None]
) -> None:
    handles = rules.mentioned_handles(text)
    given_ids = tuple((meant + [None] * 10)[: len(handles)])
    body, kept = rules.without_hidden(text, given_ids, hidden={Id(1)})
    assert Id(1) not in kept
    assert [key for key in kept if key] == [key for key in given_ids if key == Id(2)]
    shown = [piece for piece, number in rules.split_mentions(body) if number is not None]
    named = [piece for piece, number in rules.split_mentions(text) if number is not None]
    gone = {index for index, key in enumerate(given_ids) if key == Id(1)}
    assert shown == [name for index, name in enumerate(named) if index not in gone]


def test_a_member_decides_who_mentions_them() -> None:
    follower = Relation(follows=True)
    followed = Relation(is_followed_by=True)
    assert rules.is_allowed(AllowedFrom.ALL, Relation())
    assert rules.is_allowed(AllowedFrom.FOLLOWED, followed)
    assert not rules.is_allowed(AllowedFrom.FOLLOWED, follower)
    assert not rules.is_allowed(AllowedFrom.NOBODY, followed)
