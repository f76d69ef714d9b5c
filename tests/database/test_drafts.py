"""Drafts: kept while they are written, published when they are due, told why when they cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.support.community import member, note_draft, picture, product

from hongshu.community.notes import queries, services
from hongshu.community.notes.contracts import (
    MAX_DRAFTS,
    DraftNotFound,
    InvalidPublishTime,
    NoPicture,
    NoteDraft,
    NotePicture,
    Refusal,
    TooManyDrafts,
)
from hongshu.community.notes.models import DraftRow, NoteRow
from hongshu.flows.publishing.services import (
    discard_draft,
    publish_due,
    publish_note,
    save_draft,
    schedule_draft,
)
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.platform.media.models import MediaPicture

pytestmark = pytest.mark.django_db


def _due(author_id: Id, key: str) -> None:
    """Schedule the draft, and let its time come."""
    schedule_draft(author_id=author_id, key=key, publish_at=clock.now() + timedelta(hours=2))
    DraftRow.objects.filter(author_id=author_id, key=key).update(
        publish_at=clock.now() - timedelta(minutes=1)
    )


def test_a_draft_is_kept_whatever_it_lacks_and_read_as_it_was_written() -> None:
    author, lamp = member(), product()
    draft = NoteDraft(
        title="很长的标题" * 9, body="", pictures=(), product_ids=(lamp,), topics=("two words",)
    )
    assert save_draft(author_id=author, key="one", draft=draft)
    assert queries.get_draft(author_id=author, key="one").draft == draft
    with pytest.raises(DraftNotFound):
        queries.get_draft(author_id=member("Kim"), key="one")


def test_a_save_that_was_overtaken_on_its_way_changes_nothing() -> None:
    author = member()
    newer, older = (NoteDraft(title=title, body="", pictures=()) for title in ("newer", "older"))
    save_draft(author_id=author, key="one", draft=newer, serial=9)
    assert not save_draft(author_id=author, key="one", draft=older, serial=8)
    assert queries.get_draft(author_id=author, key="one").draft.title == "newer"


def test_the_pictures_of_a_draft_wait_with_it_and_go_with_it() -> None:
    author = member()
    first, second = picture(author), picture(author)
    shots = tuple(NotePicture(picture_id=key, alt="") for key in (first, second))
    draft = NoteDraft(title="x", body="", pictures=shots)
    attached = MediaPicture.objects.filter(attached_at__isnull=False).values_list("id", flat=True)
    save_draft(author_id=author, key="one", draft=draft)
    assert set(attached.all()) == {first, second}
    save_draft(author_id=author, key="one", draft=replace(draft, pictures=shots[:1]))
    assert set(attached.all()) == {first}
    discard_draft(author_id=author, key="one")
    assert not attached.all().exists()


def test_a_draft_names_pictures_of_others_without_holding_them() -> None:
    author, other = member(), member("Kim")
    taken = NotePicture(picture_id=picture(other), alt="")
    assert save_draft(author_id=author, key="one", draft=NoteDraft(title="x", body="", pictures=(taken,)))
    assert not MediaPicture.objects.filter(attached_at__isnull=False).exists()


def test_a_published_draft_is_no_draft_any_more_and_its_pictures_stay() -> None:
    author = member()
    draft = note_draft(author)
    save_draft(author_id=author, key="one", draft=draft)
    publish_note(author_id=author, draft=draft, key="k", draft_key="one")
    assert queries.list_drafts(author_id=author) == ()
    assert MediaPicture.objects.filter(attached_at__isnull=False).count() == 1


def test_a_member_has_so_many_drafts_and_no_more() -> None:
    author = member()
    draft = NoteDraft(title="x", body="", pictures=())
    for number in range(MAX_DRAFTS):
        save_draft(author_id=author, key=str(number), draft=draft)
    with pytest.raises(TooManyDrafts):
        save_draft(author_id=author, key="one more", draft=draft)
    assert save_draft(author_id=author, key="0", draft=draft)


@pytest.mark.parametrize("ahead", [timedelta(minutes=59), timedelta(days=14, minutes=1), timedelta(days=-1)])
def test_a_note_is_scheduled_within_its_limits_only(ahead: timedelta) -> None:
    author = member()
    save_draft(author_id=author, key="one", draft=note_draft(author))
    with pytest.raises(InvalidPublishTime):
        schedule_draft(author_id=author, key="one", publish_at=clock.now() + ahead)
    assert queries.get_draft(author_id=author, key="one").publish_at is None


def test_what_cannot_be_published_now_is_not_scheduled() -> None:
    author = member()
    save_draft(author_id=author, key="one", draft=NoteDraft(title="x", body="", pictures=()))
    with pytest.raises(NoPicture):
        schedule_draft(author_id=author, key="one", publish_at=clock.now() + timedelta(hours=2))


def test_a_scheduled_note_is_published_once_when_it_is_due_and_not_before() -> None:
    author = member()
    save_draft(author_id=author, key="one", draft=note_draft(author))
    schedule_draft(author_id=author, key="one", publish_at=clock.now() + timedelta(hours=2))
    assert publish_due() == 0
    _due(author, "one")
    assert publish_due() == 1
    assert publish_due() == 0
    assert NoteRow.objects.count() == 1
    assert queries.list_drafts(author_id=author) == ()


def test_a_schedule_is_changed_and_taken_back() -> None:
    author = member()
    draft = note_draft(author)
    save_draft(author_id=author, key="one", draft=draft)
    schedule_draft(author_id=author, key="one", publish_at=clock.now() + timedelta(hours=2))
    save_draft(author_id=author, key="one", draft=replace(draft, title="Changed"))
    assert queries.get_draft(author_id=author, key="one").publish_at is not None
    schedule_draft(author_id=author, key="one", publish_at=None)
    DraftRow.objects.filter(publish_at__isnull=False).update(publish_at=clock.now())
    assert publish_due() == 0
    assert not NoteRow.objects.exists()


def test_a_due_note_that_is_refused_stays_a_draft_with_the_reason_and_keeps_no_other_back() -> None:
    author, lamp = member(), product()
    save_draft(author_id=author, key="bad", draft=note_draft(author, product_ids=(lamp,)))
    save_draft(author_id=author, key="good", draft=note_draft(author))
    for key in ("bad", "good"):
        _due(author, key)
    row = DraftRow.objects.get(key="bad")
    row.content["products"] = [1]
    row.save()
    assert publish_due() == 2
    assert NoteRow.objects.count() == 1
    (left,) = queries.list_drafts(author_id=author)
    assert (left.key, left.publish_at) == ("bad", None)
    assert left.refusal == Refusal(code="product_not_found", field="products")
    services.save_draft(author_id=author, key="bad", draft=left.draft)
    assert queries.get_draft(author_id=author, key="bad").refusal is None


def test_a_save_that_arrives_after_the_note_was_published_does_not_bring_the_draft_back() -> None:
    author = member()
    draft = note_draft(author)
    # No save had arrived at all, and one had: both times the last one comes late.
    for key in ("never saved", "saved"):
        if key == "saved":
            save_draft(author_id=author, key=key, draft=draft, serial=3)
        publish_note(author_id=author, draft=draft, key=key, draft_key=key)
        assert not save_draft(author_id=author, key=key, draft=draft, serial=4)
    assert queries.list_drafts(author_id=author) == ()
    assert save_draft(author_id=author, key="another", draft=draft)
    assert save_draft(author_id=member("Kim"), key="saved", draft=draft)
    with clock.fixed_at(clock.now() + timedelta(hours=2)):
        assert save_draft(author_id=author, key="saved", draft=draft)
        assert services.sweep_published_drafts() == 2
    with clock.fixed_at(clock.now() + timedelta(hours=2)):
        assert services.sweep_published_drafts() == 0


def test_a_refused_publication_leaves_the_draft_to_be_saved_on() -> None:
    author = member()
    draft = NoteDraft(title="x", body="", pictures=())
    save_draft(author_id=author, key="one", draft=draft)
    with pytest.raises(NoPicture):
        publish_note(author_id=author, draft=draft, key="k", draft_key="one")
    assert save_draft(author_id=author, key="one", draft=replace(draft, title="y"))
    assert queries.get_draft(author_id=author, key="one").draft.title == "y"


def test_pictures_that_were_taken_out_before_publishing_are_let_go() -> None:
    author = member()
    draft = note_draft(author)
    dropped = NotePicture(picture_id=picture(author), alt="")
    save_draft(author_id=author, key="one", draft=replace(draft, pictures=(*draft.pictures, dropped)))
    publish_note(author_id=author, draft=draft, key="k", draft_key="one")
    attached = MediaPicture.objects.filter(attached_at__isnull=False)
    assert [row.id for row in attached] == [shot.picture_id for shot in draft.pictures]
