"""Privacy, the export of one's data, and deleting the account."""

from __future__ import annotations

import json
import secrets
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from tests.support.community import member, note, note_draft, picture, product

from hongshu.community.graph.queries import get_counts, get_relation
from hongshu.community.graph.services import block_member, follow_member, roll_up_follows
from hongshu.community.members.contracts import AllowedFrom, KolEvidence, ProfileSettings
from hongshu.community.members.models import KolApplicationRow
from hongshu.community.members.queries import get_profile, get_settings
from hongshu.community.members.services import apply_for_kol, change_profile
from hongshu.community.notes.contracts import UnknownChannel
from hongshu.community.notes.models import NoteOfProduct, NoteRow
from hongshu.community.notes.queries import count_notes_of_author, list_newest
from hongshu.community.notes.services import save_draft
from hongshu.community.questions.models import AnswerRow, QuestionRow
from hongshu.community.questions.services import answer_question, ask_question
from hongshu.community.responses import services as responses
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.models import CollectRow, CommentRow, LikeRow, NoteCount
from hongshu.community.responses.queries import list_comments, list_like_states, list_note_states
from hongshu.flows.exporting import services as exporting
from hongshu.flows.leaving import services as leaving
from hongshu.flows.privacy import save_interests, save_privacy
from hongshu.kernel import clock
from hongshu.kernel import settings as house
from hongshu.kernel.ids import Id
from hongshu.platform.accounts.contracts import (
    ExportNotFound,
    ExportState,
    ExportUnderway,
    FactVisibility,
    PersonalFact,
    Role,
    StaffCannotLeave,
    WrongPassword,
)
from hongshu.platform.accounts.models import LeavingRow, LoginClaim, User
from hongshu.platform.accounts.queries import find_account, find_export, find_leaving
from hongshu.platform.accounts.services import check_password, grant_role, save_facts
from hongshu.platform.media.queries import list_pictures_of_owner
from hongshu.platform.media.services import claim_pictures

pytestmark = pytest.mark.django_db

PASSWORD = "only-for-tests-7"
CANARY = "Zqxcanary"


def signed_in(user_id: Id) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def busy_member() -> tuple[Id, Id, dict[str, Id]]:
    """A member with something in every corner, whose every text holds the canary; and somebody else."""
    canary = CANARY.lower()
    user_id = member(CANARY, handle="leaver", login=f"{canary}@example.com")
    other = member("Other", handle="other")
    save_facts(
        user_id=user_id, facts=[PersonalFact(key="city", value=CANARY, visibility=FactVisibility.PUBLIC)]
    )
    avatar, shown = picture(user_id), product()
    claim_pictures(owner_id=user_id, picture_ids=[avatar])
    change_profile(user_id=user_id, name=CANARY, bio=f"I am {CANARY}", avatar_id=avatar)
    own = note(user_id, title=CANARY, body=f"{CANARY} @other", topics=(canary,), product_ids=(shown,))
    save_draft(author_id=user_id, key="draft", draft=note_draft(user_id, title=f"{CANARY} later"))
    theirs = note(other)
    responses.like_note(user_id=user_id, note_id=theirs)
    responses.like_note(user_id=other, note_id=own)
    responses.share_note(user_id=user_id, note_id=theirs)
    wanted = product("wanted")
    note(other, product_ids=(wanted,))
    ask_question(user_id=user_id, product_id=wanted, body=f"{CANARY}, is it good?")
    asked = ask_question(user_id=other, product_id=shown, body="Is it warm?")
    answer_question(user_id=user_id, question_id=asked, body=f"{CANARY}: very.")
    evidence = KolEvidence(field="Lamps", words=f"{CANARY} knows lamps.", links=(), note_ids=(own,))
    apply_for_kol(user_id=user_id, evidence=evidence)
    responses.collect_note(user_id=user_id, note_id=theirs)
    board = responses.create_board(user_id=user_id, title=CANARY)
    responses.collect_note(user_id=user_id, note_id=theirs, board_id=board)
    shared = responses.create_board(user_id=other, title="Shared")
    responses.invite_editor(user_id=other, board_id=shared, editor_id=user_id)
    responses.answer_invitation(user_id=user_id, board_id=shared, is_accepted=True)
    second = note(other)
    responses.collect_note(user_id=user_id, note_id=second, board_id=shared)
    root = responses.post_comment(user_id=user_id, note_id=theirs, draft=CommentDraft(body=f"{CANARY}!"))
    answer = responses.post_comment(
        user_id=other, note_id=theirs, draft=CommentDraft(body="I answer.", root_id=root)
    )
    alone = responses.post_comment(user_id=user_id, note_id=theirs, draft=CommentDraft(body=f"{CANARY}?"))
    responses.like_comment(user_id=user_id, comment_id=answer)
    follow_member(user_id=user_id, followee_id=other)
    follow_member(user_id=other, followee_id=user_id)
    responses.roll_up_counts()
    responses.roll_up_shares()
    responses.roll_up_collects()
    responses.roll_up_comments()
    roll_up_follows()
    return user_id, other, {"own": own, "theirs": theirs, "second": second, "root": root, "alone": alone}


def every_text() -> Iterator[tuple[str, str]]:
    """Each row of each table, as PostgreSQL writes it."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT "{table}"::text FROM "{table}"')
            yield from ((table, row[0]) for row in cursor.fetchall())


def data_files() -> list[Path]:
    return [path for path in house.current().data_folder.glob("exports/*") if path.is_file()]


def test_a_private_account_hides_all_its_notes_at_once_and_going_public_lets_in_who_waits() -> None:
    author, fan, asker = member(), member("Fan"), member("Asker")
    follow_member(user_id=fan, followee_id=author)
    note_id = note(author, product_ids=(product(),))
    save_privacy(user_id=author, settings=ProfileSettings(is_private=True))
    assert NoteRow.objects.get(id=note_id).is_restricted
    assert not NoteOfProduct.objects.exists()
    assert list_newest()[0] == ()
    assert count_notes_of_author(author, viewer_id=asker) == 0
    assert count_notes_of_author(author, viewer_id=fan) == 1
    follow_member(user_id=asker, followee_id=author)
    assert get_relation(asker, author).has_requested
    save_privacy(user_id=author, settings=ProfileSettings(is_private=False))
    assert get_relation(asker, author).follows
    assert NoteOfProduct.objects.count() == 1
    assert [summary.id for summary in list_newest()[0]] == [note_id]


def test_settings_are_kept_whole_and_interests_are_channels() -> None:
    user_id = member()
    wanted = ProfileSettings(
        interests=("food", "travel"),
        mentions_from=AllowedFrom.FOLLOWED,
        comments_from=AllowedFrom.NOBODY,
        hides_boards=True,
        hides_likes=True,
        is_personalised=False,
    )
    save_privacy(user_id=user_id, settings=wanted)
    assert get_settings(user_id) == wanted
    save_interests(user_id=user_id, interests=["home"])
    assert get_settings(user_id).interests == ("home",)
    assert get_settings(user_id).comments_from is AllowedFrom.NOBODY
    with pytest.raises(UnknownChannel):
        save_interests(user_id=user_id, interests=["nonsense"])


@pytest.mark.django_db(transaction=True)
def test_an_export_has_everything_that_the_database_has_and_opens_for_its_member_only() -> None:
    user_id, other, ids = busy_member()
    with pytest.raises(WrongPassword):
        exporting.ask_for_data(user_id=user_id, password="another-one")
    export = exporting.ask_for_data(user_id=user_id, password=PASSWORD)
    with pytest.raises(ExportUnderway):
        exporting.ask_for_data(user_id=user_id, password=PASSWORD)
    exporting.make_export(export.id)
    exporting.make_export(export.id)
    ready = find_export(user_id)
    assert ready is not None
    assert ready.state is ExportState.READY
    path, _ = exporting.open_export(user_id=user_id, token=exporting.sign_link(ready))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        held = {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}
        media = [name for name in archive.namelist() if name.startswith("media/")]
    assert held["account.json"]["facts"][0]["value"] == CANARY
    assert held["profile.json"]["profile"]["name"] == CANARY
    assert [each["draft"]["title"] for each in held["notes.json"]] == [CANARY]
    counts = {
        "drafts.json": 1,
        "comments.json": CommentRow.objects.filter(user_id=user_id).count(),
        "likes.json": LikeRow.objects.filter(user_id=user_id, is_on=True).count(),
        "collects.json": CollectRow.objects.filter(user_id=user_id, is_on=True).count(),
        "comment_likes.json": 1,
        "shares.json": 1,
        "boards.json": 3,
    }
    assert {name: len(held[name]) for name in counts} == counts
    asked, answered = held["questions.json"]["asked"], held["questions.json"]["answered"]
    assert [row["body"] for row in (*asked, *answered)] == [f"{CANARY}, is it good?", f"{CANARY}: very."]
    (application,) = held["kol.json"]["applications"]
    assert application["evidence"]["words"] == f"{CANARY} knows lamps."
    assert [row["deed"] for row in held["kol.json"]["history"]] == ["applied"]
    assert len(held["follows.json"]["following"]) == len(held["follows.json"]["followers"]) == 1
    assert len(media) == len(list_pictures_of_owner(user_id))
    for stranger, token in ((other, exporting.sign_link(ready)), (user_id, "forged:token")):
        with pytest.raises(ExportNotFound):
            exporting.open_export(user_id=stranger, token=token)
    address = f"/settings/data/{exporting.sign_link(ready)}.zip"
    assert signed_in(other).get(address).status_code == 404
    answer = signed_in(user_id).get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == path.read_bytes()  # type: ignore[attr-defined]
    with clock.fixed_at(clock.now() + timedelta(days=8)):
        with pytest.raises(ExportNotFound):
            exporting.open_export(user_id=user_id, token=exporting.sign_link(ready))
        assert exporting.sweep_exports() == 1
    assert not path.exists()
    assert ids


def test_who_leaves_is_hidden_at_once_and_comes_back_with_everything_in_its_place() -> None:
    user_id, other, ids = busy_member()
    with pytest.raises(WrongPassword):
        leaving.leave(user_id=user_id, password="another-one")
    assert find_leaving(user_id) is None
    client = signed_in(user_id)
    assert client.post("/settings/data/leave", {"password": PASSWORD}).headers["Location"] == "/leaving"
    for address in ("/", "/settings", "/publish", "/member/leaver"):
        assert client.get(address).headers["Location"] == "/leaving"
    assert client.get("/leaving").status_code == 200
    watcher = signed_in(other)
    for address in ("/member/leaver", "/member/leaver/boards", "/member/leaver/likes"):
        assert watcher.get(address).status_code == 404
    assert ids["own"] not in [summary.id for summary in list_newest()[0]]
    assert CANARY not in watcher.get("/member/other/followers").content.decode()
    assert client.post("/leaving", {"undo": "1"}).status_code == 302
    assert watcher.get("/member/leaver").status_code == 200
    assert ids["own"] in [summary.id for summary in list_newest()[0]]
    assert NoteOfProduct.objects.filter(note_id=ids["own"]).exists()
    assert find_leaving(user_id) is None


def test_staff_give_their_role_back_before_they_leave() -> None:
    user_id = member("Staff", login="staff@example.com")
    grant_role(user_id=user_id, role=Role.SERVICE)
    with pytest.raises(StaffCannotLeave):
        leaving.leave(user_id=user_id, password=PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_nothing_of_who_left_is_found_anywhere_and_the_counts_of_others_are_right() -> None:
    user_id, other, ids = busy_member()
    third = member("Third")
    block_member(user_id=third, blocked_id=user_id)
    export = exporting.ask_for_data(user_id=user_id, password=PASSWORD)
    exporting.make_export(export.id)
    pictures = list_pictures_of_owner(user_id)
    assert pictures
    assert data_files()
    leaving.leave(user_id=user_id, password=PASSWORD)
    leaving.erase(user_id)
    assert find_account(f"{CANARY}@example.com") == user_id, "seven days have not passed"
    with clock.fixed_at(clock.now() + timedelta(days=8)):
        assert leaving.erase_due() == 1
        assert leaving.erase_due() == 0
        leaving.erase(user_id)
    responses.roll_up_counts()
    responses.roll_up_comments()
    responses.roll_up_collects()
    # The outbox tells of what was, by ids; nothing else knows the member's words.
    left = [(table, row) for table, row in every_text() if CANARY.lower() in row.lower()]
    assert left == []
    media = house.current().media_folder
    stems = {picture.stem for picture in pictures}
    assert not [path for stem in stems for path in media.glob(f"{stem}*")]
    assert not [path for path in data_files() if export.id and path.name.startswith("export")]
    assert get_profile(user_id).name != CANARY
    assert get_counts(other) == get_counts(other, viewer_id=third)
    assert (get_counts(other).followers, get_counts(other).following) == (0, 0)
    assert not LikeRow.objects.filter(user_id=user_id).exists()
    assert not CollectRow.objects.filter(user_id=user_id).exists()
    assert not NoteRow.objects.filter(author_id=user_id).exists()
    assert not AnswerRow.objects.exists()
    assert not QuestionRow.objects.filter(user_id=user_id).exists()
    assert not QuestionRow.objects.filter(asked_ids__contains=[user_id]).exists()
    assert not KolApplicationRow.objects.exists()
    assert list_like_states([ids["theirs"]], viewer_id=None)[ids["theirs"]].count == 0
    # The other's shared board keeps what the member put there, as the other's own.
    state = list_note_states([ids["second"]], viewer_id=other)[ids["second"]].collects
    assert (state.count, state.is_collected) == (1, True)
    assert NoteCount.objects.get(note_id=ids["theirs"]).collect_count == 0
    assert NoteCount.objects.get(note_id=ids["theirs"]).share_count == 0
    page = list_comments(ids["theirs"], viewer_id=other)
    assert [(thread.root.is_deleted, len(thread.replies)) for thread in page.threads] == [(True, 1)]
    assert page.comment_count == 1
    row = LeavingRow.objects.get(user_id=user_id)
    assert row.erased_at is not None
    assert {"notes", "likes", "boards", "comments", "graph", "pictures", "profile"} <= set(row.done)


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_broke_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    user_id, _, _ = busy_member()
    leaving.leave(user_id=user_id, password=PASSWORD)
    later = clock.now() + timedelta(days=8)

    def broken(**_arguments: object) -> int:
        raise OSError("the disk is away")

    with clock.fixed_at(later):
        with monkeypatch.context() as patched:
            patched.setattr(leaving, "erase_pictures", broken)
            assert leaving.erase_due() == 0
        assert not leaving.come_back(user_id=user_id), "what is half erased cannot be undone"
        assert leaving.erase_due() == 1
    assert not list_pictures_of_owner(user_id)
    assert not LoginClaim.objects.filter(user_id=user_id).exists()
    assert not User.objects.get(id=user_id).is_active


def test_a_password_is_asked_again_where_there_is_one() -> None:
    with_password = member("With", login=f"{secrets.token_hex(4)}@example.com")
    without = member("Without")
    check_password(user_id=with_password, password=PASSWORD)
    check_password(user_id=without, password="")
    with pytest.raises(WrongPassword):
        check_password(user_id=with_password, password="")
