"""Whatever is said, answered, liked, deleted, held and pinned: counts are rows, and pages have no gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.community import member, note

from hongshu.community.responses.contracts import CommentDraft, CommentSort
from hongshu.community.responses.models import CommentLikeRow, CommentRow, NoteComments
from hongshu.community.responses.queries import get_comment_state, list_comments, list_replies
from hongshu.community.responses.services import (
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
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id

pytestmark = pytest.mark.django_db

PEOPLE = 3
Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "say",
                "say",
                "answer",
                "answer",
                "like",
                "unlike",
                "delete",
                "hold",
                "give",
                "pin",
                "unpin",
                "roll",
            ]
        ),
        st.integers(0, PEOPLE - 1),
        st.integers(0, 30),
    ),
    max_size=24,
)
SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class World:
    """A note and a few members; the first of them wrote it."""

    def __init__(self) -> None:
        self.people = [member(f"M{number}") for number in range(PEOPLE)]
        self.note_id = note(self.people[0])
        self.said: list[Id] = []

    @contextmanager
    def undone(self) -> Iterator[None]:
        """An example leaves nothing to the next one."""
        with transaction.atomic():
            self.said = []
            yield
            transaction.set_rollback(True)

    def say(self, who: int, root: Id | None = None, parent: Id | None = None) -> Id:
        draft = CommentDraft(body="So.", root_id=root, parent_id=parent)
        comment_id = post_comment(user_id=self.people[who], note_id=self.note_id, draft=draft)
        self.said.append(comment_id)
        return comment_id

    def take(self, steps: Sequence[Step]) -> None:
        """Do what can be done of *steps*; what is refused changes nothing."""
        for step in steps:
            try:
                with transaction.atomic():
                    self._take(*step)
            except DomainError:
                continue

    def _take(self, act: str, who: int, which: int) -> None:
        user_id = self.people[who]
        if act == "say" or not self.said:
            self.say(who)
            return
        comment_id = self.said[which % len(self.said)]
        row = CommentRow.objects.get(id=comment_id)
        if act == "answer":
            root = row.root_id or row.id
            self.say(who, Id(root), comment_id)
        elif act in ("like", "unlike"):
            (like_comment if act == "like" else unlike_comment)(user_id=user_id, comment_id=comment_id)
        elif act == "delete":
            delete_comment(user_id=user_id, comment_id=comment_id)
        elif act in ("hold", "give"):
            move = hold_comments if act == "hold" else release_comments
            move(user_id=Id(row.user_id), comment_ids=[comment_id])
        elif act in ("pin", "unpin"):
            (pin_comment if act == "pin" else unpin_comment)(user_id=self.people[0], comment_id=comment_id)
        else:
            roll_up_comments(limit=which % 4 + 1)

    def pages(
        self, sort: CommentSort, viewer_id: Id | None = None, hidden: frozenset[Id] = frozenset()
    ) -> list[Id]:
        """Every comment of every page, replies too, in their order."""
        found: list[Id] = []
        cursor, is_first = "", True
        while cursor or is_first:
            page = list_comments(
                self.note_id, viewer_id=viewer_id, hidden=hidden, sort=sort, cursor=cursor, limit=2
            )
            for thread in page.threads:
                found.append(thread.root.id)
                found += [reply.id for reply in thread.replies]
                onward = thread.next_cursor
                while onward:
                    replies, onward = list_replies(
                        thread.root.id,
                        note_id=self.note_id,
                        viewer_id=viewer_id,
                        hidden=hidden,
                        cursor=onward,
                        limit=2,
                    )
                    found += [reply.id for reply in replies]
            cursor, is_first = page.next_cursor, False
        return found


@pytest.fixture
def world() -> World:
    return World()


@SLOW
@given(steps=STEPS)
def test_counts_are_the_number_of_rows_after_any_sequence(world: World, steps: list[Step]) -> None:
    with world.undone():
        world.take(steps)
        for _ in ("before the roll-up", "after it"):
            rows = list(CommentRow.objects.filter(note_id=world.note_id))
            on = [row for row in rows if row.is_on]
            assert get_comment_state(world.note_id)[0] == len(on)
            page = list_comments(world.note_id, viewer_id=None, limit=50)
            for thread in page.threads:
                assert thread.root.reply_count == sum(row.root_id == thread.root.id for row in on)
            while roll_up_comments(limit=3):
                pass
        kept = NoteComments.objects.filter(note_id=world.note_id).values_list("comment_count", flat=True)
        assert sum(kept) == len(on)
        for row in CommentRow.objects.filter(note_id=world.note_id):
            assert row.reply_count == sum(other.root_id == row.id for other in on)
            assert row.like_count == CommentLikeRow.objects.filter(comment_id=row.id, is_on=True).count()
        assert CommentRow.objects.filter(is_pinned=True).count() <= 1


@SLOW
@given(steps=STEPS, hidden=st.sets(st.integers(1, PEOPLE - 1)), viewer=st.integers(0, PEOPLE - 1))
def test_every_page_together_is_exactly_what_a_viewer_may_see(
    world: World, steps: list[Step], hidden: set[int], viewer: int
) -> None:
    with world.undone():
        world.take(steps)
        unseen = frozenset(world.people[number] for number in hidden - {viewer})
        rows = list(CommentRow.objects.filter(note_id=world.note_id))
        seen = {
            row.id
            for row in rows
            if row.is_on and row.user_id not in unseen and row.root_user_id not in unseen
        }
        # A root that is gone stands as long as somebody is seen to answer it.
        stones = {row.root_id for row in rows if row.id in seen and row.root_id} - seen
        for sort in CommentSort:
            found = world.pages(sort, world.people[viewer], unseen)
            assert len(found) == len(set(found))
            assert set(found) == seen | stones
        assert get_comment_state(world.note_id, hidden=unseen)[0] == len(seen)


@SLOW
@given(
    before=st.integers(1, 9),
    meanwhile=st.lists(
        st.tuples(st.sampled_from(["say", "delete", "pin", "unpin"]), st.integers(0, 20)), max_size=8
    ),
    sort=st.sampled_from(list(CommentSort)),
)
def test_paging_neither_skips_nor_repeats_while_comments_come_and_go(
    world: World, before: int, meanwhile: list[tuple[str, int]], sort: CommentSort
) -> None:
    with world.undone():
        start = [world.say(1) for _ in range(before)]
        gone: set[Id] = set()
        shown: list[Id] = []
        cursor, is_first = "", True
        while cursor or is_first:
            page = list_comments(world.note_id, viewer_id=None, sort=sort, cursor=cursor, limit=2)
            shown += [thread.root.id for thread in page.threads]
            cursor, is_first = page.next_cursor, False
            if meanwhile:
                act, which = meanwhile.pop()
                comment_id = start[which % len(start)]
                if act == "say":
                    world.say(2)
                elif act == "delete" and comment_id not in gone:
                    delete_comment(user_id=world.people[1], comment_id=comment_id)
                    gone.add(comment_id)
                elif act in ("pin", "unpin") and comment_id not in gone:
                    (pin_comment if act == "pin" else unpin_comment)(
                        user_id=world.people[0], comment_id=comment_id
                    )
        assert len(shown) == len(set(shown)), "a comment came twice"
        assert set(start) - gone <= set(shown), "a comment was passed over"


@SLOW
@given(meanwhile=st.lists(st.tuples(st.booleans(), st.integers(0, 20)), max_size=8), before=st.integers(1, 9))
def test_paging_replies_neither_skips_nor_repeats_while_they_come_and_go(
    world: World, before: int, meanwhile: list[tuple[bool, int]]
) -> None:
    with world.undone():
        root = world.say(0)
        start = [world.say(1, root) for _ in range(before)]
        gone: set[Id] = set()
        shown: list[Id] = []
        cursor, is_first = "", True
        while cursor or is_first:
            page, cursor = list_replies(root, note_id=world.note_id, viewer_id=None, cursor=cursor, limit=2)
            shown += [each.id for each in page]
            is_first = False
            if meanwhile:
                is_said, which = meanwhile.pop()
                comment_id = start[which % len(start)]
                if is_said:
                    world.say(2, root)
                elif comment_id not in gone:
                    delete_comment(user_id=world.people[1], comment_id=comment_id)
                    gone.add(comment_id)
        assert len(shown) == len(set(shown))
        assert set(start) - gone <= set(shown)
