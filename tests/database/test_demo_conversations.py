"""What people of the demo world say: consistent content, kept once, as it was said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.support.community import dated_note, member

from hongshu.community.responses.contracts import CommentSort
from hongshu.community.responses.models import CommentRow
from hongshu.community.responses.queries import list_comments
from hongshu.community.responses.services import delete_comment
from hongshu.flows.demo_world.contracts import ContentError
from hongshu.flows.demo_world.conversations import save_conversations
from hongshu.flows.demo_world.reading import the_world
from hongshu.flows.demo_world.talks import read_talks, strangers, the_talks
from hongshu.kernel.ids import Id

SLUG = "zh-barrier-28-days"


def test_talks_are_under_many_notes_and_name_nobody_who_is_not_there() -> None:
    world, talks = the_world(), the_talks()
    notes = {note.slug: note.author for note in world.notes}
    assert not strangers(talks, notes=notes, handles={each.handle for each in world.members})
    assert len(talks) >= 120
    for slug, lines in talks.items():
        assert any(line.handle == notes[slug] for line in lines), f"the author of {slug} says nothing"
        assert len({line.handle for line in lines}) >= 2, slug


@pytest.mark.parametrize(
    "line",
    ["> kim: Answers nothing.", "kim has no colon", "kim: " + "x" * 301, "! kim: One."],
    ids=["an answer to nothing", "nobody", "too long", "twice"],
)
def test_a_fault_in_the_content_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.toml").write_text(f'[[talk]]\nnote = "n"\nlines = ["{line}", "! kim: One."]\n')
    with pytest.raises(ContentError):
        read_talks(tmp_path)


@pytest.mark.django_db
def test_a_filling_says_everything_once_and_what_was_deleted_stays_deleted() -> None:
    written = next(note for note in the_world().notes if note.slug == SLUG)
    lines = the_talks()[SLUG]
    people = {handle: member(handle) for handle in {line.handle for line in lines}}
    note_id = dated_note(people[written.author], day=1)
    now = datetime.now(UTC)
    known: dict[str, Id] = {SLUG: note_id}
    for _ in range(2):
        assert save_conversations([written], known, people, now=now) == len(lines)
    assert CommentRow.objects.count() == len(lines)
    first = list_comments(note_id, viewer_id=None, sort=CommentSort.NEW).threads[0].root
    assert first.is_pinned
    moments = list(CommentRow.objects.order_by("created_at").values_list("body", flat=True))
    assert moments == [line.words for line in lines]
    delete_comment(user_id=people[written.author], comment_id=first.id)
    save_conversations([written], known, people, now=now)
    assert CommentRow.objects.filter(deleted_at__isnull=True).count() == len(lines) - 1


@pytest.mark.django_db
def test_in_a_small_world_only_those_talk_who_are_there() -> None:
    written = next(note for note in the_world().notes if note.slug == SLUG)
    author = member(written.author)
    note_id = dated_note(author, day=1)
    said = save_conversations([written], {SLUG: note_id}, {written.author: author}, now=datetime.now(UTC))
    assert said == sum(line.handle == written.author and not line.root_key for line in the_talks()[SLUG])
