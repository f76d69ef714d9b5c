"""Likes: one a member, counted exactly, seen at once by who gave them."""

from __future__ import annotations

import pytest
from django.db.models import F
from tests.support.community import member, note

from hongshu.community.notes.contracts import NoteNotFound, Visibility
from hongshu.community.responses.contracts import LikeState
from hongshu.community.responses.models import LikeRow, NoteCount
from hongshu.community.responses.queries import count_likes_received, list_like_states
from hongshu.community.responses.services import like_note, roll_up_counts, save_likes, unlike_note
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent

pytestmark = pytest.mark.django_db


def test_a_member_sees_their_like_at_once_and_others_after_the_roll_up() -> None:
    author, reader = member(), member("Kim")
    note_id = note(author)
    assert like_note(user_id=reader, note_id=note_id) == 1
    assert list_like_states([note_id], viewer_id=reader)[note_id] == LikeState(count=1, is_liked=True)
    assert list_like_states([note_id], viewer_id=None)[note_id].count == 0
    assert roll_up_counts() == 1
    for viewer_id, is_liked in ((reader, True), (author, False), (None, False)):
        assert list_like_states([note_id], viewer_id=viewer_id)[note_id] == LikeState(1, is_liked)


def test_liking_twice_and_taking_back_twice_count_once_and_are_told_once() -> None:
    author, reader = member(), member("Kim")
    note_id = note(author)
    assert [like_note(user_id=reader, note_id=note_id) for _ in range(2)] == [1, 1]
    roll_up_counts()
    assert [unlike_note(user_id=reader, note_id=note_id) for _ in range(2)] == [0, 0]
    roll_up_counts()
    assert roll_up_counts() == 0
    assert NoteCount.objects.get(note_id=note_id).like_count == 0
    assert OutboxEvent.objects.filter(kind="responses.note_liked").count() == 1


def test_a_like_that_came_and_went_between_two_roll_ups_leaves_no_trace() -> None:
    reader = member("Kim")
    note_id = note(member())
    like_note(user_id=reader, note_id=note_id)
    unlike_note(user_id=reader, note_id=note_id)
    assert roll_up_counts() == 0
    assert not NoteCount.objects.exists()


def test_counts_are_the_number_of_rows_however_the_roll_up_is_cut() -> None:
    author = member()
    notes = [note(author) for _ in range(3)]
    readers = [member(f"R{n}") for n in range(5)]
    pairs = [(reader, notes[index % 3]) for index, reader in enumerate(readers)] + [
        (reader, notes[0]) for reader in readers
    ]
    save_likes(pairs)
    save_likes(pairs)
    unlike_note(user_id=readers[4], note_id=notes[0])
    while roll_up_counts(limit=2):
        pass
    for note_id in notes:
        rows = LikeRow.objects.filter(note_id=note_id, is_on=True).count()
        assert list_like_states([note_id], viewer_id=None)[note_id].count == rows
    assert count_likes_received(author) == LikeRow.objects.filter(is_on=True).count()
    assert not LikeRow.objects.exclude(is_on=F("is_counted")).exists()


def test_what_a_person_may_not_see_they_cannot_like() -> None:
    author, reader = member(), member("Kim")
    hidden = note(author, visibility=Visibility.PRIVATE)
    for note_id in (hidden, Id(1)):
        with pytest.raises(NoteNotFound):
            like_note(user_id=reader, note_id=note_id)
    assert save_likes([(reader, hidden)]) == 0
    assert like_note(user_id=author, note_id=hidden) == 1
