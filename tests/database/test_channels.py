"""Channels: brought by the program, then what staff make of them, in every process within seconds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.community import member, note, note_draft

from hongshu.community.notes.contracts import (
    MOST_CHANNELS,
    Channel,
    InvalidChannel,
    TooManyChannels,
    UnknownChannel,
)
from hongshu.community.notes.models import ChannelRow
from hongshu.community.notes.queries import (
    find_channel,
    get_note,
    get_written,
    list_all_channels,
    list_channels,
    list_newest,
)
from hongshu.community.notes.rules import CHANNELS
from hongshu.community.notes.services import move_channel, save_channel
from hongshu.flows.privacy import save_interests
from hongshu.flows.publishing.services import edit_note, publish_note, save_draft, schedule_draft
from hongshu.kernel import clock
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.kept import forget_all
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.models import User
from hongshu.platform.accounts.services import grant_role
from hongshu.platform.trust.queries import list_log

pytestmark = pytest.mark.django_db

STAFF = Id(77)
FOOD = next(channel for channel in CHANNELS if channel.slug == "food")


def save(channel: Channel) -> None:
    """Change a channel; the test's transaction never ends, so what follows its commit is done here."""
    save_channel(actor_id=STAFF, channel=channel)
    forget_all()


def signed_in(user_id: Id) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client


def test_the_channels_of_the_program_are_in_force_until_staff_change_one() -> None:
    assert list_all_channels() == list_channels() == CHANNELS
    assert not ChannelRow.objects.exists()
    save(replace(FOOD, name_zh=" 吃什么 ", name_en="Eating"))
    assert [channel.slug for channel in list_channels()] == [channel.slug for channel in CHANNELS]
    assert find_channel("food") == Channel("food", "吃什么", "Eating")
    with CaptureQueriesContext(connection) as asked:
        list_channels()
    assert not asked.captured_queries


def test_staff_add_move_and_close_channels_and_each_act_is_written_down() -> None:
    save(Channel("pets", "宠物", "Pets"))
    assert list_channels()[-1].slug == "pets"
    move_channel(actor_id=STAFF, slug="pets", step=-1)
    move_channel(actor_id=STAFF, slug=CHANNELS[0].slug, step=-1)
    forget_all()
    assert [channel.slug for channel in list_channels()][-2:] == ["pets", CHANNELS[-1].slug]
    save(Channel("pets", "宠物", "Pets", is_shown=False))
    save(Channel("pets", "宠物", "Pets", is_shown=False))
    assert "pets" not in [channel.slug for channel in list_channels()]
    entries = [(entry.act, entry.actor_id) for entry in list_log()]
    assert entries == [("save_channel", STAFF), ("move_channel", STAFF), ("save_channel", STAFF)]


@pytest.mark.parametrize(
    "wrong",
    [
        Channel("", "吃", "Eat"),
        Channel("Food", "吃", "Eat"),
        Channel("a" * 21, "吃", "Eat"),
        Channel("eat", "", "Eat"),
        Channel("eat", "吃", "e" * 21),
        Channel("eat", "吃\u202e", "Eat"),
    ],
)
def test_what_is_no_address_or_no_name_is_refused(wrong: Channel) -> None:
    with pytest.raises(InvalidChannel):
        save_channel(actor_id=STAFF, channel=wrong)
    assert not ChannelRow.objects.exists()


def test_one_channel_at_least_is_shown_and_there_are_not_too_many() -> None:
    for channel in CHANNELS[1:]:
        save(replace(channel, is_shown=False))
    with pytest.raises(InvalidChannel):
        save_channel(actor_id=STAFF, channel=replace(CHANNELS[0], is_shown=False))
    for number in range(MOST_CHANNELS - len(CHANNELS)):
        save(Channel(f"more-{number}", "更多", "More"))
    with pytest.raises(TooManyChannels):
        save_channel(actor_id=STAFF, channel=Channel("one-more", "更多", "More"))
    with pytest.raises(UnknownChannel):
        move_channel(actor_id=STAFF, slug="nonsense", step=1)


def test_a_note_keeps_its_closed_channel_and_no_other_note_can_choose_it() -> None:
    author = member()
    note_id = note(author, channel="food")
    other = note(author)
    key = "one"
    save_draft(author_id=author, key=key, draft=note_draft(author, channel="food"))
    save(replace(FOOD, is_shown=False))
    assert get_note(note_id, viewer_id=None).summary.channel == "food"
    assert note_id in [summary.id for summary in list_newest()[0]]
    draft, version = get_written(author_id=author, note_id=note_id)
    assert edit_note(author_id=author, note_id=note_id, draft=replace(draft, body="New."), version=version)
    written, version = get_written(author_id=author, note_id=other)
    for attempt in (
        lambda: publish_note(author_id=author, draft=note_draft(author, channel="food"), key="k"),
        lambda: edit_note(author_id=author, note_id=other, draft=replace(written, channel="food"), version=1),
        lambda: schedule_draft(author_id=author, key=key, publish_at=clock.now() + timedelta(hours=2)),
        lambda: list_newest(channel="food"),
    ):
        with pytest.raises(UnknownChannel):
            attempt()
    # Who has it among their interests keeps them.
    save_interests(user_id=author, interests=["food", "travel"])


def test_a_closed_channel_s_page_says_so_and_the_note_still_leads_there() -> None:
    author = member()
    note_id = note(author, channel="food")
    save(replace(FOOD, is_shown=False))
    for client in (Client(), signed_in(author)):
        answer = client.get("/?channel=food", headers={"Accept-Language": "en"})
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "This channel is closed" in html
        assert wire_form(note_id) not in html
        assert 'href="/?channel=food"' not in html
        assert 'href="/?channel=food"' in client.get(f"/note/{wire_form(note_id)}").content.decode()
    shown = Client().get("/api/v1/notes?channel=food").json()
    assert (shown["is_closed"], shown["cards"]) == (True, [])
    slugs = [channel["slug"] for channel in Client().get("/api/v1/channels").json()["channels"]]
    assert "food" not in slugs
    assert Client().get("/?channel=nonsense").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_moderators_edit_channels_in_the_console_and_others_do_not() -> None:
    staff, other = member("Mo"), member("Kim")
    grant_role(user_id=staff, role=Role.MODERATOR)
    client = signed_in(staff)
    assert "food" in client.get("/console/channels").content.decode()
    row = {"slug": "food", "name_zh": "吃喝", "name_en": "Eat & drink"}
    assert client.post("/console/channels", row).status_code == 302
    # The process that did it sees it at once.
    assert find_channel("food") == Channel("food", "吃喝", "Eat & drink", is_shown=False)
    assert client.post("/console/channels", {"slug": "food", "act": "forth"}).status_code == 302
    assert client.post("/console/channels", {"slug": "No Slug"}).status_code == 422
    assert client.post("/console/channels", {"slug": "gone", "act": "back"}).status_code == 422
    assert signed_in(other).get("/console/channels").status_code in (302, 403)
    assert signed_in(other).post("/console/channels", row).status_code in (302, 403)
