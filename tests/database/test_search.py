"""Search over the site: what is found, what nobody may see, what is said, and an index that breaks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.support.community import member, note, product
from tests.support.events import deliver_all

from hongshu.community.graph.services import block_member
from hongshu.community.notes.contracts import Visibility
from hongshu.community.notes.services import delete_note
from hongshu.discovery.search import folder
from hongshu.discovery.search.models import SearchRow, StoppedRow
from hongshu.discovery.search.queries import list_history, list_hot, people_needed, suggest
from hongshu.discovery.search.reading import READER
from hongshu.discovery.search.services import IndexKeeper, clear_history, rebuild, record_search
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.kept import forget_all
from hongshu.platform.accounts.models import User
from hongshu.platform.trust.services import without_limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> Iterator[IndexKeeper]:
    """The one who writes, with no index there yet."""
    shutil.rmtree(folder.home(), ignore_errors=True)
    READER.forget()
    made = IndexKeeper()
    yield made
    made.close()
    READER.forget()
    shutil.rmtree(folder.home(), ignore_errors=True)


def taken_up(keeper: IndexKeeper) -> None:
    """Everything that happened is in the index, and this process reads it."""
    deliver_all()
    keeper.refresh()
    READER.forget()


def signed_in(user_id: Id, *, is_staff: bool = False) -> Client:
    client = Client()
    user = User.objects.get(id=user_id)
    if is_staff:
        User.objects.filter(id=user_id).update(is_staff=True)
        user.refresh_from_db()
    client.force_login(user)
    return client


def found(text: str, client: Client | None = None, **more: str) -> dict[str, Any]:
    answer = (client or Client()).get("/api/v1/search", {"q": text, **more})
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def notes_of(told: Any) -> list[str]:
    return [card["id"] for card in told["notes"]]


def test_what_is_published_is_found_and_what_is_deleted_is_gone_before_the_index_knows(
    keeper: IndexKeeper,
) -> None:
    author = member("Robin")
    kept = note(author, title="神仙水空瓶记", body="用完三瓶的感受")
    taken_up(keeper)
    gone = note(author, title="神仙水开箱", body="第一次买")
    assert notes_of(found("神仙水")) == [wire_form(kept)]
    taken_up(keeper)
    assert set(notes_of(found("神仙水"))) == {wire_form(kept), wire_form(gone)}
    delete_note(note_id=gone, author_id=author)
    assert notes_of(found("神仙水")) == [wire_form(kept)]
    taken_up(keeper)
    assert notes_of(found("神仙水")) == [wire_form(kept)]


def test_who_is_blocked_and_what_is_private_is_found_by_nobody_it_is_hidden_from(keeper: IndexKeeper) -> None:
    author, reader = member("Robin"), member("Sam")
    shown = note(author, title="面霜测评", body="干皮用")
    note(author, title="面霜日记", body="只给自己", visibility=Visibility.PRIVATE)
    taken_up(keeper)
    client = signed_in(reader)
    assert notes_of(found("面霜", client)) == [wire_form(shown)]
    block_member(user_id=author, blocked_id=reader)
    assert notes_of(found("面霜", client)) == []
    assert notes_of(found("面霜")) == [wire_form(shown)]


def test_products_brands_and_members_stand_beside_the_notes(keeper: IndexKeeper) -> None:
    product()
    member("Lamplover", handle="lamplover")
    taken_up(keeper)
    told: Any = found("nordlys")
    assert len(told["products"]) == 1
    assert told["brand"]["slug"] == "nordlys"
    told = found("lamplover", tab="member")
    assert [one["handle"] for one in told["members"]] == ["lamplover"]


def test_a_misspelt_query_is_corrected_and_the_page_says_so(keeper: IndexKeeper) -> None:
    author = member("Robin")
    for number in range(5):
        note(author, title=f"口红合集 {number}", body="serum and lipstick")
    taken_up(keeper)
    told = found("kouhong")
    assert (told["did"], told["text"], len(notes_of(told))) == ("corrected", "口红", 5)
    page = Client().get("/search", {"q": "kouhong"}).content.decode()
    assert "口红" in page
    assert 'class="search-did"' in page
    assert found("srum")["did"] == "corrected"


def test_nothing_is_blank(keeper: IndexKeeper) -> None:
    author = member("Robin")
    note(author, title="滑雪装备", body="雪板")
    taken_up(keeper)
    assert found("滑雪 xyzzy qwert plugh")["did"] == "relaxed"
    told = found("xyzzy")
    assert told["did"] == "related"
    assert notes_of(told)


@pytest.mark.parametrize(
    "text",
    ["((((", '"', "🧴", "\x01\x1b", "'; DROP x; --", ".*(a+)+$", " ".join(f"w{n}" for n in range(500))],
)
def test_whatever_is_typed_is_answered(keeper: IndexKeeper, text: str) -> None:
    note(member("Robin"), title="滑雪装备", body="雪板")
    taken_up(keeper)
    assert Client().get("/search", {"q": text}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"q": "a" * 100_000}, "query_too_long"),
        ({"q": "a", "colour": "red"}, "unknown_choice"),
        ({"q": "a", "sort": "luck"}, "unknown_choice"),
        ({"q": "a", "tab": "house"}, "unknown_choice"),
        ({"q": "a", "since": "-1"}, "unknown_choice"),
        ({"q": "a", "cursor": "AAAA"}, "invalid_cursor"),
    ],
)
def test_what_cannot_be_read_is_refused(keeper: IndexKeeper, asked: dict[str, str], code: str) -> None:
    answer = Client().get("/api/v1/search", asked)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_pages_follow_each_other_and_a_cursor_belongs_to_its_query(keeper: IndexKeeper) -> None:
    author = member("Robin")
    with without_limits():
        for number in range(35):
            note(author, title=f"口红 {number}", body="唇")
    taken_up(keeper)
    first = found("口红")
    second = found("口红", cursor=str(first["next_cursor"]))
    assert len({*notes_of(first), *notes_of(second)}) == 35
    assert second["next_cursor"] == ""
    other = Client().get("/api/v1/search", {"q": "唇", "cursor": first["next_cursor"]})
    assert other.status_code == 400


def test_highlights_are_places_in_the_titles(keeper: IndexKeeper) -> None:
    key = wire_form(note(member("Robin"), title="這支口紅好看", body="x"))
    taken_up(keeper)
    assert found("口红")["highlights"] == [{"id": key, "begin": 2, "end": 4}]


def test_ones_own_searches_are_listed_and_cleared(keeper: IndexKeeper) -> None:
    reader = member("Sam")
    client = signed_in(reader)
    for text in ("口红", "面霜", "口红"):
        client.get("/search", {"q": text})
    assert list_history(reader) == ("口红", "面霜")
    row = SearchRow.objects.filter(user_id=reader).latest("id")
    assert row.request_id
    assert "口红" in client.get("/search").content.decode()
    assert client.post("/search/forget").status_code == 302
    assert list_history(reader) == ()
    assert clear_history(user_id=reader) == 0


def test_a_query_is_suggested_and_hot_when_enough_people_made_it_and_staff_did_not_stop_it(
    keeper: IndexKeeper,
) -> None:
    taken_up(keeper)
    for number in range(people_needed()):
        assert "早c晚a" not in suggest(begun="早")
        record_search(text="早C晚A", found=3, user_id=None, visitor=f"v{number}")
        record_search(text="一人狂搜", found=3, user_id=None, visitor="same")
        forget_all()
    assert suggest(begun="早") == ("早c晚a",)
    assert list_hot() == ("早c晚a",)
    StoppedRow.objects.create(id=1 << 40, folded="早c晚a")
    forget_all()
    assert suggest(begun="早") == ()
    assert list_hot() == ()


def test_staff_see_each_features_part_and_nobody_else_does(keeper: IndexKeeper) -> None:
    author = member("Robin")
    note(author, title="口红合集", body="唇")
    taken_up(keeper)
    asked = {"q": "口红", "explain": "1"}
    assert b"search-explained" in signed_in(author, is_staff=True).get("/search", asked).content
    assert b"search-explained" not in Client().get("/search", asked).content


def test_a_damaged_index_is_made_anew_at_start(keeper: IndexKeeper) -> None:
    key = wire_form(note(member("Robin"), title="口红合集", body="唇"))
    taken_up(keeper)
    there = folder.current()
    assert there is not None
    keeper.close()
    (there / "index" / "meta.json").write_text("{ broken")
    READER.forget()
    assert found("口红")["notes"] == []
    IndexKeeper().refresh()
    READER.forget()
    assert notes_of(found("口红")) == [key]


def test_a_rebuild_puts_a_new_index_to_use_and_one_that_fails_leaves_the_old_one(keeper: IndexKeeper) -> None:
    author = member("Robin")
    first = wire_form(note(author, title="口红合集", body="唇"))
    taken_up(keeper)
    before = folder.current()
    assert rebuild() == folder.current() != before
    second = wire_form(note(author, title="口红试色", body="唇"))
    taken_up(keeper)
    assert set(notes_of(found("口红"))) == {first, second}
    # What a killed rebuild leaves is a folder that nothing names.
    left = folder.begin()
    READER.forget()
    assert set(notes_of(found("口红"))) == {first, second}
    assert folder.current() != left
