"""The doors of notes, and publishing across packages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from tests.support.community import dated_note, member, note, note_draft, picture, product

from hongshu.community.notes import queries, rules, services
from hongshu.community.notes.contracts import (
    ImportedNote,
    InvalidTopic,
    NoPicture,
    NoteEmpty,
    NoteNotFound,
    TitleTooLong,
    Visibility,
)
from hongshu.community.notes.models import NoteOfProduct, NoteOfTopic, NoteRow, ProductNoteCount
from hongshu.flows.publishing.services import publish_dated_note, publish_note
from hongshu.kernel.errors import DomainError
from hongshu.kernel.idempotency import IdempotencyKeyReused
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent
from hongshu.platform.media.contracts import PictureNotFound
from hongshu.platform.media.models import MediaPicture
from hongshu.store.catalog.contracts import ProductNotFound

pytestmark = pytest.mark.django_db


def test_a_published_note_is_read_as_it_was_written_and_told_to_subscribers() -> None:
    author, lamp = member(), product()
    note_id = note(author, product_ids=(lamp, lamp), topics=("灯具", "#灯具", "desk"), place="Oslo")
    found = queries.get_note(note_id, viewer_id=None)
    assert found.product_ids == (lamp,)
    assert found.topics == ("灯具", "desk")
    assert found.summary.place == "Oslo"
    assert [shot.alt for shot in found.pictures] == ["A lamp on a desk"]
    assert MediaPicture.objects.get(id=found.pictures[0].picture_id).attached_at is not None
    assert OutboxEvent.objects.filter(kind="notes.note_published").count() == 1


def test_the_same_key_and_note_is_one_note_and_another_note_under_it_is_refused() -> None:
    author = member()
    draft = note_draft(author)
    first = publish_note(author_id=author, draft=draft, key="k1")
    assert publish_note(author_id=author, draft=draft, key="k1") == first
    with pytest.raises(IdempotencyKeyReused):
        publish_note(author_id=author, draft=replace(draft, title="Another"), key="k1")
    assert NoteRow.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": "", "body": " "}, NoteEmpty),
        ({"title": "很长的标题" * 5}, TitleTooLong),
        ({"pictures": ()}, NoPicture),
        ({"topics": ("two words",)}, InvalidTopic),
        ({"product_ids": (Id(1),)}, ProductNotFound),
    ],
)
def test_a_refused_note_leaves_nothing_behind(changes: dict[str, object], refusal: type[DomainError]) -> None:
    author = member()
    draft = note_draft(author, **changes)
    with pytest.raises(refusal):
        publish_note(author_id=author, draft=draft, key="k1")
    assert not NoteRow.objects.exists()
    assert not NoteOfTopic.objects.exists()
    assert not MediaPicture.objects.filter(attached_at__isnull=False).exists()
    assert not OutboxEvent.objects.filter(kind="notes.note_published").exists()


def test_nobody_publishes_the_picture_of_another() -> None:
    author, other = member(), member("Kim")
    draft = note_draft(author)
    stolen = replace(draft, pictures=(replace(draft.pictures[0], picture_id=picture(other)),))
    with pytest.raises(PictureNotFound):
        publish_note(author_id=author, draft=stolen, key="k1")
    assert not NoteRow.objects.exists()


def test_a_private_note_is_in_no_list_but_its_authors() -> None:
    author, lamp = member(), product()
    note_id = note(author, visibility=Visibility.PRIVATE, product_ids=(lamp,), topics=("lamp",))
    assert queries.get_note(note_id, viewer_id=author).summary.visibility is Visibility.PRIVATE
    for viewer_id in (None, member("Kim")):
        with pytest.raises(NoteNotFound):
            queries.get_note(note_id, viewer_id=viewer_id)
    assert queries.list_newest() == ((), "")
    assert queries.list_summaries_by_id([note_id]) == {}
    assert queries.list_notes_of_products([lamp], listing="x") == ((), "")
    assert queries.list_notes_of_author(author, viewer_id=None) == ((), "")
    assert len(queries.list_notes_of_author(author, viewer_id=author)[0]) == 1
    assert not NoteOfTopic.objects.exists()


def test_a_deleted_note_is_gone_from_every_read_and_cannot_be_deleted_twice_or_by_another() -> None:
    author, lamp = member(), product()
    note_id = note(author, product_ids=(lamp,), topics=("lamp",))
    with pytest.raises(NoteNotFound):
        services.delete_note(author_id=member("Kim"), note_id=note_id)
    services.delete_note(author_id=author, note_id=note_id)
    with pytest.raises(NoteNotFound):
        queries.get_note(note_id, viewer_id=author)
    with pytest.raises(NoteNotFound):
        services.delete_note(author_id=author, note_id=note_id)
    assert queries.list_newest() == ((), "")
    assert not NoteOfProduct.objects.exists()
    assert not NoteOfTopic.objects.exists()


def test_pages_of_the_newest_notes_show_each_once_in_order_while_new_ones_arrive() -> None:
    author = member()
    days = (3, 1, 2, 3, 5, 4, 3)
    for day in days:
        dated_note(author, day=day, channel="home")
    seen, cursor = queries.list_newest(channel="home", limit=2)
    dated_note(author, day=9, channel="home")
    while cursor:
        more, cursor = queries.list_newest(channel="home", cursor=cursor, limit=2)
        seen += more
    assert [summary.published_at.day for summary in seen] == sorted(days, reverse=True)
    assert len({summary.id for summary in seen}) == len(days)
    assert queries.list_newest(channel="food") == ((), "")


def test_a_note_that_shows_several_products_of_a_list_is_there_once() -> None:
    author, one, two = member(), product("one"), product("two")
    both = dated_note(author, day=2, product_ids=(one, two))
    older = dated_note(author, day=1, product_ids=(two,))
    dated_note(author, day=3)
    seen, cursor = queries.list_notes_of_products([one, two], listing="x", limit=1)
    more, end = queries.list_notes_of_products([one, two], listing="x", limit=1, cursor=cursor)
    assert [summary.id for summary in (*seen, *more)] == [both, older]
    assert end == ""
    assert [s.id for s in queries.list_notes_of_products([two], listing="x", without=both)[0]] == [older]


def test_counts_of_products_are_counted_from_the_rows() -> None:
    author, lamp, bulb = member(), product("lamp"), product("bulb")
    first = note(author, product_ids=(lamp, bulb))
    note(author, product_ids=(lamp,))
    services.recount_products([lamp, bulb])
    assert queries.count_notes_by_product([lamp, bulb]) == {lamp: 2, bulb: 1}
    services.delete_note(author_id=author, note_id=first)
    services.recount_products_of_note(first)
    assert queries.count_notes_by_product([lamp, bulb]) == {lamp: 1}
    assert ProductNoteCount.objects.get(product_id=bulb).note_count == 0


def _imported(author_id: Id, product_id: Id, key: str, **changes: object) -> ImportedNote:
    values: dict[str, object] = {
        "source": "elsewhere",
        "source_key": key,
        "author_id": author_id,
        "title": "A very long title that no editor here would let anybody publish",
        "body": "Whole. " * 400,
        "product_id": product_id,
        "channel": "home",
        "language": "en",
        "published_at": datetime(2020, 5, 4, tzinfo=UTC),
        "rating": 4,
    }
    return ImportedNote(**{**values, **changes})  # type: ignore[arg-type]


def test_imported_notes_are_kept_whole_once_and_shown_by_the_rule() -> None:
    author, lamp = member(), product()
    wanted = [_imported(author, lamp, "a"), _imported(author, lamp, "b", title="")]
    bad = _imported(author, lamp, "c", title="", body="")
    first = services.import_notes([*wanted, bad])
    second = services.import_notes(wanted)
    assert (first.created, first.known, set(first.refused)) == (2, 0, {"c"})
    assert (second.created, second.known) == (0, 2)
    found = {s.title: s for s in queries.list_newest()[0]}
    shown = next(title for title in found if title)
    assert rules.title_units(shown) <= 20
    assert queries.get_note(found[shown].id, viewer_id=None).full_title == wanted[0].title
    assert len(queries.get_note(found[""].id, viewer_id=None).body) > 2000
    assert found[""].excerpt.startswith("Whole. Whole.")
    assert queries.count_notes_by_product([lamp]) == {lamp: 2}


def test_a_dated_note_is_published_once_and_its_picture_stays_the_first() -> None:
    author = member()
    published_at = datetime(2026, 1, 5, tzinfo=UTC)
    ids = {
        publish_dated_note(
            author_id=author,
            draft=note_draft(author),
            source="test",
            source_key="same",
            published_at=published_at,
        )
        for _ in range(2)
    }
    assert len(ids) == 1
    assert MediaPicture.objects.filter(attached_at__isnull=False).count() == 1


def test_the_database_itself_refuses_a_note_that_says_nothing() -> None:
    note_id = note(member())
    with pytest.raises(IntegrityError):
        NoteRow.objects.filter(id=note_id).update(title="", body="")
