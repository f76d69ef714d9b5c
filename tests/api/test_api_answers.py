"""What the API answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests.api.world import World, jpeg, note_input

from hongshu.kernel.ids import wire_form

URL = "/api/v1"


def post_note(client: Client, world: World, key: str, **changed: Any) -> Any:
    return client.post(
        f"{URL}/notes",
        json.dumps(note_input(world, **changed)),
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def is_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert set(body) == {"type", "title", "status", "code", "detail", "instance", "request_id", "errors"}
    assert (body["status"], body["code"]) == (status, code)
    assert body["request_id"] == response["X-Request-ID"]
    assert body["type"].endswith(code)
    assert body["detail"]
    return body


def test_the_explore_feed_comes_with_cards_and_a_view_token(world: World) -> None:
    response = world.client("anonymous").get(f"{URL}/notes", {"channel": "skincare"})
    body = response.json()
    assert [card["id"] for card in body["cards"]] == [wire_form(note) for note in reversed(world.notes)]
    assert body["view"]
    assert response["Cache-Control"] == "private, no-cache"


def test_a_note_a_product_a_brand_and_a_member_are_read_without_signing_in(world: World) -> None:
    client = world.client("anonymous")
    assert client.get(f"{URL}/notes/{wire_form(world.notes[0])}").json()["title"] == "早晚都在用"
    product = client.get(f"{URL}/products/{wire_form(world.product)}").json()
    assert product["skus"][0]["price"] == {"amount_minor": 42_500, "currency": "CNY"}
    assert len(client.get(f"{URL}/products/{wire_form(world.product)}/notes").json()["cards"]) == 3
    assert len(client.get(f"{URL}/brands/mingyu").json()["products"]) == 2
    assert len(client.get(f"{URL}/brands/mingyu/products").json()["products"]) == 2
    assert len(client.get(f"{URL}/brands/mingyu/notes").json()["cards"]) == 3
    assert client.get(f"{URL}/members/author").json()["member"]["name"] == "author"
    assert len(client.get(f"{URL}/members/author/notes").json()["cards"]) == 3


def test_texts_follow_the_language_that_was_asked_for(world: World) -> None:
    client = world.client("anonymous")
    said = {
        language: client.get(f"{URL}/brands/mingyu", headers={"Accept-Language": language}).json()
        for language in ("zh", "en")
    }
    assert said["zh"]["brand"]["name"] == "茗屿"
    assert said["en"]["brand"]["name"] == "Mingyu"


def test_publishing_twice_with_one_key_is_one_note(world: World) -> None:
    client = world.client("author")
    first, again = post_note(client, world, "k1"), post_note(client, world, "k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first["Location"] == f"{URL}/notes/{first.json()['id']}"
    assert client.get(first["Location"]).json()["is_own"] is True
    is_problem(post_note(client, world, "k1", title="另一篇"), 409, "idempotency_key_reused")


def test_publishing_needs_a_key_and_says_so(world: World) -> None:
    client = world.client("author")
    response = client.post(f"{URL}/notes", json.dumps(note_input(world)), content_type="application/json")
    body = is_problem(response, 422, "invalid_input")
    assert [error["field"] for error in body["errors"]] == ["Idempotency-Key"]


def test_every_wrong_field_is_named_by_its_path(world: World) -> None:
    wrong = {"title": 5, "pictures": [{"id": "0OIl"}], "visibility": "friends", "topics": ["a\0b"]}
    response = post_note(world.client("author"), world, "k2", **wrong)
    body = is_problem(response, 422, "invalid_input")
    assert {error["field"] for error in body["errors"]} == {
        "title",
        "pictures.0.id",
        "visibility",
        "topics.0",
    }


def test_a_refusal_of_the_community_keeps_its_code_and_its_words(world: World) -> None:
    client = world.client("author")
    response = post_note(client, world, "k3", title="长" * 30)
    assert "20" in is_problem(response, 422, "title_too_long")["detail"]
    client.cookies["language"] = "zh-hans"
    chinese = is_problem(post_note(client, world, "k4", title="长" * 30), 422, "title_too_long")["detail"]
    assert "标题" in chinese


def test_deleting_is_for_the_author_alone(world: World) -> None:
    address = f"{URL}/notes/{wire_form(world.notes[0])}"
    is_problem(world.client("other").delete(address), 404, "note_not_found")
    assert world.client("author").delete(address).status_code == 204
    is_problem(world.client("author").get(address), 404, "note_not_found")


def test_liking_is_idempotent_and_can_be_taken_back(world: World) -> None:
    client, address = world.client("other"), f"{URL}/notes/{wire_form(world.notes[0])}/like"
    assert client.put(address).json() == {"is_liked": True, "like_count": 1}
    assert client.put(address).json() == {"is_liked": True, "like_count": 1}
    assert client.delete(address).json() == {"is_liked": False, "like_count": 0}
    assert client.delete(address).json() == {"is_liked": False, "like_count": 0}


def test_a_private_note_is_there_for_its_author_alone(world: World) -> None:
    address = f"{URL}/notes/{wire_form(world.private_note)}"
    assert world.client("author").get(address).status_code == 200
    for role in ("anonymous", "other", "staff"):
        is_problem(world.client(role).get(address), 404, "note_not_found")


def test_a_picture_is_stored_and_can_be_published(world: World) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = world.client("author")
    upload = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    response = client.post(f"{URL}/pictures", {"file": upload})
    assert response.status_code == 201
    stored = response.json()
    assert client.get(f"{stored['picture']['base']}-{stored['picture']['widths'][0]}.webp").status_code == 200
    assert post_note(client, world, "k5", pictures=[{"id": stored["id"]}]).status_code == 201


def test_what_is_no_picture_is_refused(world: World) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = world.client("author")
    upload = SimpleUploadedFile("a.jpg", b"GIF87a? no.", content_type="image/jpeg")
    response = client.post(f"{URL}/pictures", {"file": upload})
    assert response.status_code in (415, 422)
    is_problem(response, response.status_code, response.json()["code"])
    is_problem(client.post(f"{URL}/pictures", {}), 422, "invalid_input")


def test_the_pictures_of_another_member_cannot_be_published(world: World) -> None:
    client = world.client("other")
    before = client.get(f"{URL}/notes").json()["cards"]
    is_problem(post_note(client, world, "k6"), 404, "picture_not_found")
    assert [card["id"] for card in client.get(f"{URL}/notes").json()["cards"]] == [
        card["id"] for card in before
    ]


def test_who_is_not_signed_in_cannot_write(world: World) -> None:
    client = world.client("anonymous", enforce_csrf_checks=True)
    is_problem(post_note(client, world, "k"), 401, "sign_in_needed")
    address = f"{URL}/notes/{wire_form(world.notes[0])}"
    is_problem(client.put(f"{address}/like"), 401, "sign_in_needed")
    assert client.get(address).json()["like_count"] == 0


def test_a_session_writes_with_its_csrf_token_only(world: World) -> None:
    client = world.client("other", enforce_csrf_checks=True)
    address = f"{URL}/notes/{wire_form(world.notes[0])}/like"
    is_problem(client.put(address), 403, "csrf_failed")
    client.cookies["csrf"] = "c" * 32
    assert client.put(address, headers={"X-CSRFToken": "c" * 32}).status_code == 200


def test_a_program_writes_with_its_session_token(world: World) -> None:
    token = world.client("other").session.session_key
    client = Client(enforce_csrf_checks=True)
    address = f"{URL}/notes/{wire_form(world.notes[0])}/like"
    assert client.put(address, headers={"X-Session-Token": token}).status_code == 200
    read = client.get(f"{URL}/notes/{wire_form(world.notes[0])}", headers={"X-Session-Token": token})
    assert read.json()["is_liked"] is True
    for wrong in ("nonsense", "x" * 32):
        refused = client.get(f"{URL}/notes", headers={"X-Session-Token": wrong})
        is_problem(refused, 401, "sign_in_needed")
        is_problem(client.put(address, headers={"X-Session-Token": wrong}), 401, "sign_in_needed")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/nothing", "not_found"),
        ("/", "not_found"),
        ("/notes/", "not_found"),
        ("/notes/abc", "not_found"),
        ("/notes/11111111111", "note_not_found"),
        ("/products/11111111111", "product_not_found"),
        ("/brands/none", "brand_not_found"),
        ("/members/nobody", "profile_not_found"),
    ],
)
def test_what_is_not_there_is_a_problem_and_no_page(world: World, path: str, code: str) -> None:
    response = world.client("anonymous").get(f"{URL}{path}")
    is_problem(response, 404, code)
    assert b"<html" not in response.content


def test_another_method_is_a_problem_that_names_the_right_ones(world: World) -> None:
    response = world.client("anonymous").patch(f"{URL}/notes")
    is_problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b'{"title": "\\ud800"}', b"\xff\xfe", b'{"title": NaN}']
)
def test_a_body_that_cannot_be_read_is_a_problem(world: World, body: bytes) -> None:
    response = world.client("author").post(
        f"{URL}/notes", body, content_type="application/json", headers={"Idempotency-Key": "k7"}
    )
    assert response.status_code in (400, 422)
    is_problem(response, response.status_code, response.json()["code"])


def test_a_body_that_is_too_large_is_a_problem_and_no_note(world: World) -> None:
    before = world.client("author").get(f"{URL}/notes").json()["cards"]
    response = world.client("author").post(
        f"{URL}/notes",
        b'{"title": "' + b"x" * 3_000_000 + b'"}',
        content_type="application/json",
        headers={"Idempotency-Key": "k8"},
    )
    is_problem(response, 400, "unreadable_request")
    assert world.client("author").get(f"{URL}/notes").json()["cards"] == before


def test_a_failure_of_the_program_is_a_problem_without_its_inside(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    from hongshu.surfaces.api.routes import members

    def fail() -> None:
        raise RuntimeError("the inside of the program")

    monkeypatch.setattr(members, "list_channels", fail)
    response = world.client("anonymous").get(f"{URL}/channels")
    assert b"inside" not in response.content
    is_problem(response, 500, "server_error")


def test_a_cursor_of_another_list_begins_no_page(world: World) -> None:
    for cursor, status, code in (("abc", 400, "invalid_cursor"), ("x" * 401, 422, "invalid_input")):
        response = world.client("anonymous").get(f"{URL}/notes", {"cursor": cursor})
        is_problem(response, status, code)
        assert "cards" not in response.json()


def test_channels_are_the_same_for_everybody_and_kept(world: World) -> None:
    client = world.client("anonymous")
    response = client.get(f"{URL}/channels")
    assert {
        "slug": "skincare",
        "name_zh": "护肤",
        "name_en": "Skincare",
        "is_shown": True,
    } in response.json()["channels"]
    assert "public" in response["Cache-Control"]
    again = client.get(f"{URL}/channels", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_document_describes_every_operation_with_its_answer_and_its_problem(world: World) -> None:
    document = world.client("anonymous").get(f"{URL}/openapi.json").json()
    operations = [each for path in document["paths"].values() for each in path.values()]
    assert len(operations) >= 16
    for operation in operations:
        assert "default" in operation["responses"]
        assert any(str(status).startswith("2") for status in operation["responses"])
    assert len({operation["operationId"] for operation in operations}) == len(operations)


def test_events_of_a_page_are_taken_in_from_visitors_without_a_csrf_token(world: World) -> None:
    client = world.client("anonymous", enforce_csrf_checks=True)
    view = client.get(f"{URL}/notes").json()["view"]
    body = json.dumps({"view": view, "events": [{"n": 1, "kind": "impression", "p": 0, "at": 5, "d": 600}]})
    for content_type, counts in (("text/plain", (1, 0)), ("application/json", (0, 1))):
        response = client.post(f"{URL}/behaviour/batches", body, content_type=content_type)
        assert response.status_code == 202
        collected = response.json()
        assert (collected["accepted"], collected["duplicate"]) == counts


def test_a_batch_costs_one_statement_whoever_is_signed_in(
    world: World, django_assert_num_queries: Any
) -> None:
    client = world.client("other")
    view = client.get(f"{URL}/notes").json()["view"]
    body = json.dumps({"view": view, "events": [{"n": 1, "kind": "impression", "p": 0, "at": 5, "d": 600}]})
    with django_assert_num_queries(1):
        client.post(f"{URL}/behaviour/batches", body, content_type="text/plain")


@pytest.mark.parametrize(
    "body, status, code",
    [
        (b"{}", 400, "invalid_batch"),
        (b'{"view": "forged", "events": []}', 400, "invalid_batch"),
        (b"x" * 70_000, 413, "batch_too_large"),
    ],
)
def test_a_batch_that_is_none_is_a_problem(world: World, body: bytes, status: int, code: str) -> None:
    response = world.client("anonymous").post(f"{URL}/behaviour/batches", body, content_type="text/plain")
    is_problem(response, status, code)
    assert not response.json().keys() & {"accepted", "duplicate"}


def test_batches_without_pause_are_told_when_to_come_again(world: World) -> None:
    client = world.client("anonymous")
    for _ in range(70):
        response = client.post(f"{URL}/behaviour/batches", b"{}", content_type="text/plain")
    is_problem(response, 429, "too_many_requests")
    assert int(response["Retry-After"]) >= 1
