"""The pages of boards as they are served: to whom, what they leave out, in how many queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.community import member, note

from hongshu.community.graph.services import block_member
from hongshu.community.members.contracts import ProfileSettings
from hongshu.community.notes.contracts import Visibility
from hongshu.community.notes.models import NoteRow
from hongshu.community.responses.services import collect_note, create_board, invite_editor, like_note
from hongshu.flows.privacy import save_privacy
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.models import User

pytestmark = pytest.mark.django_db


class World:
    """Kim has a board with twelve notes of two authors, and a private one."""

    def __init__(self) -> None:
        self.kim, self.reader = member("Kim", handle="kim"), member("Reader", handle="reader")
        self.authors = [member("Robin", handle="robin"), member("Lee", handle="lee")]
        self.notes = [note(self.authors[n % 2], title=f"Note {n:02}") for n in range(12)]
        self.board = create_board(user_id=self.kim, title="Spring things")
        self.secret = create_board(user_id=self.kim, title="Secret wishes", is_private=True)
        for note_id in self.notes:
            collect_note(user_id=self.kim, note_id=note_id, board_id=self.board)
            like_note(user_id=self.kim, note_id=note_id)
        collect_note(user_id=self.kim, note_id=self.notes[0], board_id=self.secret)

    def client(self, user_id: Id | None) -> Client:
        client = Client()
        if user_id is not None:
            user = User.objects.get(pk=user_id)
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


@pytest.fixture
def world() -> World:
    return World()


def test_pages_of_boards_ask_at_most_eight_things_of_the_database(world: World) -> None:
    addresses = [f"/board/{wire_form(world.board)}", "/member/kim/boards", "/member/kim/likes"]
    for viewer_id in (None, world.reader, world.kim):
        client = world.client(viewer_id)
        # Who is signed in, and their chip and what waits for them, come on top for a member.
        own = 0 if viewer_id is None else 4
        sheet = [f"/note/{wire_form(world.notes[0])}/boards"] if viewer_id is not None else []
        for address in [*addresses, *sheet]:
            assert client.get(address).status_code == 200
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            assert len(asked) <= 8 + own, (address, [query["sql"][:120] for query in asked])


def test_a_private_board_is_for_its_owner_and_whom_they_invited(world: World) -> None:
    address = f"/board/{wire_form(world.secret)}"
    assert world.client(None).get(address).status_code == 404
    assert world.client(world.reader).get(address).status_code == 404
    assert "Secret" not in world.client(world.reader).get("/member/kim/boards").content.decode()
    assert "Secret" in world.client(world.kim).get("/member/kim/boards").content.decode()
    invite_editor(user_id=world.kim, board_id=world.secret, editor_id=world.reader)
    assert world.client(world.reader).get(address).status_code == 200
    assert "Secret" in world.client(world.reader).get("/member/reader/boards").content.decode()


def test_a_board_leaves_out_what_the_viewer_may_not_see(world: World) -> None:
    address = f"/board/{wire_form(world.board)}"
    NoteRow.objects.filter(id=world.notes[11]).update(visibility=Visibility.PRIVATE)
    NoteRow.objects.filter(id=world.notes[9]).update(is_held=True)
    block_member(user_id=world.reader, blocked_id=world.authors[0])
    shown = world.client(world.reader).get(address).content.decode()
    # The reader blocks Robin, who wrote the even ones; two of Lee's are not shown to anybody else.
    seen = {f"Note {n:02}" for n in range(12) if f"Note {n:02}" in shown}
    assert seen == {"Note 01", "Note 03", "Note 05", "Note 07"}


def test_tabs_that_a_member_hides_are_there_for_themselves_only(world: World) -> None:
    save_privacy(user_id=world.kim, settings=ProfileSettings(hides_boards=True, hides_likes=True))
    for address in ("/member/kim/boards", "/member/kim/likes"):
        assert world.client(world.reader).get(address).status_code == 404
        assert world.client(world.kim).get(address).status_code == 200
        assert address not in world.client(world.reader).get("/member/kim").content.decode()


def test_a_blocked_member_finds_no_board(world: World) -> None:
    block_member(user_id=world.kim, blocked_id=world.reader)
    for address in (f"/board/{wire_form(world.board)}", "/member/kim/boards", "/member/kim/likes"):
        assert world.client(world.reader).get(address).status_code == 404
