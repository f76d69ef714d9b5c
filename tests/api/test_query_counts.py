"""A request asks little of the database, whoever asks, however much there is to show.

Every address that can be read is looked at: session, account, badge and all else included, with nothing in
the memory of the process.
"""

from __future__ import annotations

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.api.busy import make_busy
from tests.api.test_routes_and_roles import OURS, address_of
from tests.api.world import World

from hongshu.kernel.ids import wire_form
from hongshu.kernel.kept import forget_all

MOST = 8
# What visitors ask for most.
HOT = ("", "note/<id:note_id>", "api/v1/notes", "api/v1/notes/<note_id>")
MOST_HOT = 6
READ = [route for route, methods in OURS.items() if "GET" in methods and route != "api/v1/"]


def asked_by(client: Client, address: str, **send: object) -> list[str]:
    """The statements of a request that finds nothing in this process."""
    forget_all()
    caches["process"].clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(address, **send)  # type: ignore[arg-type]
    return [query["sql"] for query in asked.captured_queries]


def tables_of(statements: list[str]) -> list[str]:
    return [" ".join(dict.fromkeys(re.findall(r'(?:FROM|JOIN) "?(\w+)', sql))) for sql in statements]


@pytest.mark.parametrize("size", [5, 30])
def test_no_page_and_no_read_of_the_api_asks_more_than_eight_things(world: World, size: int) -> None:
    held = make_busy(world, size)
    places = ["/destinations/japan", "/destinations/japan/tokyo", "/nearby?place=japan/tokyo",
              f"/note/{wire_form(held)}", "/?order=newest", "/?channel=skincare", "/member/person1",
              "/notifications?tab=talk", "/notifications?tab=likes", "/member/person0/boards",
              f"/product/{wire_form(world.product)}?voice=kols", "/search?q=serum"]  # fmt: skip
    too_many = []
    for role in ("author", "other", "staff"):
        client = world.client(role)
        for route in READ:
            row = OURS[route]["GET"]
            send = row.send(world) if callable(row.send) else row.send
            found = asked_by(client, address_of(route, world), **send)
            if len(found) > MOST:
                too_many.append((role, route, len(found), tables_of(found)))
        for address in places:
            found = asked_by(client, address)
            if len(found) > MOST:
                too_many.append((role, address, len(found), tables_of(found)))
    assert not too_many, "\n".join(map(str, too_many))


def test_what_visitors_ask_for_most_asks_at_most_six_things(world: World) -> None:
    make_busy(world, 6)
    for route in HOT:
        found = asked_by(world.client("anonymous"), address_of(route, world))
        assert len(found) <= MOST_HOT, (route, tables_of(found))
