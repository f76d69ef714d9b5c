"""What the table of routes is made of: requests, and what each kind of person is answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.world import World, jpeg, note_input

from hongshu.kernel.ids import wire_form

# The author comes last, because what the author may do others cannot do after it.
ROLES = ("anonymous", "other", "staff", "author")
Statuses = tuple[int, int, int, int]
EVERYBODY: Statuses = (200, 200, 200, 200)
NOBODY: Statuses = (404, 404, 404, 404)
MEMBERS_PAGE: Statuses = (302, 200, 200, 200)


@dataclass(frozen=True)
class Row:
    """What a request brings to each of ROLES."""

    statuses: Statuses
    send: dict[str, Any] | Callable[[World], dict[str, Any]] = field(default_factory=dict)


READ = {"GET": Row(EVERYBODY)}


def json_body(body: Callable[[World], Any]) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"data": json.dumps(body(world)), "content_type": "application/json"}


def a_note(world: World) -> dict[str, Any]:
    return {
        "data": json.dumps(note_input(world)),
        "content_type": "application/json",
        "headers": {"Idempotency-Key": "matrix"},
    }


def a_comment(_world: World) -> dict[str, Any]:
    return {
        "data": json.dumps({"body": "好看"}),
        "content_type": "application/json",
        "headers": {"Idempotency-Key": "matrix"},
    }


def an_edit(world: World) -> dict[str, Any]:
    picture = wire_form(world.picture)
    return {"data": {"title": "改过了", "body": "更好。", "picture": picture, "alt": "瓶子", "version": "1"}}


def a_picture(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"data": {name: SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")}}


def a_report(world: World) -> dict[str, Any]:
    return {"subject": f"note:{wire_form(world.notes[0])}", "reason": "spam"}
