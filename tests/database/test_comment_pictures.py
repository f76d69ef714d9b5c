"""Pictures of comments: let go with the comment or its note, unless something else shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.support.community import member, note, note_draft, picture
from tests.support.events import deliver_all

from hongshu.community.notes.contracts import NotePicture
from hongshu.community.notes.services import delete_note
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.models import CommentRow
from hongshu.flows.commenting.services import delete_comment, post_comment
from hongshu.flows.publishing.services import publish_note, purge_deleted_notes
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.platform.media.models import MediaPicture
from hongshu.platform.media.services import sweep_media

pytestmark = pytest.mark.django_db


def shown(user_id: Id, note_id: Id, picture_id: Id, *, body: str = "") -> Id:
    draft = CommentDraft(body=body, picture_id=picture_id)
    return post_comment(user_id=user_id, note_id=note_id, draft=draft, key=str(picture_id) + body)


def is_held(picture_id: Id) -> bool:
    return MediaPicture.objects.filter(id=picture_id, attached_at__isnull=False).exists()


def test_a_deleted_comment_lets_its_picture_go_also_when_the_note_s_author_deletes_it() -> None:
    author, kim = member(), member("Kim")
    note_id = note(author)
    first, second = picture(kim), picture(kim)
    own, other = shown(kim, note_id, first), shown(kim, note_id, second, body="Look")
    assert is_held(first)
    assert is_held(second)
    delete_comment(user_id=kim, comment_id=own)
    assert not is_held(first)
    delete_comment(user_id=author, comment_id=other)
    assert not is_held(second)
    assert sweep_media(clock.now() + timedelta(hours=25)).pictures == 2


def test_a_picture_that_another_comment_or_a_note_shows_stays() -> None:
    kim = member("Kim")
    note_id = note(member())
    twice, in_note = picture(kim), picture(kim)
    first = shown(kim, note_id, twice, body="a")
    shown(kim, note_id, twice, body="b")
    draft = replace(note_draft(kim), pictures=(NotePicture(in_note, ""),))
    publish_note(author_id=kim, draft=draft, key="k")
    third = shown(kim, note_id, in_note)
    delete_comment(user_id=kim, comment_id=first)
    delete_comment(user_id=kim, comment_id=third)
    assert is_held(twice)
    assert is_held(in_note)


def test_the_pictures_beneath_a_note_go_when_it_is_gone_for_good_and_not_before() -> None:
    author, kim = member(), member("Kim")
    note_id, other = note(author), note(author)
    beneath, elsewhere = picture(kim), picture(kim)
    comment_id = shown(kim, note_id, beneath)
    shown(kim, other, elsewhere)
    delete_note(author_id=author, note_id=note_id)
    deliver_all()
    assert is_held(beneath)
    with clock.fixed_at(clock.now() + timedelta(days=31)):
        assert purge_deleted_notes() == 1
        deliver_all()
    assert not is_held(beneath)
    assert is_held(elsewhere)
    row = CommentRow.objects.get(id=comment_id)
    assert (row.picture_id, row.user_id) == (None, kim)
    deliver_all()


def test_a_purged_note_keeps_a_picture_that_a_comment_of_its_author_s_shows() -> None:
    author = member()
    draft = note_draft(author)
    note_id = publish_note(author_id=author, draft=draft, key="k")
    (shot,) = draft.pictures
    shown(author, note(member("Kim")), shot.picture_id)
    delete_note(author_id=author, note_id=note_id)
    with clock.fixed_at(clock.now() + timedelta(days=31)):
        purge_deleted_notes()
    assert is_held(shot.picture_id)
