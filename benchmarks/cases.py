"""What is asked of the pages: for each case the requests that a run draws from, as a browser makes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hongshu.community.notes.models import NoteRow
from hongshu.community.notes.queries import list_channels
from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.queries import explore_page
from hongshu.kernel.ids import wire_form
from hongshu.platform.accounts.models import User
from hongshu.store.catalog.models import ProductRow

# What Chromium on a phone sends with a page.
_BROWSER = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/156.0.0.0 Mobile Safari/537.36"
)
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
_LANGUAGES = ("zh-CN,zh;q=0.9,en;q=0.8", "en-GB,en;q=0.9")
_ADDRESSES_A_CASE = 3000
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Case:
    """Addresses of one kind of page. ``cookie`` makes the request a member's."""

    name: str
    about: str
    addresses: Sequence[str]
    cookie: str = ""

    def requests(self) -> list[str]:
        """The bytes of a request for every address in both languages."""
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        return [
            f"GET {address} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {_BROWSER}\r\nAccept: {_ACCEPT}\r\n"
            f"Accept-Language: {language}\r\nAccept-Encoding: gzip, deflate, br\r\n{cookie}\r\n"
            for address in self.addresses
            for language in _LANGUAGES
        ]


def page_cases(chance: Random) -> list[Case]:
    """The pages that most requests ask for."""
    tabs = ["/"] * 8 + [f"/?channel={channel.slug}" for channel in list_channels()]
    onward = _cursors(pages=100)
    public = NoteRow.objects.filter(visibility="public").order_by("id").values_list("id", flat=True)
    notes = chance.sample(list(public), k=min(_ADDRESSES_A_CASE, len(public)))
    products = list(ProductRow.objects.order_by("id").values_list("id", flat=True))
    return [
        Case(
            "explore",
            "first page of the waterfall: eight of nineteen ask for all, the others for a channel",
            tabs,
        ),
        Case("explore_member", "the same for a signed-in member", tabs, cookie=_session(chance)),
        Case(
            "explore_more",
            "the next cards while scrolling, of pages 2 to 100",
            [f"/?order=newest&cursor={cursor}&fragment=1" for cursor in onward],
        ),
        Case("note", "a note picked at random", [f"/note/{wire_form(key)}" for key in notes]),
        Case(
            "product",
            "a product picked at random from all",
            [f"/product/{wire_form(key)}" for key in products],
        ),
        Case(
            "feed_json",
            "the feed of the API, first page of all and of each channel",
            [address.replace("/", "/api/v1/notes", 1) for address in tabs],
        ),
        Case(
            "feed_json_more",
            "the feed of the API, pages 2 to 100",
            [f"/api/v1/notes?order=newest&cursor={cursor}" for cursor in onward],
        ),
    ]


def _cursors(*, pages: int) -> list[str]:
    visitor = Viewer(user_id=None, language="zh")
    found: list[str] = []
    cursor = ""
    for _ in range(pages - 1):
        cursor = explore_page(visitor, channel="", cursor=cursor, order="newest").next_cursor
        if not cursor:
            break
        found.append(cursor)
    return found


def _session(chance: Random) -> str:
    client = Client()
    client.force_login(chance.choice(list(User.objects.order_by("id")[:100])))
    return f"session={client.cookies['session'].value}"


def look_at(case: Case, chance: Random) -> dict[str, Any]:
    """The most statements and the size of some of a case's pages, which this process has not seen before."""
    client = Client(SERVER_NAME="localhost", HTTP_COOKIE=case.cookie)
    addresses = chance.sample(list(case.addresses), k=min(_LOOKED_AT, len(case.addresses)))
    client.get(addresses[0])
    counts, sizes = [], []
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        counts.append(len(asked))
        sizes.append(len(answer.content))
    return {"most_queries": max(counts), "bytes": sorted(sizes)[len(sizes) // 2]}


def statements_of(case: Case, run: Callable[[str], Any]) -> list[tuple[str, Any]]:
    """The statements of one page of a case, each with what *run* makes of it (an EXPLAIN)."""
    client = Client(SERVER_NAME="localhost", HTTP_COOKIE=case.cookie)
    client.get(case.addresses[0])
    with CaptureQueriesContext(connection) as asked:
        client.get(case.addresses[-1])
    return [(query["sql"], run(query["sql"])) for query in asked.captured_queries]
