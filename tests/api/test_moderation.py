"""The moderators' console and the members' side of it, over HTTP, by role."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests.api.world import World

from hongshu.flows.moderation.services import report
from hongshu.kernel.ids import Id, wire_form
from hongshu.kernel.kept import forget_all
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.services import create_account, grant_role
from hongshu.platform.trust.contracts import Limit, Limited, Subject
from hongshu.platform.trust.queries import list_limits
from hongshu.platform.trust.services import forget_refusals, set_limit


@pytest.fixture(autouse=True)
def _nobody_was_refused() -> None:
    forget_refusals()


def a_case(world: World) -> Id:
    subject = Subject("note", world.notes[0])
    return report(reporter_id=world.other, subject=subject, reason="ad", words="<script>alert(1)</script>")


def staff(role: Role) -> Client:
    from hongshu.platform.accounts.models import User

    user_id = create_account(login=f"{role}@example.com", password=None)
    grant_role(user_id=user_id, role=role)
    client = Client(raise_request_exception=False)
    client.force_login(
        User.objects.get(pk=user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def decision_form(**changed: Any) -> dict[str, Any]:
    return {"actions": ["hide"], "reason": "ad", "words": "请标明广告。", **changed}


@pytest.mark.parametrize("role", list(Role))
def test_the_queue_is_for_moderators_and_administrators(world: World, role: Role) -> None:
    case = wire_form(a_case(world))
    client = staff(role)
    wanted = 200 if role in (Role.MODERATOR, Role.ADMIN) else 403
    for address in ("/console/queue", f"/console/queue/case/{case}", "/console/limits"):
        assert client.get(address).status_code == wanted, address
    assert client.post(f"/console/queue/case/{case}", decision_form()).status_code in (302, 403)
    assert (world.client("other").get(f"/note/{wire_form(world.notes[0])}").status_code == 404) is (
        wanted == 200
    )


@pytest.mark.parametrize("role", ["anonymous", "other", "author"])
def test_nobody_else_comes_in(world: World, role: str) -> None:
    case = wire_form(a_case(world))
    client = world.client(role)
    for address in (
        f"/console/queue/case/{case}",
        f"/console/queue/decision/{wire_form(world.decision)}/lift",
    ):
        answer = client.post(address, decision_form())
        assert answer.status_code == 302
        assert "/console/login/" in answer["Location"]
    assert world.client("anonymous").get(f"/note/{wire_form(world.notes[0])}").status_code == 200


def test_a_case_shows_what_was_said_and_escapes_it(world: World) -> None:
    case = wire_form(a_case(world))
    client = staff(Role.MODERATOR)
    text = client.get(f"/console/queue/case/{case}").content.decode()
    assert "早晚都在用" in text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text
    assert "早晚都在用" in client.get("/console/queue").content.decode()


def test_a_wrong_decision_is_told_and_keeps_what_was_typed(world: World) -> None:
    case = wire_form(a_case(world))
    client = staff(Role.MODERATOR)
    for form, status in (
        (decision_form(actions=["dismiss", "hide"]), 422),
        (decision_form(actions=["suspend"]), 422),
        (decision_form(actions=[]), 422),
        (decision_form(words=""), 422),
    ):
        answer = client.post(f"/console/queue/case/{case}", form)
        assert answer.status_code == status
        assert 'role="alert"' in answer.content.decode()
    assert (
        "请标明广告。"
        in client.post(f"/console/queue/case/{case}", decision_form(actions=["suspend"])).content.decode()
    )
    assert client.post(f"/console/queue/case/{case}", decision_form()).status_code == 302
    assert client.post(f"/console/queue/case/{case}", decision_form()).status_code == 409


def test_from_report_to_appeal_to_the_end(world: World) -> None:
    note = wire_form(world.notes[0])
    sent = {"subject": f"note:{note}", "reason": "ad", "words": "没有标注"}
    other = world.client("other")
    assert other.post("/report", sent).status_code == 302
    first, second = staff(Role.MODERATOR), world.client("staff")
    case = first.get("/console/queue").content.decode().split("/console/queue/case/")[1][:11]
    assert first.post(f"/console/queue/case/{case}", decision_form()).status_code == 302
    for address in (f"/note/{note}", f"/api/v1/notes/{note}"):
        got = [world.client(role).get(address).status_code for role in ("anonymous", "other", "author")]
        assert got == [404, 404, 200]
    for address in ("/", "/member/author", "/brand/mingyu", "/api/v1/notes", "/api/v1/members/author/notes"):
        assert note not in world.client("anonymous").get(address).content.decode()
    author = world.client("author")
    assert "请标明广告。" in author.get(f"/note/{note}").content.decode()
    decisions = author.get("/api/v1/decisions").json()["decisions"]
    decision = next(one["id"] for one in decisions if one["action"] == "hide")
    body = json.dumps({"words": "我自己买的。"})
    address = f"/api/v1/decisions/{decision}/appeal"
    assert author.post(address, body, content_type="application/json").status_code == 200
    again = json.dumps({"words": "真的。"})
    assert author.post(address, again, content_type="application/json").status_code == 409
    answer = {"lifted": "1", "words": "确实不是广告。"}
    assert first.post(f"/console/queue/decision/{decision}/answer", answer).status_code == 403
    assert second.post(f"/console/queue/decision/{decision}/answer", answer).status_code == 302
    assert world.client("anonymous").get(f"/note/{note}").status_code == 200
    assert "确实不是广告。" in author.get("/settings/decisions").content.decode()


def test_a_suspended_member_reads_why_and_can_appeal_but_not_write(world: World) -> None:
    case = report(reporter_id=world.other, subject=Subject("member", world.author), reason="spam")
    form = decision_form(actions=["suspend"], grave="1", words="反复刷屏。")
    assert staff(Role.MODERATOR).post(f"/console/queue/case/{wire_form(case)}", form).status_code == 302
    author = world.client("author")
    assert world.client("other").get("/member/author").status_code == 404
    assert world.client("anonymous").get("/api/v1/members/author").status_code == 404
    assert author.get("/member/author").status_code == 200
    assert "反复刷屏。" in author.get("/settings/decisions").content.decode()
    refused = author.put(f"/api/v1/notes/{wire_form(world.notes[0])}/like")
    assert (refused.status_code, refused.json()["code"]) == (403, "account_suspended")
    decision = author.get("/api/v1/decisions").json()["decisions"][0]["id"]
    assert author.post(f"/settings/decisions/{decision}", {"words": "是误会。"}).status_code == 302


def test_a_flood_gets_429_with_the_time_to_wait(world: World) -> None:
    set_limit(actor_id=world.staff, limit=Limit(Limited.LIKE, 0, False, 3, 60))
    forget_all()
    client, address = world.client("other"), f"/api/v1/notes/{wire_form(world.notes[0])}/like"
    statuses = [client.put(address).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    refused = client.put(address)
    assert refused.json()["code"] == "too_many_actions"
    assert 1 <= int(refused["Retry-After"]) <= 20
    assert world.client("author").put(address).status_code == 200


def test_staff_change_a_limit_in_the_table(world: World) -> None:
    client = staff(Role.MODERATOR)
    row = {"action": "like", "min_age_h": "0", "most": "7", "window_s": "60"}
    assert client.post("/console/limits", row).status_code == 302
    forget_all()
    assert Limit(Limited.LIKE, 0, False, 7, 60) in list_limits()
    for wrong in ({**row, "most": "0"}, {**row, "most": "x"}, {**row, "action": "breathe"}):
        assert client.post("/console/limits", wrong).status_code == 422
