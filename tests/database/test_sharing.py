"""What the site tells others about itself: meta data of pages, feeds, sitemap, robots."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.support.community import dated_note, member, note, picture, product

from hongshu.community.members.models import ProfileRow
from hongshu.community.notes.contracts import Visibility
from hongshu.community.notes.models import NoteRow
from hongshu.kernel import settings as house
from hongshu.kernel.ids import wire_form
from hongshu.platform.media.contracts import HOUSE_OWNER
from hongshu.store.catalog.services import set_product_pictures

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
EVIL = '</script><script>alert("x")</script>'


def site() -> str:
    return house.current().public_url


def meta(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', html))


def things(html: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return [json.loads(text) for text in found]


def text_of(answer: Any) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(data).decode()


def test_a_note_says_what_it_is_with_absolute_addresses() -> None:
    robin = member("Robin", handle="robin")
    lamp = product()
    key = note(robin, title="A lamp", product_ids=(lamp,), topics=("home",), place="Oslo")
    url = f"{site()}/note/{wire_form(key)}"
    html = Client().get(f"/note/{wire_form(key)}").content.decode()
    told = meta(html)
    assert told["og:title"] == "A lamp"
    assert told["og:url"] == url
    assert told["og:image"].startswith(f"{site()}/media/")
    assert told["og:image:alt"] == "A lamp on a desk"
    assert f'<link rel="canonical" href="{url}">' in html
    [thing] = things(html)
    assert thing["author"]["url"] == f"{site()}/member/robin"
    assert thing["image"][0]["caption"] == "A lamp on a desk"
    assert thing["contentLocation"]["name"] == "Oslo"
    assert thing["mentions"][0]["url"] == f"{site()}/product/{wire_form(lamp)}"


def test_a_rated_note_about_one_product_is_its_review() -> None:
    robin = member("Robin")
    key = note(robin, product_ids=(product(),))
    NoteRow.objects.filter(id=key).update(rating=4)
    [thing] = things(Client().get(f"/note/{wire_form(key)}").content.decode())
    assert "Review" in thing["@type"]
    assert thing["reviewRating"]["ratingValue"] == 4
    assert thing["itemReviewed"]["@type"] == "Product"


def test_a_product_says_its_price_and_where_it_stands() -> None:
    lamp = product(price_minor=12_950)
    set_product_pictures(product_id=lamp, picture_ids=[picture(HOUSE_OWNER)])
    html = Client().get(f"/product/{wire_form(lamp)}").content.decode()
    goods, trail = things(html)
    assert goods["offers"]["lowPrice"] == "129.50"
    assert goods["offers"]["priceCurrency"] == "CNY"
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]
    assert meta(html)["product:price:amount"] == "129.50"


def test_brand_and_profile_say_who_they_are() -> None:
    product()
    member("Robin", handle="robin")
    [brand] = things(Client().get("/brand/nordlys").content.decode())
    assert brand["@type"] == "Brand"
    html = Client().get("/member/robin").content.decode()
    [profile] = things(html)
    assert profile["mainEntity"]["alternateName"] == "@robin"
    assert f'href="{site()}/member/robin/feed.xml"' in html


def test_what_a_member_writes_closes_no_script_and_opens_no_tag() -> None:
    key = note(member("Robin"), title="<b>&\"'", body=EVIL)
    html = Client().get(f"/note/{wire_form(key)}").content.decode()
    assert EVIL not in html
    [thing] = things(html)
    assert thing["articleBody"] == EVIL
    assert thing["headline"] == "<b>&\"'"


def test_a_members_feed_holds_what_everybody_may_see_the_newest_first() -> None:
    robin = member("Robin", handle="robin")
    old = dated_note(robin, day=1, title="Old & <good>")
    new = dated_note(robin, day=2, title="New")
    note(robin, title="Hidden", visibility=Visibility.PRIVATE)
    held = note(robin, title="Held")
    NoteRow.objects.filter(id=held).update(is_held=True)
    answer = Client().get("/member/robin/feed.xml")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["New", "Old & <good>"]
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries]  # type: ignore[union-attr]
    assert links == [f"{site()}/note/{wire_form(key)}" for key in (new, old)]
    again = Client().get("/member/robin/feed.xml", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_private_accounts_feed_is_empty_and_an_unknown_members_is_not_there() -> None:
    robin = member("Robin", handle="robin")
    note(robin, title="For followers")
    NoteRow.objects.update(is_restricted=True)
    ProfileRow.objects.update(is_private=True)
    assert "For followers" not in Client().get("/member/robin/feed.xml").content.decode()
    assert "feed.xml" not in Client().get("/member/robin").content.decode()
    assert Client().get("/member/nobody_here/feed.xml").status_code == 404


def test_a_topics_feed_is_well_formed_for_any_topic() -> None:
    note(member("Robin"), title="In Tokyo", topics=("东京购物",))
    feed = ElementTree.fromstring(Client().get(f"/topic/{quote('东京购物')}/feed.xml").content)
    assert [each.findtext(f"{ATOM}title") for each in feed.findall(f"{ATOM}entry")] == ["In Tokyo"]
    assert feed.find(f"{ATOM}link[@rel='self']").get("href", "").endswith("/feed.xml")  # type: ignore[union-attr]


def test_the_sitemap_lists_every_public_address_and_no_other() -> None:
    robin = member("Robin", handle="robin")
    ProfileRow.objects.filter(user_id=member("Quiet", handle="quiet")).update(is_private=True)
    lamp = product()
    seen = note(robin, topics=("东京购物",), product_ids=(lamp,))
    hidden = note(robin, visibility=Visibility.PRIVATE)
    client = Client()
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    parts = [loc.text or "" for loc in index.iter(f"{SITEMAP}loc")]
    listed: set[str] = set()
    for part in parts:
        assert part.startswith(site())
        answer = client.get(part.removeprefix(site()))
        assert answer.status_code == 200, part
        listed |= {loc.text or "" for loc in ElementTree.fromstring(text_of(answer)).iter(f"{SITEMAP}loc")}
    wanted = {
        f"/note/{wire_form(seen)}",
        f"/product/{wire_form(lamp)}",
        "/member/robin",
        f"/topic/{quote('东京购物')}",
        "/brand/nordlys",
        "/shop/lamps",
        "/",
    }
    assert {f"{site()}{path}" for path in wanted} <= listed
    assert f"{site()}/note/{wire_form(hidden)}" not in listed
    assert f"{site()}/member/quiet" not in listed
    for address in sorted(listed):
        assert client.get(address.removeprefix(site()) or "/").status_code == 200, address


def test_parts_of_the_sitemap_meet_without_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    from hongshu.flows.pages.queries import addresses

    robin = member("Robin")
    keys = {wire_form(note(robin)) for _ in range(7)}
    monkeypatch.setattr(addresses, "PART", 3)
    monkeypatch.setattr(addresses, "_STEP", 2)
    parts = [part for part in addresses.list_address_parts() if part.kind == "notes"]
    found = [[a.name for a in addresses.iter_addresses("notes", part.first)] for part in parts]
    assert [len(part) for part in found] == [3, 3, 1]
    assert {name for part in found for name in part} == keys


def test_robots_are_told_where_the_sitemap_is_and_what_is_not_for_them() -> None:
    text = Client().get("/robots.txt").content.decode()
    assert f"Sitemap: {site()}/sitemap.xml" in text
    assert "Disallow: /settings" in text
    for address in ("/sitemap/nothing-all.xml", "/sitemap/notes-all.xml", "/sitemap/members-x.xml"):
        assert Client().get(address).status_code == 404
