"""Notes after they are published: declared, edited, pinned, deleted, taken back, purged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.support.community import member, note, note_draft, picture, product

from hongshu.community.graph.services import follow_member
from hongshu.community.notes import queries, services
from hongshu.community.notes.contracts import (
    Declarations,
    NoteChanged,
    NoteNotFound,
    NotePicture,
    TooManyPinned,
    Visibility,
)
from hongshu.community.notes.models import NoteOfProduct, NoteOfTopic, NoteRow, NoteVersionRow
from hongshu.flows.publishing.services import edit_note, purge_deleted_notes
from hongshu.flows.subscribers import recount_products
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent
from hongshu.platform.media.models import MediaPicture
from hongshu.store.catalog.contracts import ProductNotFound

pytestmark = pytest.mark.django_db


def test_what_is_declared_is_on_the_note_and_on_its_card() -> None:
    author = member()
    note_id = note(author, declared=Declarations(is_ai_made=True, is_commercial=True))
    plain = note(author)
    found = queries.get_note(note_id, viewer_id=None)
    assert found.declared == Declarations(is_ai_made=True, is_commercial=True)
    cards = {each.id: each for each in queries.list_newest()[0]}
    assert (cards[note_id].is_commercial, cards[note_id].is_ai_made) == (True, True)
    assert (cards[plain].is_commercial, cards[plain].is_ai_made) == (False, False)


def test_a_note_for_mutual_followers_is_seen_by_them_alone() -> None:
    author, friend, fan = member(), member("Kim"), member("Fan")
    follow_member(user_id=author, followee_id=friend)
    follow_member(user_id=friend, followee_id=author)
    follow_member(user_id=fan, followee_id=author)
    note_id = note(author, visibility=Visibility.MUTUALS)
    assert queries.get_note(note_id, viewer_id=friend).summary.id == note_id
    for viewer_id in (fan, None):
        with pytest.raises(NoteNotFound):
            queries.get_note(note_id, viewer_id=viewer_id)


def test_an_edit_changes_the_note_keeps_what_it_was_and_moves_its_places() -> None:
    author, lamp, bulb = member(), product("lamp"), product("bulb")
    note_id = note(author, product_ids=(lamp,), topics=("old", "kept"))
    written, version = queries.get_written(author_id=author, note_id=note_id)
    changed = replace(written, title="A bulb", product_ids=(bulb,), topics=("kept", "new"))
    assert edit_note(author_id=author, note_id=note_id, draft=changed, version=version) == 2
    now = queries.get_note(note_id, viewer_id=None)
    assert (now.summary.title, now.product_ids, now.version) == ("A bulb", (bulb,), 2)
    assert now.edited_at is not None
    (was,) = queries.list_versions(author_id=author, note_id=note_id)
    assert (was.version, was.draft) == (1, written)
    assert was.written_at == now.summary.published_at
    assert set(NoteOfProduct.objects.values_list("product_id", flat=True)) == {bulb}
    assert set(NoteOfTopic.objects.values_list("topic", flat=True)) == {"kept", "new"}
    assert NoteOfProduct.objects.get().published_at == now.summary.published_at


def test_after_an_edit_the_products_that_were_taken_out_are_counted_anew() -> None:
    from hongshu.community.notes.contracts import NoteEdited

    author, lamp, bulb = member(), product("lamp"), product("bulb")
    note_id = note(author, product_ids=(lamp,))
    services.recount_products([lamp])
    written, version = queries.get_written(author_id=author, note_id=note_id)
    edit_note(author_id=author, note_id=note_id, draft=replace(written, product_ids=(bulb,)), version=version)
    payload = OutboxEvent.objects.get(kind="notes.note_edited").payload
    assert [int(key) for key in payload["left_product_ids"]] == [int(lamp)]
    recount_products(NoteEdited(note_id=note_id, author_id=author, left_product_ids=(lamp,)))
    assert queries.count_notes_by_product([lamp, bulb]) == {bulb: 1}


def test_of_two_editors_the_second_is_told_and_nothing_is_lost() -> None:
    author = member()
    note_id = note(author)
    written, version = queries.get_written(author_id=author, note_id=note_id)
    first, second = replace(written, body="From the phone."), replace(written, body="From the desk.")
    edit_note(author_id=author, note_id=note_id, draft=first, version=version)
    with pytest.raises(NoteChanged):
        edit_note(author_id=author, note_id=note_id, draft=second, version=version)
    assert queries.get_note(note_id, viewer_id=None).body == "From the phone."
    edit_note(author_id=author, note_id=note_id, draft=second, version=version + 1)
    was = queries.list_versions(author_id=author, note_id=note_id)
    assert [each.draft.body for each in was] == ["From the phone.", written.body]


def test_the_same_edit_sent_twice_is_done_once() -> None:
    author = member()
    note_id = note(author)
    written, version = queries.get_written(author_id=author, note_id=note_id)
    changed = replace(written, body="Better.")
    for _ in range(2):
        assert edit_note(author_id=author, note_id=note_id, draft=changed, version=version) == 2
    assert NoteVersionRow.objects.count() == 1


def test_a_refused_edit_changes_nothing() -> None:
    author = member()
    note_id = note(author)
    written, version = queries.get_written(author_id=author, note_id=note_id)
    with pytest.raises(ProductNotFound):
        edit_note(
            author_id=author,
            note_id=note_id,
            draft=replace(written, title="Lost", product_ids=(Id(1),)),
            version=version,
        )
    with pytest.raises(NoteNotFound):
        edit_note(author_id=member("Kim"), note_id=note_id, draft=written, version=version)
    assert queries.get_note(note_id, viewer_id=None).summary.title == written.title
    assert not NoteVersionRow.objects.exists()


def test_a_note_made_private_leaves_the_lists_and_comes_back_when_made_public() -> None:
    author, lamp = member(), product()
    note_id = note(author, product_ids=(lamp,), topics=("lamp",))
    written, version = queries.get_written(author_id=author, note_id=note_id)
    version = edit_note(
        author_id=author,
        note_id=note_id,
        draft=replace(written, visibility=Visibility.PRIVATE),
        version=version,
    )
    assert not NoteOfProduct.objects.exists()
    assert not NoteOfTopic.objects.exists()
    edit_note(author_id=author, note_id=note_id, draft=written, version=version)
    assert NoteOfProduct.objects.count() == NoteOfTopic.objects.count() == 1


def test_a_deleted_note_is_taken_back_as_it_was_by_its_author_alone() -> None:
    author, lamp = member(), product()
    note_id = note(author, product_ids=(lamp,), topics=("lamp",))
    services.pin_note(author_id=author, note_id=note_id)
    services.delete_note(author_id=author, note_id=note_id)
    assert [each.summary.id for each in queries.list_deleted(author_id=author)] == [note_id]
    with pytest.raises(NoteNotFound):
        services.restore_note(author_id=member("Kim"), note_id=note_id)
    for _ in range(2):
        services.restore_note(author_id=author, note_id=note_id)
    found = queries.get_note(note_id, viewer_id=None)
    assert found.product_ids == (lamp,)
    assert not found.summary.is_pinned
    assert NoteOfProduct.objects.count() == 1
    assert queries.list_deleted(author_id=author) == ()


def test_after_thirty_days_a_deleted_note_is_gone_with_the_pictures_that_nothing_else_shows() -> None:
    author = member()
    shared, own, former = picture(author), picture(author), picture(author)
    shots = tuple(NotePicture(picture_id=key, alt="") for key in (shared, former))
    note_id = note(author, pictures=shots)
    written, version = queries.get_written(author_id=author, note_id=note_id)
    shots = tuple(NotePicture(picture_id=key, alt="") for key in (shared, own))
    edit_note(author_id=author, note_id=note_id, draft=replace(written, pictures=shots), version=version)
    kept = note(author, pictures=(NotePicture(picture_id=shared, alt=""),))
    services.delete_note(author_id=author, note_id=note_id)
    with clock.fixed_at(clock.now() + timedelta(days=29)):
        assert purge_deleted_notes() == 0
    later = clock.now() + timedelta(days=31)
    with clock.fixed_at(later):
        assert queries.list_deleted(author_id=author) == ()
        with pytest.raises(NoteNotFound):
            services.restore_note(author_id=author, note_id=note_id)
        assert purge_deleted_notes() == 1
        assert purge_deleted_notes() == 0
    assert set(NoteRow.objects.values_list("id", flat=True)) == {kept}
    assert not NoteVersionRow.objects.exists()
    held = MediaPicture.objects.filter(attached_at__isnull=False).values_list("id", flat=True)
    assert set(held) == {shared}


def test_a_purged_note_that_was_brought_in_is_not_brought_in_again() -> None:
    author = member()
    draft = note_draft(author)
    note_id = services.publish_note(author_id=author, draft=draft, source="test", source_key="one")
    services.delete_note(author_id=author, note_id=note_id)
    with clock.fixed_at(clock.now() + timedelta(days=31)):
        assert purge_deleted_notes() == 1
        assert purge_deleted_notes() == 0
    assert services.publish_note(author_id=author, draft=draft, source="test", source_key="one") == note_id
    assert NoteRow.objects.get().body == ""


def test_three_notes_are_pinned_above_the_others_and_a_fourth_is_refused() -> None:
    author = member()
    ids = [note(author) for _ in range(5)]
    for note_id in (*ids[:3], ids[0]):
        services.pin_note(author_id=author, note_id=note_id)
    with pytest.raises(TooManyPinned):
        services.pin_note(author_id=author, note_id=ids[3])
    first, onward = queries.list_notes_of_author(author, viewer_id=None, limit=1, pinned_apart=True)
    assert [each.id for each in first] == [*ids[:3], ids[4]]
    rest, end = queries.list_notes_of_author(
        author, viewer_id=None, limit=1, cursor=onward, pinned_apart=True
    )
    assert ([each.id for each in rest], end) == ([ids[3]], "")
    services.unpin_note(author_id=author, note_id=ids[1])
    services.pin_note(author_id=author, note_id=ids[3])
    found, _ = queries.list_notes_of_author(author, viewer_id=None, pinned_apart=True)
    assert [each.id for each in found] == [ids[0], ids[3], ids[2], ids[4], ids[1]]
    with pytest.raises(NoteNotFound):
        services.pin_note(author_id=member("Kim"), note_id=ids[4])


def test_the_database_itself_refuses_two_notes_at_one_pinned_place() -> None:
    author = member()
    first, second = note(author), note(author)
    services.pin_note(author_id=author, note_id=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteRow.objects.filter(id=second).update(pinned_place=1)
    assert NoteRow.objects.filter(pinned_place=1).count() == 1
