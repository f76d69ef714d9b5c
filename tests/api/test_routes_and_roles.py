"""Every address of the program, and what each kind of person gets there. A route that is not listed fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver
from tests.api import buying_rows
from tests.api.rows import (
    EVERYBODY,
    MEMBERS_PAGE,
    NOBODY,
    READ,
    ROLES,
    Row,
    a_comment,
    a_note,
    a_picture,
    a_report,
    an_edit,
    json_body,
)
from tests.api.world import World, note_input

from hongshu.community.responses.services import save_board
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.media.queries import list_pictures_by_id

# Route as Django has it → method → what comes of it, for ROLES in their order.
API: dict[str, dict[str, Row]] = {
    "api/v1/": {"GET": Row(NOBODY)},
    "api/v1/openapi.json": READ,
    "api/v1/notes": {"GET": Row(EVERYBODY), "POST": Row((401, 404, 404, 201), a_note)},
    "api/v1/notes/<note_id>": {
        "GET": Row(EVERYBODY),
        "PUT": Row((401, 404, 404, 200), json_body(lambda world: note_input(world, version=1))),
        "DELETE": Row((401, 404, 404, 204)),
    },
    "api/v1/notes/<note_id>/written": {"GET": Row((401, 404, 404, 200))},
    "api/v1/notes/<note_id>/versions": {"GET": Row((401, 404, 404, 200))},
    "api/v1/notes/<note_id>/versions/<version>/restore": {
        "POST": Row((401, 404, 404, 404), json_body(lambda _world: {"version": 1}))
    },
    "api/v1/notes/<note_id>/edit-draft": {
        "PUT": Row((401, 404, 404, 200), json_body(lambda world: note_input(world, version=1))),
        "DELETE": Row((401, 204, 204, 204)),
    },
    "api/v1/notes/<note_id>/pin": {
        "PUT": Row((401, 404, 404, 204)),
        "DELETE": Row((401, 404, 404, 204)),
    },
    "api/v1/drafts": {"GET": Row((401, 200, 200, 200))},
    "api/v1/drafts/<slug:key>": {
        "GET": Row((401, 404, 404, 404)),
        "PUT": Row((401, 200, 200, 200), json_body(note_input)),
        "DELETE": Row((401, 204, 204, 204)),
    },
    "api/v1/drafts/<slug:key>/schedule": {
        "PUT": Row((401, 404, 404, 404), json_body(lambda _world: {"publish_at": None}))
    },
    "api/v1/deleted-notes": {"GET": Row((401, 200, 200, 200))},
    "api/v1/deleted-notes/<note_id>": {"DELETE": Row((401, 404, 404, 204))},
    "api/v1/notes/<note_id>/like": {
        "PUT": Row((401, 200, 200, 200)),
        "DELETE": Row((401, 200, 200, 200)),
    },
    "api/v1/notes/<note_id>/share": {"PUT": Row((401, 200, 200, 200))},
    "api/v1/notes/<note_id>/comments": {
        "GET": Row(EVERYBODY),
        "POST": Row((401, 201, 201, 201), a_comment),
    },
    "api/v1/notes/<note_id>/comments/closed": {
        "PUT": Row((401, 403, 403, 204)),
        "DELETE": Row((401, 403, 403, 204)),
    },
    "api/v1/comments/<comment_id>": {"DELETE": Row((401, 403, 403, 204))},
    "api/v1/comments/<comment_id>/replies": READ,
    "api/v1/comments/<comment_id>/like": {
        "PUT": Row((401, 200, 200, 200)),
        "DELETE": Row((401, 200, 200, 200)),
    },
    "api/v1/comments/<comment_id>/pin": {
        "PUT": Row((401, 403, 403, 204)),
        "DELETE": Row((401, 403, 403, 204)),
    },
    "api/v1/products/<product_id>": READ,
    "api/v1/shop/<slug:slug>": READ,
    "api/v1/products/<product_id>/notes": READ,
    "api/v1/products/<product_id>/questions": {
        "GET": Row(EVERYBODY),
        "POST": Row((401, 201, 201, 409), json_body(lambda _world: {"body": "敏感肌能用吗？"})),
    },
    "api/v1/questions/<question_id>": READ,
    "api/v1/questions/<question_id>/answers": {
        "POST": Row((401, 403, 403, 201), json_body(lambda _world: {"body": "能，我就是。"}))
    },
    "api/v1/brands/<slug:slug>": READ,
    "api/v1/brands/<slug:slug>/notes": READ,
    "api/v1/brands/<slug:slug>/products": READ,
    "api/v1/members/<slug:handle>": READ,
    "api/v1/members/<slug:handle>/notes": READ,
    "api/v1/members/<slug:handle>/boards": READ,
    "api/v1/members/<slug:handle>/likes": READ,
    "api/v1/boards": {"POST": Row((401, 201, 201, 201), json_body(lambda _world: {"title": "春天"}))},
    "api/v1/boards/<board_id>": {
        "GET": Row(EVERYBODY),
        "PUT": Row((401, 404, 404, 204), json_body(lambda _world: {"title": "秋天"})),
        "DELETE": Row((401, 404, 404, 204)),
    },
    "api/v1/notes/<note_id>/collect": {
        "PUT": Row((401, 200, 200, 200)),
        "DELETE": Row((401, 200, 200, 200)),
    },
    "api/v1/boards/<board_id>/notes/<note_id>": {
        "PUT": Row((401, 404, 404, 200)),
        "DELETE": Row((401, 404, 404, 200)),
    },
    "api/v1/boards/<board_id>/notes/<note_id>/place": {
        "PUT": Row((401, 404, 404, 204), json_body(lambda _world: {}))
    },
    "api/v1/boards/<board_id>/editors": {
        "POST": Row((401, 404, 404, 204), json_body(lambda _world: {"handle": "other"}))
    },
    # Whoever names themselves as who goes, goes; here it is the author, who owns the board.
    "api/v1/boards/<board_id>/editors/<slug:handle>": {"DELETE": Row((401, 403, 403, 204))},
    "api/v1/boards/<board_id>/invitation": {
        "PUT": Row((401, 404, 404, 404)),
        "DELETE": Row((401, 404, 404, 404)),
    },
    "api/v1/completions/members": {"GET": Row((401, 200, 200, 200), {"data": {"q": "a"}})},
    "api/v1/search": {"GET": Row(EVERYBODY, {"data": {"q": "护"}})},
    "api/v1/search/suggestions": {"GET": Row(EVERYBODY, {"data": {"q": "护"}})},
    "api/v1/completions/topics": {"GET": Row((401, 200, 200, 200), {"data": {"q": "护"}})},
    "api/v1/channels": READ,
    "api/v1/topics/<topic>": READ,
    "api/v1/destinations": READ,
    "api/v1/destinations/<slug:country>": READ,
    "api/v1/destinations/<slug:country>/<slug:city>": READ,
    "api/v1/nearby": READ,
    "api/v1/suggested-members": {"GET": Row((401, 200, 200, 200))},
    "api/v1/identity": {
        "GET": Row((401, 200, 200, 200)),
        "POST": Row((401, 422, 422, 422), json_body(lambda _world: {"name": "林小满", "number": "1"})),
        "DELETE": Row((401, 204, 204, 204)),
    },
    "api/v1/kol": {
        "GET": Row((401, 200, 200, 200)),
        "POST": Row(
            (401, 201, 201, 201), json_body(lambda _world: {"field": "护肤", "words": "十年配方师。"})
        ),
    },
    "api/v1/notifications": {"GET": Row((401, 200, 200, 200))},
    "api/v1/notifications/unread": {"GET": Row((401, 200, 200, 200))},
    "api/v1/notifications/stream-token": {"GET": Row((401, 200, 200, 200))},
    "api/v1/notifications/read": {
        "POST": Row((401, 200, 200, 200), json_body(lambda _world: {"tab": "likes"}))
    },
    "api/v1/pictures": {"POST": Row((401, 201, 201, 201), a_picture("file"))},
    "api/v1/text-covers": {
        "GET": Row(EVERYBODY),
        "POST": Row((401, 201, 201, 201), json_body(lambda _world: {"line": "空瓶记", "template": "clouds"})),
    },
    "api/v1/reports": {"POST": Row((401, 202, 202, 422), json_body(a_report))},
    "api/v1/decisions": {"GET": Row((401, 200, 200, 200))},
    "api/v1/decisions/<decision_id>/appeal": {
        "POST": Row((401, 404, 404, 200), json_body(lambda _world: {"words": "那不是刷屏。"}))
    },
    "api/v1/behaviour/batches": {
        "POST": Row((400, 400, 400, 400), json_body(lambda _world: {"view": "forged", "events": []}))
    },
}
WEB: dict[str, dict[str, Row]] = {
    "media/<path:name>": READ,
    "": READ,
    "search": READ,
    "search/suggestions": READ,
    "search/forget": {"POST": Row((401, 302, 302, 302))},
    "note/<id:note_id>": READ,
    "note/<id:note_id>/like": {"POST": Row((401, 302, 302, 302), {"data": {"liked": "1"}})},
    "note/<id:note_id>/share": {"POST": Row((401, 302, 302, 302))},
    "note/<id:note_id>/delete": {"GET": Row((302, 404, 404, 200)), "POST": Row((401, 404, 404, 302))},
    "note/<id:note_id>/comments": {
        "GET": Row(EVERYBODY),
        "POST": Row((401, 302, 302, 302), {"data": {"body": "好看"}}),
    },
    "note/<id:note_id>/comments/close": {"POST": Row((401, 403, 403, 302), {"data": {"closed": "1"}})},
    "comment/<id:comment_id>": READ,
    "comment/<id:comment_id>/like": {"POST": Row((401, 302, 302, 302), {"data": {"liked": "1"}})},
    "comment/<id:comment_id>/pin": {"POST": Row((401, 403, 403, 302), {"data": {"pinned": "1"}})},
    "comment/<id:comment_id>/delete": {
        "GET": Row((302, 403, 403, 200)),
        "POST": Row((401, 403, 403, 302)),
    },
    "note/<id:note_id>/edit": {
        "GET": Row((302, 404, 404, 200)),
        "POST": Row((401, 404, 404, 302), an_edit),
    },
    "note/<id:note_id>/history": {"GET": Row((302, 404, 404, 200))},
    "note/<id:note_id>/history/restore": {
        "POST": Row((401, 302, 302, 302), {"data": {"version": "1", "seen": "1"}})
    },
    "note/<id:note_id>/edit/draft": {"POST": Row((401, 404, 404, 200), an_edit)},
    "note/<id:note_id>/edit/discard": {"POST": Row((401, 302, 302, 302))},
    "note/<id:note_id>/restore": {"POST": Row((401, 404, 404, 302))},
    "note/<id:note_id>/pin": {"POST": Row((401, 404, 404, 302), {"data": {"pinned": "1"}})},
    "settings/deleted": {"GET": Row(MEMBERS_PAGE)},
    "publish/draft": {"POST": Row((401, 200, 200, 200), {"data": {"draft": "k", "title": "草稿"}})},
    "publish/discard": {"POST": Row((401, 302, 302, 302), {"data": {"draft": "k"}})},
    "publish/unschedule": {"POST": Row((401, 404, 404, 404), {"data": {"draft": "k"}})},
    "publish/cover": {"GET": Row((302, 200, 200, 200), {"data": {"line": "空瓶记", "template": "clouds"}})},
    "publish/cover/add": {
        "POST": Row((401, 200, 200, 200), {"data": {"cover_line": "空瓶记", "cover_template": "clouds"}})
    },
    "product/<id:product_id>": READ,
    "product/<id:product_id>/questions": {
        "GET": Row(EVERYBODY),
        "POST": Row((401, 302, 302, 409), {"data": {"body": "敏感肌能用吗？"}}),
    },
    "product/<id:product_id>/provenance": READ,
    # Nobody's order; test_packing_console.py looks at one's own and another's.
    "orders/<id:order_id>/parcels": {"GET": Row((302, 404, 404, 404))},
    "p": READ,
    "p/<str:code>": READ,
    "question/<id:question_id>": {
        "GET": Row(EVERYBODY),
        "POST": Row((401, 403, 403, 302), {"data": {"body": "能，我就是。"}}),
    },
    "brand/<slug:slug>": READ,
    "shop": READ,
    "shop/<slug:slug>": READ,
    "member/<slug:handle>": READ,
    "following": {"GET": Row(MEMBERS_PAGE)},
    "suggested": {"GET": Row(MEMBERS_PAGE)},
    "topic/<str:topic>": READ,
    "topic/<str:topic>/feed.xml": READ,
    "member/<slug:handle>/feed.xml": READ,
    "destinations": READ,
    "destinations/<slug:country>": READ,
    "destinations/<slug:country>/<slug:city>": READ,
    "nearby": READ,
    "nearby/position": {
        "POST": Row((302, 302, 302, 302), {"data": {"latitude": "35.7", "longitude": "139.7"}})
    },
    "robots.txt": READ,
    "sitemap.xml": READ,
    "sitemap/<slug:kind>-<str:first>.xml": READ,
    "manifest.webmanifest": READ,
    "icons/<int:size>-<slug:purpose>.png": READ,
    "sw.js": READ,
    "offline/<slug:language>": READ,
    "member/<slug:handle>/followers": READ,
    "member/<slug:handle>/followed": READ,
    "member/<slug:handle>/follow": {"POST": Row((401, 302, 302, 422), {"data": {"follows": "1"}})},
    "member/<slug:handle>/block": {"POST": Row((401, 302, 302, 422), {"data": {"blocks": "1"}})},
    "member/<slug:handle>/mute": {"POST": Row((401, 302, 302, 422), {"data": {"mutes": "1"}})},
    "member/<slug:handle>/remove": {"POST": Row((401, 302, 302, 422))},
    "member/<slug:handle>/request": {"POST": Row((401, 404, 404, 422), {"data": {"accept": "1"}})},
    "member/<slug:handle>/boards": READ,
    "member/<slug:handle>/likes": READ,
    "note/<id:note_id>/collect": {"POST": Row((401, 302, 302, 302), {"data": {"collected": "1"}})},
    "note/<id:note_id>/boards": {
        "GET": Row(MEMBERS_PAGE),
        "POST": Row((401, 302, 302, 302), {"data": {"title": "冬天"}}),
    },
    "boards": {"POST": Row((401, 302, 302, 302), {"data": {"title": "夏天"}})},
    "board/<id:board_id>": READ,
    "board/<id:board_id>/edit": {
        "GET": Row((302, 404, 404, 200)),
        "POST": Row((401, 404, 404, 302), {"data": {"title": "秋天"}}),
    },
    "board/<id:board_id>/order": {"POST": Row((401, 404, 404, 404))},
    "board/<id:board_id>/delete": {"POST": Row((401, 404, 404, 302))},
    "board/<id:board_id>/editors": {"POST": Row((401, 404, 404, 302), {"data": {"handle": "other"}})},
    "board/<id:board_id>/invitation": {"POST": Row((401, 404, 404, 404), {"data": {"accept": "1"}})},
    "settings/privacy": {
        "GET": Row(MEMBERS_PAGE),
        "POST": Row((401, 302, 302, 302), {"data": {"comments_from": "all", "mentions_from": "all"}}),
    },
    "welcome": {"GET": Row(MEMBERS_PAGE), "POST": Row((401, 302, 302, 302), {"data": {"skip": "1"}})},
    "settings/data": {"GET": Row(MEMBERS_PAGE)},
    "settings/data/export": {"POST": Row((401, 302, 302, 302))},
    "settings/data/leave": {"POST": Row((401, 302, 409, 302))},
    "settings/data/<str:token>.zip": {"GET": Row((302, 404, 404, 404))},
    "leaving": {"GET": Row((302, 302, 302, 302)), "POST": Row((401, 302, 302, 302))},
    "settings/circle": {"GET": Row(MEMBERS_PAGE)},
    # Only a right signature lets anybody in.
    "customs/messages": {"POST": Row((400, 400, 400, 400))},
    "payments/notify/<slug:provider>": {"POST": Row((401, 401, 401, 401))},
    "settings/identity": {
        "GET": Row(MEMBERS_PAGE),
        "POST": Row((401, 302, 302, 302), {"data": {"act": "remove"}}),
    },
    "settings/kol": {
        "GET": Row(MEMBERS_PAGE),
        "POST": Row((401, 302, 302, 302), {"data": {"field": "护肤", "words": "十年配方师。"}}),
    },
    "report": {
        "GET": Row(MEMBERS_PAGE, lambda world: {"data": a_report(world)}),
        "POST": Row((401, 302, 302, 422), lambda world: {"data": a_report(world)}),
    },
    "settings/decisions": {"GET": Row(MEMBERS_PAGE)},
    "settings/decisions/<id:decision_id>": {
        "GET": Row((302, 404, 404, 200)),
        "POST": Row((401, 404, 404, 302), {"data": {"words": "那不是刷屏。"}}),
    },
    "publish": {"GET": Row(MEMBERS_PAGE), "POST": Row((401, 422, 422, 422))},
    "publish/pictures": {"POST": Row((401, 200, 200, 200), a_picture("file"))},
    "publish/products": {"GET": Row(MEMBERS_PAGE)},
    "settings": {"GET": Row(EVERYBODY), "POST": Row((401, 302, 302, 302), {"data": {"name": "新名字"}})},
    "notifications": {"GET": Row(MEMBERS_PAGE)},
    "notifications/read": {"POST": Row((401, 302, 302, 302))},
    "settings/notifications": {"GET": Row(MEMBERS_PAGE), "POST": Row((401, 302, 302, 302))},
    "language/<str:language>": {"GET": Row((302, 302, 302, 302))},
    "theme/<str:theme>": {"GET": Row((302, 302, 302, 302))},
}
# Answered to machines beside the program; `metrics` to this machine only.
MACHINES: dict[str, dict[str, Row]] = {"healthz": READ, "readyz": READ, "metrics": READ}
OURS = {**API, **buying_rows.API, **WEB, **buying_rows.WEB}
# What allauth and Django's admin bring with them, tested by their own rules below.
BROUGHT_ALONG = ("account/", "api/auth/", "console/")


def every_route() -> Iterator[str]:
    def walk(patterns: Any, before: str) -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield route

    yield from walk(get_resolver().url_patterns, "")


def _board_of(world: World) -> Id:
    """A public board of the author's."""
    return save_board(owner_id=world.author, title="春夏", note_ids=world.notes[:1])


def address_of(route: str, world: World) -> str:
    """The route with something in it that is there."""
    picture = list_pictures_by_id([world.picture])[world.picture]
    parts = {
        "<note_id>": wire_form(world.notes[0]),
        "<version>": "1",
        "<id:note_id>": wire_form(world.notes[0]),
        "<line_id>": wire_form(buying_rows.line_of(world)) if "<line_id>" in route else "",
        "<decision_id>": wire_form(world.decision),
        "<id:decision_id>": wire_form(world.decision),
        "<comment_id>": wire_form(world.comment),
        "<id:comment_id>": wire_form(world.comment),
        "<product_id>": wire_form(world.product),
        "<question_id>": wire_form(world.question),
        "<id:question_id>": wire_form(world.question),
        "<id:product_id>": wire_form(world.product),
        # Nobody has ordered anything: test_ordering_pages.py tries those who have.
        "<id:checkout_id>": wire_form(world.product),
        "<id:order_id>": wire_form(world.product),
        "<slug:slug>": "serum" if route.startswith(("shop/", "api/v1/shop/")) else "mingyu",
        "<slug:handle>": "author",
        "<slug:provider>": "wechat",
        "<slug:key>": "a-draft",
        "<topic>": "护肤",
        "<str:topic>": "护肤",
        "<slug:country>": "japan",
        "<slug:city>": "tokyo",
        "<slug:kind>-<str:first>": "members-all",
        "<int:size>-<slug:purpose>": "192-maskable",
        "<slug:language>": "zh",
        "<path:name>": picture.path(picture.widths[0], "webp"),
        "<board_id>": wire_form(_board_of(world)),
        "<id:board_id>": wire_form(_board_of(world)),
        "<str:token>": "forged",
        "<str:language>": "en",
        "<str:theme>": "dark",
        "<str:code>": buying_rows.code_of(world),
    }
    for placeholder, value in parts.items():
        route = route.replace(placeholder, value)
    assert "<" not in route, f"nothing to put into {route}"
    return f"/{route}"


def test_every_route_of_the_program_is_listed_here() -> None:
    found = {route for route in every_route() if not route.startswith(BROUGHT_ALONG)}
    assert found == set(OURS) | set(MACHINES)


@pytest.mark.parametrize(
    "route, method",
    [(route, method) for route, methods in {**OURS, **MACHINES}.items() for method in methods],
)
def test_each_role_gets_what_it_may(route: str, method: str, world: World) -> None:
    row = {**OURS, **MACHINES}[route][method]
    got = []
    for role in ROLES:
        send = row.send(world) if callable(row.send) else row.send
        ask = getattr(world.client(role), method.lower())
        got.append(ask(address_of(route, world), **send).status_code)
    assert tuple(got) == row.statuses


# The root of the API is no address of anything.
@pytest.mark.parametrize("route", sorted(set(OURS) - {"api/v1/"}))
def test_other_methods_are_refused_whoever_asks(route: str, world: World) -> None:
    address = address_of(route, world)
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(OURS[route]):
        for role in ("anonymous", "staff"):
            answer = getattr(world.client(role), method.lower())(address)
            assert answer.status_code == 405, f"{method} {address} as {role}"


def test_a_private_note_is_nobody_elses(world: World) -> None:
    for address in ("/note/{}", "/api/v1/notes/{}"):
        got = [
            world.client(role).get(address.format(wire_form(world.private_note))).status_code
            for role in ROLES
        ]
        assert got == [404, 404, 404, 200]


@pytest.mark.parametrize("address", ["/", "/brand/mingyu", "/member/author", "/api/v1/notes"])
def test_a_private_note_is_in_no_list_of_others(world: World, address: str) -> None:
    key = wire_form(world.private_note).encode()
    for role in ("anonymous", "other", "staff"):
        assert key not in world.client(role).get(address).content


def test_figures_are_for_this_machine_only(world: World) -> None:
    client = world.client("staff")
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.5").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.5"}).status_code == 404


def test_a_form_without_its_token_changes_nothing(world: World) -> None:
    client = world.client("author", enforce_csrf_checks=True)
    note = wire_form(world.notes[0])
    for address in (
        f"/note/{note}/delete",
        f"/note/{note}/like",
        "/publish",
        "/settings",
        "/publish/pictures",
    ):
        assert client.post(address).status_code == 403
    assert client.get(f"/note/{note}").status_code == 200


def _addresses(prefix: str) -> list[str]:
    """The addresses under *prefix* that have no blanks to fill."""
    routes = {route for route in every_route() if route.startswith(prefix)}
    return sorted(f"/{route}" for route in routes if "(?P" not in route and "<" not in route)


def test_the_console_is_for_staff_alone(world: World) -> None:
    addresses = [
        address for address in _addresses("console/") if not address.endswith(("/login/", "/logout/"))
    ]
    assert len(addresses) > 3
    for role in ("anonymous", "author", "other"):
        for address in addresses:
            answer = world.client(role).get(address)
            assert answer.status_code in (302, 403), f"{address} as {role}"
            if answer.status_code == 302:
                assert "login" in answer["Location"], f"{address} as {role}"
    assert world.client("staff").get("/console/").status_code == 200


def test_the_pages_of_ones_account_ask_who_is_not_signed_in_to_sign_in(world: World) -> None:
    open_to_all = {
        "/account/login/": 200,
        "/account/signup/": 200,
        "/account/password/reset/": 200,
        "/account/password/reset/done/": 200,
        "/account/inactive/": 200,
        "/account/confirm-email/": 200,
        "/account/password/reset/key/done/": 200,
    }
    client = world.client("anonymous")
    for address in _addresses("account/"):
        answer = client.get(address)
        if address in open_to_all:
            assert answer.status_code == open_to_all[address], address
        else:
            assert answer.status_code == 302, address


def test_the_headless_door_tells_nothing_without_a_session(world: World) -> None:
    client = world.client("anonymous")
    assert client.get("/api/auth/app/v1/auth/session").status_code == 401
    for part in (
        "account/email",
        "account/phone",
        "account/authenticators",
        "account/authenticators/webauthn",
    ):
        assert client.get(f"/api/auth/app/v1/{part}").status_code == 401
