"""Topic pages: every public note under a topic once, the newest first, and nobody's hidden ones."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.community import dated_note, member, note

from hongshu.community.graph.services import block_member
from hongshu.community.notes.contracts import Visibility
from hongshu.community.notes.queries import count_notes_of_topic, list_notes_of_topic
from hongshu.kernel.cursors import InvalidCursor
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.models import User

pytestmark = pytest.mark.django_db
TOPIC = "东京购物"


def signed_in(user_id: Id) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client


def test_paging_through_a_topic_neither_skips_nor_repeats_while_notes_arrive() -> None:
    robin = member()
    there = [dated_note(robin, day=day + 1, topics=(TOPIC,)) for day in range(9)]
    seen: list[Id] = []
    cursor = ""
    while True:
        page, cursor = list_notes_of_topic(TOPIC, cursor=cursor, limit=2)
        seen += [summary.id for summary in page]
        note(robin, topics=(TOPIC,))
        if not cursor:
            break
    assert seen == there[::-1]


def test_a_cursor_of_another_topic_is_refused() -> None:
    robin = member()
    for _ in range(2):
        note(robin, topics=(TOPIC,))
    _, cursor = list_notes_of_topic(TOPIC, limit=1)
    with pytest.raises(InvalidCursor):
        list_notes_of_topic("东京", cursor=cursor, limit=1)


def test_private_notes_count_under_no_topic() -> None:
    robin = member()
    note(robin, topics=(TOPIC,), title="Seen")
    note(robin, topics=(TOPIC,), title="Hidden", visibility=Visibility.PRIVATE)
    assert count_notes_of_topic(TOPIC) == 1
    html = Client().get(f"/topic/{quote(TOPIC)}").content.decode()
    assert "Seen" in html
    assert "Hidden" not in html


def test_a_blocked_pair_does_not_see_each_other_under_a_topic() -> None:
    robin, kim = member("Robin"), member("Kim")
    note(robin, topics=(TOPIC,), title="By Robin")
    block_member(user_id=robin, blocked_id=kim)
    assert "By Robin" in Client().get(f"/topic/{quote(TOPIC)}").content.decode()
    assert "By Robin" not in signed_in(kim).get(f"/topic/{quote(TOPIC)}").content.decode()


def test_a_note_leads_to_its_topics_and_a_topic_without_notes_has_no_page() -> None:
    robin = member()
    key = note(robin, topics=(TOPIC, "skin_care"))
    html = Client().get(f"/note/{wire_form(key)}").content.decode()
    addresses = re.findall(r'href="(/topic/[^"]+)"', html)
    assert len(addresses) == 2
    for address in addresses:
        assert Client().get(address).status_code == 200
    assert Client().get("/topic/nothing").status_code == 404
    assert Client().get("/topic/" + "x" * 90).status_code == 404


def test_the_api_gives_the_same_topic_and_a_page_asks_at_most_eight_things() -> None:
    robin = member()
    for day in range(4):
        dated_note(robin, day=day + 1, topics=(TOPIC,))
    told = Client().get(f"/api/v1/topics/{quote(TOPIC)}").json()
    assert told["topic"] == TOPIC
    assert told["note_count"] == len(told["cards"]) == 4
    with CaptureQueriesContext(connection) as asked:
        Client().get(f"/topic/{quote(TOPIC)}")
    assert len(asked) <= 8
