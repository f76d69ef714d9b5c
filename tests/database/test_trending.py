"""The trending order: what it counts, that paging through it is exact, and whom it leaves out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.community import dated_note, member, note

from hongshu.community.graph.services import answer_request, block_member, follow_member, mute_member
from hongshu.community.members.models import ProfileRow
from hongshu.community.notes.contracts import Visibility
from hongshu.community.notes.services import delete_note
from hongshu.community.responses.contracts import CommentDraft
from hongshu.community.responses.models import LikeRow
from hongshu.community.responses.services import (
    collect_note,
    like_note,
    post_comment,
    save_likes,
    unlike_note,
)
from hongshu.discovery.recommendation.models import OPEN, TrendingRow, TrendingState
from hongshu.discovery.recommendation.queries import list_trending
from hongshu.discovery.recommendation.rules import KEPT_US
from hongshu.discovery.recommendation.services import refresh_trending
from hongshu.kernel.cursors import InvalidCursor
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.models import User

pytestmark = pytest.mark.django_db


def signed_in(user_id: Id) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client


def refresh() -> int:
    """Refresh until nothing is left to do."""
    changed = 0
    while step := refresh_trending():
        changed += step
    return changed


def order(**changes: object) -> list[Id]:
    return [summary.id for summary in list_trending(**changes)[0]]  # type: ignore[arg-type]


def test_comments_weigh_four_likes_and_a_follow_eight() -> None:
    robin, sam, alex = member("Robin"), member("Sam"), member("Alex")
    liked, talked = note(robin), note(sam)
    followed = note(alex)
    crowd = [member(f"M{n}") for n in range(3)]
    for each in crowd:
        like_note(user_id=each, note_id=liked)
    post_comment(user_id=crowd[0], note_id=talked, draft=CommentDraft(body="Nice"))
    follow_member(user_id=crowd[0], followee_id=alex)
    refresh()
    assert order() == [followed, talked, liked]


def test_older_interactions_count_less() -> None:
    robin, sam = member("Robin"), member("Sam")
    old, new = note(robin), note(sam)
    crowd = [member(f"M{n}") for n in range(3)]
    save_likes([(each, old) for each in crowd])
    LikeRow.objects.filter(note_id=old).update(changed_at=datetime.now(UTC) - timedelta(days=8))
    save_likes([(crowd[0], new)])
    refresh()
    assert order()[0] == new


def test_authors_do_not_push_their_own_notes_and_a_talker_counts_once_an_hour() -> None:
    robin, sam = member("Robin"), member("Sam")
    own, other = note(robin), note(sam)
    like_note(user_id=robin, note_id=own)
    for number in range(5):
        post_comment(user_id=robin, note_id=own, draft=CommentDraft(body=f"{number}"))
    like_note(user_id=robin, note_id=other)
    refresh()
    assert order() == [other, own]


def test_a_like_taken_back_no_longer_counts_when_the_heat_is_taken_anew() -> None:
    robin, sam, kim = member("Robin"), member("Sam"), member("Kim")
    first, second = note(robin), note(sam)
    like_note(user_id=kim, note_id=first)
    collect_note(user_id=kim, note_id=second)
    refresh()
    unlike_note(user_id=kim, note_id=first)
    refresh()
    assert order() == [second, first]


def test_pages_of_one_visit_neither_skip_nor_repeat_while_heats_move() -> None:
    robin = member("Robin")
    notes = [dated_note(robin, day=day + 1) for day in range(12)]
    crowd = [member(f"M{n}") for n in range(4)]
    save_likes([(crowd[n % 4], notes[n]) for n in range(6)])
    refresh()
    before = order(limit=50)
    seen: list[Id] = []
    cursor = ""
    while True:
        page, cursor = list_trending(cursor=cursor, limit=3)
        seen += [summary.id for summary in page]
        # What is still to come becomes the hottest of all, and something new arrives.
        save_likes([(each, before[-1]) for each in crowd])
        note(robin)
        refresh()
        if not cursor:
            break
    assert seen == before
    assert order(limit=50)[0] == before[-1]


def test_a_second_refresh_changes_nothing_and_a_note_has_one_open_row() -> None:
    robin, kim = member("Robin"), member("Kim")
    keys = [note(robin) for _ in range(3)]
    for key in keys:
        like_note(user_id=kim, note_id=key)
    assert refresh_trending(limit=2) > 0
    refresh()
    generation = TrendingState.objects.get().generation
    assert refresh_trending() == 0
    assert TrendingState.objects.get().generation == generation
    assert TrendingRow.objects.filter(until_generation=OPEN).count() == 3


def test_closed_rows_go_after_a_while_and_an_old_cursor_still_reads_on() -> None:
    robin, kim = member("Robin"), member("Kim")
    keys = [note(robin) for _ in range(3)]
    refresh()
    _, cursor = list_trending(limit=1)
    like_note(user_id=kim, note_id=keys[0])
    refresh()
    TrendingRow.objects.exclude(until_generation=OPEN).update(from_generation=1, until_generation=2)
    TrendingState.objects.update(generation=TrendingState.objects.get().generation + KEPT_US + 10)
    note(robin)
    refresh()
    assert not TrendingRow.objects.filter(until_generation=2).exists()
    assert list_trending(cursor=cursor, limit=9)[0]


def test_what_not_everybody_may_see_does_not_trend() -> None:
    robin, kim = member("Robin"), member("Kim")
    seen = note(robin)
    note(robin, visibility=Visibility.PRIVATE)
    gone = note(robin)
    like_note(user_id=kim, note_id=gone)
    refresh()
    delete_note(author_id=robin, note_id=gone)
    assert order() == [seen]


def test_whom_a_member_blocks_or_mutes_does_not_trend_for_them() -> None:
    robin, sam, kim = member("Robin"), member("Sam"), member("Kim")
    note(robin, title="By Robin")
    note(sam, title="By Sam")
    refresh()
    block_member(user_id=robin, blocked_id=kim)
    mute_member(user_id=kim, muted_id=sam)
    assert {"By Robin", "By Sam"} <= set(re.findall(r"By \w+", Client().get("/").content.decode()))
    html = signed_in(kim).get("/").content.decode()
    assert "By Robin" not in html
    assert "By Sam" not in html


def test_the_first_page_trends_with_the_newest_beside_it_and_both_go_on() -> None:
    robin, kim = member("Robin"), member("Kim")
    notes = [dated_note(robin, day=1 + n % 28, title=f"Note {n}") for n in range(40)]
    like_note(user_id=kim, note_id=notes[0])
    refresh()
    for address, first in (("/", "Note 0"), ("/?order=newest", "Note 27")):
        client = Client()
        html = client.get(address).content.decode()
        titles = re.findall(r'class="card-link"[^>]*>([^<]+)<', html)
        assert titles[0] == first
        onward = re.search(r'rel="next" href="([^"]+)"', html)
        assert onward is not None
        more = client.get(onward.group(1).replace("&amp;", "&") + "&fragment=1").content.decode()
        titles += re.findall(r'class="card-link"[^>]*>([^<]+)<', more)
        assert len(titles) == len(set(titles)) == 40
    told = Client().get("/api/v1/notes").json()
    assert told["order"] == "trending"
    assert Client().get("/?order=whatever").status_code == 404


def test_as_long_as_nothing_trends_the_newest_stand_in() -> None:
    note(member("Robin"), title="Only one")
    told = Client().get("/api/v1/notes").json()
    assert told["order"] == "newest"
    assert [card["title"] for card in told["cards"]] == ["Only one"]


def test_a_cursor_of_the_newest_is_refused_by_the_trending_order() -> None:
    robin = member("Robin")
    for _ in range(3):
        note(robin)
    refresh()
    _, cursor = list_trending(limit=1)
    with pytest.raises(InvalidCursor):
        list_trending(cursor=cursor[:-3] + "AAA", limit=1)
    assert Client().get("/", {"cursor": cursor, "order": "newest"}).status_code == 400


def test_the_trending_page_asks_at_most_six_things() -> None:
    robin = member("Robin")
    for _ in range(5):
        note(robin)
    refresh()
    client = signed_in(member("Kim"))
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    assert len(asked) <= 10, [query["sql"][:120] for query in asked]


def test_a_follow_is_put_down_to_the_note_it_was_made_from_if_that_is_the_author_s() -> None:
    robin, sam, kim = member("Robin"), member("Sam", handle="sam_sam"), member("Kim")
    foreign = note(robin)
    older, newest = note(sam), note(sam)
    answer = signed_in(kim).post("/member/sam_sam/follow", {"follows": "1", "note": wire_form(older)})
    assert answer.status_code == 302
    refresh()
    assert order() == [older, newest, foreign]
    # A note of somebody else, or one that is none, is not taken at its word.
    for n, said in enumerate((wire_form(foreign), wire_form(Id(5)), "nonsense")):
        client = signed_in(member(f"M{n}"))
        assert client.post("/member/sam_sam/follow", {"follows": "1", "note": said}).status_code == 302
    refresh()
    assert order() == [newest, older, foreign]


def test_the_note_of_a_request_counts_when_it_is_accepted() -> None:
    sam, kim = member("Sam"), member("Kim")
    older, newest = note(sam), note(sam)
    ProfileRow.objects.filter(user_id=sam).update(is_private=True)
    follow_member(user_id=kim, followee_id=sam, note_id=older)
    answer_request(user_id=sam, follower_id=kim, is_accepted=True)
    refresh()
    assert order() == [older, newest]


def test_the_follow_button_on_a_note_names_the_note() -> None:
    note_id = note(member("Robin"))
    html = signed_in(member("Kim")).get(f"/note/{wire_form(note_id)}").content.decode()
    assert f'<input type="hidden" name="note" value="{wire_form(note_id)}">' in html
