"""Edits that are not saved yet, and old versions that are taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.community import member, note, picture, product

from hongshu.community.notes import queries
from hongshu.community.notes.contracts import (
    NoteChanged,
    NoteNotFound,
    NotePicture,
    VersionNotFound,
    Visibility,
)
from hongshu.community.notes.services import delete_note
from hongshu.flows.publishing.contracts import RestoredVersion
from hongshu.flows.publishing.services import (
    discard_edit_draft,
    edit_note,
    restore_version,
    save_edit_draft,
)
from hongshu.kernel.ids import Id
from hongshu.platform.media.models import MediaPicture
from hongshu.store.catalog.models import ProductRow

pytestmark = pytest.mark.django_db


def _kept(author: Id, note_id: Id) -> str | None:
    edit = queries.find_edit_draft(author_id=author, note_id=note_id)
    return edit.draft.title if edit else None


def _is_attached(picture_id: Id) -> bool:
    return bool(MediaPicture.objects.get(pk=picture_id).attached_at)


def test_an_edit_is_kept_while_it_is_typed_and_the_note_stays_as_it_was() -> None:
    author = member()
    note_id = note(author, title="Before")
    written, version = queries.get_written(author_id=author, note_id=note_id)
    for serial, title in ((1, "Aft"), (3, "After"), (2, "Afte")):
        draft = replace(written, title=title)
        save_edit_draft(author_id=author, note_id=note_id, draft=draft, version=version, serial=serial)
    assert _kept(author, note_id) == "After"
    assert queries.get_written(author_id=author, note_id=note_id)[0].title == "Before"
    discard_edit_draft(author_id=author, note_id=note_id)
    assert _kept(author, note_id) is None


def test_saving_lets_the_kept_edit_go_and_one_that_comes_late_does_not_bring_it_back() -> None:
    author = member()
    note_id = note(author)
    written, version = queries.get_written(author_id=author, note_id=note_id)
    draft = replace(written, title="After")
    assert save_edit_draft(author_id=author, note_id=note_id, draft=draft, version=version)
    edit_note(author_id=author, note_id=note_id, draft=draft, version=version)
    assert _kept(author, note_id) is None
    assert not save_edit_draft(author_id=author, note_id=note_id, draft=draft, version=version)
    assert _kept(author, note_id) is None


def test_only_the_author_keeps_edits_and_only_of_a_note_that_is_there() -> None:
    author, other = member(), member("Kim")
    note_id = note(author)
    written, version = queries.get_written(author_id=author, note_id=note_id)
    with pytest.raises(NoteNotFound):
        save_edit_draft(author_id=other, note_id=note_id, draft=written, version=version)
    delete_note(author_id=author, note_id=note_id)
    with pytest.raises(NoteNotFound):
        save_edit_draft(author_id=author, note_id=note_id, draft=written, version=version)


def test_pictures_of_a_kept_edit_are_kept_and_go_with_it() -> None:
    author = member()
    note_id, fresh = note(author), picture(author)
    written, version = queries.get_written(author_id=author, note_id=note_id)
    draft = replace(written, pictures=(*written.pictures, NotePicture(fresh, "")))
    save_edit_draft(author_id=author, note_id=note_id, draft=draft, version=version)
    assert _is_attached(fresh)
    discard_edit_draft(author_id=author, note_id=note_id)
    assert not _is_attached(fresh)
    assert all(_is_attached(shot.picture_id) for shot in written.pictures)


def test_an_old_version_is_taken_back_as_a_new_one_that_only_the_same_people_see() -> None:
    author = member()
    note_id = note(author, title="First")
    first, _ = queries.get_written(author_id=author, note_id=note_id)
    hidden = replace(first, title="Second", visibility=Visibility.PRIVATE)
    edit_note(author_id=author, note_id=note_id, draft=hidden, version=1)
    done = restore_version(author_id=author, note_id=note_id, version=1, seen_version=2)
    assert done == RestoredVersion(version=3, pictures_gone=0, products_gone=0)
    now, version = queries.get_written(author_id=author, note_id=note_id)
    assert (now.title, now.visibility, version) == ("First", Visibility.PRIVATE, 3)
    assert [was.draft.title for was in queries.list_versions(author_id=author, note_id=note_id)] == [
        "Second",
        "First",
    ]


def test_what_is_gone_is_left_out_of_an_old_version_and_told() -> None:
    author, lamp = member(), product()
    gone, stays = picture(author), picture(author)
    shots = (NotePicture(gone, ""), NotePicture(stays, ""))
    note_id = note(author, pictures=shots, product_ids=(lamp,))
    written, _ = queries.get_written(author_id=author, note_id=note_id)
    edit_note(
        author_id=author,
        note_id=note_id,
        draft=replace(written, pictures=shots[1:], product_ids=()),
        version=1,
    )
    MediaPicture.objects.filter(pk=gone).delete()
    ProductRow.objects.filter(pk=lamp).update(state="withdrawn")
    done = restore_version(author_id=author, note_id=note_id, version=1, seen_version=2)
    assert (done.pictures_gone, done.products_gone) == (1, 1)


def test_a_version_that_never_was_or_a_note_that_changed_meanwhile_is_refused() -> None:
    author = member()
    note_id = note(author, title="First")
    written, _ = queries.get_written(author_id=author, note_id=note_id)
    edit_note(author_id=author, note_id=note_id, draft=replace(written, title="Second"), version=1)
    with pytest.raises(VersionNotFound):
        restore_version(author_id=author, note_id=note_id, version=7, seen_version=2)
    with pytest.raises(VersionNotFound):
        restore_version(author_id=member("Kim"), note_id=note_id, version=1, seen_version=2)
    with pytest.raises(NoteChanged):
        restore_version(author_id=author, note_id=note_id, version=1, seen_version=1)
