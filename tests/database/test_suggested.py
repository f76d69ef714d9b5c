"""Members to follow: a page, and a block for who is new."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.support.community import member, note

from hongshu.community.graph.services import block_member, follow_member, roll_up_follows
from hongshu.community.members.models import ProfileRow
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.platform.accounts.models import User

pytestmark = pytest.mark.django_db


def signed_in(user_id: Id) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client


def test_a_new_member_is_shown_whom_others_follow_but_nobody_they_block() -> None:
    robin, sam, alex, kim = (member(name) for name in ("Robin", "Sam", "Alex", "Kim"))
    for followee in (robin, sam):
        follow_member(user_id=alex, followee_id=followee)
    roll_up_follows()
    block_member(user_id=kim, blocked_id=sam)
    client = signed_in(kim)
    note(robin)
    assert "data-suggested" in client.get("/").content.decode()
    for address in ("/suggested", "/suggested?fragment=1", "/following"):
        html = client.get(address).content.decode()
        assert "Robin" in html, address
        assert "Sam" not in html, address
    told = client.get("/api/v1/suggested-members").json()
    assert "Robin" in [row["member"]["name"] for row in told["rows"]]


def test_who_has_been_here_for_long_or_follows_enough_is_not_asked() -> None:
    kim = member("Kim")
    others = [member(f"M{n}") for n in range(7)]
    for other in others[:5]:
        follow_member(user_id=kim, followee_id=other)
    follow_member(user_id=others[0], followee_id=others[6])
    roll_up_follows()
    client = signed_in(kim)
    assert "M6" in client.get("/suggested").content.decode()
    assert "M6" not in client.get("/suggested?fragment=1").content.decode()
    ProfileRow.objects.filter(user_id=kim).update(joined_at=clock.now() - timedelta(days=90))
    assert "data-suggested" not in client.get("/").content.decode()
    assert "data-suggested" not in Client().get("/").content.decode()
