"""Shares: one a member and note, counted exactly, seen at once by who gave them, weighed in trending."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.support.community import member, note

from hongshu.community.notes.contracts import NoteNotFound, Visibility
from hongshu.community.responses.models import NoteCount, ShareRow
from hongshu.community.responses.queries import each_share, list_note_states
from hongshu.community.responses.services import (
    erase_shares,
    like_note,
    roll_up_counts,
    roll_up_shares,
    save_shares,
    share_note,
)
from hongshu.discovery.recommendation.queries import list_trending
from hongshu.discovery.recommendation.services import refresh_trending
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.models import User

pytestmark = pytest.mark.django_db


def shares(note_id: Id, viewer_id: Id | None = None) -> int:
    return list_note_states([note_id], viewer_id=viewer_id)[note_id].share_count


def test_sharing_twice_counts_once_at_once_for_who_shared_and_later_for_all() -> None:
    author, reader = member(), member("Kim")
    note_id = note(author)
    assert [share_note(user_id=reader, note_id=note_id) for _ in range(2)] == [1, 1]
    assert (shares(note_id, reader), shares(note_id, author), shares(note_id)) == (1, 0, 0)
    assert roll_up_shares() == 1
    assert roll_up_shares() == 0
    assert share_note(user_id=reader, note_id=note_id) == 1
    assert (shares(note_id, reader), shares(note_id, author), shares(note_id)) == (1, 1, 1)


def test_counts_are_the_number_of_rows_beside_likes_and_after_somebody_left() -> None:
    notes = [note(member()) for _ in range(2)]
    readers = [member(f"R{n}") for n in range(5)]
    like_note(user_id=readers[0], note_id=notes[0])
    assert save_shares([(reader, notes[n % 2]) for n, reader in enumerate(readers)] * 2) == 5
    while roll_up_shares(limit=2) + roll_up_counts(limit=2):
        pass
    assert [shares(note_id) for note_id in notes] == [3, 2]
    assert NoteCount.objects.get(note_id=notes[0]).like_count == 1
    share_note(user_id=readers[0], note_id=notes[1])
    assert [note_id for note_id, _ in each_share(readers[0])] == notes
    assert erase_shares(user_id=readers[0]) == 2
    assert roll_up_shares() == 0
    assert [shares(note_id) for note_id in notes] == [2, 2]


def test_what_a_person_may_not_see_they_cannot_share() -> None:
    hidden = note(member(), visibility=Visibility.PRIVATE)
    reader = member("Kim")
    for note_id in (hidden, Id(1)):
        with pytest.raises(NoteNotFound):
            share_note(user_id=reader, note_id=note_id)
    assert save_shares([(reader, hidden)]) == 0
    assert not ShareRow.objects.exists()


def test_a_share_weighs_four_likes_where_notes_trend_but_not_the_author_s_own() -> None:
    robin, sam, alex = member("Robin"), member("Sam"), member("Alex")
    liked, shared, own = note(robin), note(sam), note(alex)
    crowd = [member(f"M{n}") for n in range(3)]
    for each in crowd:
        like_note(user_id=each, note_id=liked)
    share_note(user_id=crowd[0], note_id=shared)
    share_note(user_id=alex, note_id=own)
    while refresh_trending():
        pass
    assert [summary.id for summary in list_trending()[0]] == [shared, liked, own]


def test_the_note_s_page_and_the_api_count_members_and_turn_visitors_away() -> None:
    note_id, reader = note(member()), member("Kim")
    client = Client()
    address = f"/note/{wire_form(note_id)}"
    assert client.post(f"{address}/share", headers={"Accept": "application/json"}).status_code == 401
    assert client.put(f"/api/v1/notes/{wire_form(note_id)}/share").status_code == 401
    assert not ShareRow.objects.exists()
    client.force_login(User.objects.get(id=reader))
    answer = client.post(f"{address}/share", headers={"Accept": "application/json"})
    assert answer.json() == {"count": 1}
    assert client.get(f"/api/v1/notes/{wire_form(note_id)}").json()["share_count"] == 1
    assert "<span data-share-count>1</span>" in client.get(address).content.decode()
