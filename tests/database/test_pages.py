"""The pages as they are served: what they show, to whom, in how many queries."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support.community import dated_note, member, note, picture, product

from hongshu.community.members.queries import get_profile
from hongshu.community.notes.contracts import Visibility
from hongshu.community.notes.services import delete_note, recount_products
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.models import User
from hongshu.platform.media.contracts import HOUSE_OWNER
from hongshu.store.catalog.services import set_brand_mark, set_product_pictures

pytestmark = pytest.mark.django_db


class World:
    """A member with notes about two lamps."""

    def __init__(self) -> None:
        self.author = member("Robin", handle="robin")
        self.lamp, self.bulb = product("lamp"), product("bulb")
        set_product_pictures(product_id=self.lamp, picture_ids=[picture(HOUSE_OWNER)])
        set_brand_mark(slug="nordlys", picture_id=picture(HOUSE_OWNER))
        self.notes = [
            dated_note(
                self.author,
                day=day + 1,
                title=f"Note {day}",
                product_ids=(self.lamp, self.bulb),
                channel="home",
            )
            for day in range(9)
        ]
        self.hidden = note(
            self.author, title="Hidden", visibility=Visibility.PRIVATE, product_ids=(self.lamp,)
        )
        recount_products([self.lamp, self.bulb])

    @property
    def addresses(self) -> dict[str, str]:
        return {
            "explore": "/",
            "channel": "/?channel=home",
            "note": f"/note/{wire_form(self.notes[0])}",
            "product": f"/product/{wire_form(self.lamp)}",
            "brand": "/brand/nordlys",
            "shop": "/shop",
            "category": "/shop/lamps",
            "member": "/member/robin",
            "search": "/search?q=lamp",
        }


@pytest.fixture
def world() -> World:
    return World()


def signed_in(user_id: Id) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client


def test_every_page_reads_in_both_languages_without_signing_in_and_without_a_script(world: World) -> None:
    for language, lang in (("zh-CN,zh;q=0.9", "zh-Hans"), ("en-GB", "en")):
        for name, address in world.addresses.items():
            answer = Client().get(address, headers={"Accept-Language": language})
            html = answer.content.decode()
            assert answer.status_code == 200, (name, html[:500])
            assert f'<html lang="{lang}"' in html, name
            assert "Hidden" not in html, name
            if name not in ("shop", "category", "search"):
                assert "Note 0" in html, name


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_the_hot_pages_ask_at_most_six_things_of_the_database_and_others_eight(
    world: World, is_signed_in: bool
) -> None:
    client = signed_in(member("Kim")) if is_signed_in else Client()
    # Who is signed in, and their chip and what waits for them, come on top for a member.
    own = 4 if is_signed_in else 0
    for name, address in world.addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        most = 6 if name in ("explore", "channel", "note") else 8
        assert len(asked) <= most + own, (name, [query["sql"][:160] for query in asked])


def test_the_number_of_queries_does_not_grow_with_the_number_of_cards(world: World) -> None:
    Client().get("/")
    with CaptureQueriesContext(connection) as few:
        Client().get("/")
    others = [member(f"R{n}") for n in range(5)]
    for other in others:
        note(other, title="More", product_ids=(world.lamp,))
    Client().get("/")
    with CaptureQueriesContext(connection) as many:
        Client().get("/")
    assert len(many) == len(few)


def test_a_member_sees_their_private_notes_on_their_own_profile_only(world: World) -> None:
    own = signed_in(world.author)
    assert "Hidden" in own.get("/member/robin").content.decode()
    assert own.get(f"/note/{wire_form(world.hidden)}").status_code == 200
    assert "Hidden" not in own.get("/").content.decode()
    assert "Hidden" not in signed_in(member("Kim")).get("/member/robin").content.decode()
    assert Client().get(f"/note/{wire_form(world.hidden)}").status_code == 404


def test_the_waterfall_goes_on_by_fragments_to_its_end(world: World) -> None:
    other = member("Kim")
    for day in range(28):
        dated_note(other, day=day + 1, title=f"Kim {day}")
    client = Client()
    html = client.get("/").content.decode()
    titles = re.findall(r'class="card-link"[^>]*>([^<]+)<', html)
    onward = re.search(r'rel="next" href="([^"]+)"', html)
    assert onward is not None
    fragment = client.get(onward.group(1).replace("&amp;", "&") + "&fragment=1").content.decode()
    assert "<html" not in fragment
    titles += re.findall(r'class="card-link"[^>]*>([^<]+)<', fragment)
    assert len(titles) == len(set(titles)) == 37


def test_a_like_is_given_and_taken_back_and_asks_who_is_not_signed_in(world: World) -> None:
    address = f"/note/{wire_form(world.notes[0])}/like"
    kim = signed_in(member("Kim"))
    accept: Any = {"Accept": "application/json"}
    assert kim.post(address, {"liked": "1"}, headers=accept).json() == {"liked": True, "count": 1}
    assert kim.post(address, {"liked": ""}, headers=accept).json() == {"liked": False, "count": 0}
    refused = Client().post(address, {"liked": "1"}, headers=accept)
    assert (refused.status_code, refused.json()["code"]) == (401, "sign_in_needed")


@pytest.mark.parametrize(
    "address",
    ["/note/11111111111", "/note/xx", "/product/11111111111", "/brand/nobody", "/member/nobody", "/shop/x",
     "/?channel=x", "/nothing"],
)  # fmt: skip
def test_what_is_not_there_answers_404_with_a_page_that_says_so(address: str) -> None:
    answer = Client().get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "Nothing grows here" in answer.content.decode()


def test_a_changed_cursor_is_refused_in_words() -> None:
    answer = Client().get("/?cursor=abc", headers={"Accept-Language": "zh"})
    assert answer.status_code == 400
    assert "cursor" not in answer.content.decode().split("<main")[1].split("</main>")[0]


def test_only_the_author_deletes_a_note(world: World) -> None:
    address = f"/note/{wire_form(world.notes[0])}/delete"
    assert signed_in(member("Kim")).post(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert signed_in(world.author).post(address).status_code == 302
    assert Client().get(world.addresses["note"]).status_code == 404


def test_signing_up_makes_the_account_and_its_profile_together() -> None:
    client = Client()
    sent = {"name": "小满", "email": "Man@Example.com", "password1": "only-for-tests-7", "phone": ""}
    answer = client.post("/account/signup/", sent)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    user = User.objects.get()
    assert get_profile(user.id).name == "小满"
    again = Client().post("/account/signup/", sent, headers={"Accept-Language": "en"})
    assert again.status_code == 200
    assert "has an account already" in again.content.decode()
    assert User.objects.count() == 1
    assert (
        Client()
        .post("/account/login/", {"login": "man@example.com", "password": "only-for-tests-7"})
        .status_code
        == 302
    )


def test_what_is_deleted_is_gone_from_the_first_page_at_once_though_it_is_held_for_a_second(
    world: World,
) -> None:
    assert "Note 8" in Client().get("/?order=newest").content.decode()
    delete_note(author_id=world.author, note_id=world.notes[8])
    html = Client().get("/?order=newest").content.decode()
    assert "Note 8" not in html
    assert "Note 7" in html
