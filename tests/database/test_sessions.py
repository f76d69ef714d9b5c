"""Sessions and their accounts are read together, and end with the next request."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.support.community import member

from hongshu.kernel.ids import Id
from hongshu.platform.accounts.models import SessionRow, User
from hongshu.platform.accounts.services import sweep_sessions

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/notifications/unread"


def signed_in() -> tuple[Client, Id]:
    user_id = member("Robin", login="robin@example.com")
    client = Client()
    client.force_login(User.objects.get(id=user_id))
    return client, user_id


def copy_of(client: Client) -> Client:
    """Another browser that has got hold of the cookie."""
    copied = Client()
    copied.cookies["session"] = client.cookies["session"].value
    return copied


def test_a_session_and_its_account_are_one_statement() -> None:
    client, user_id = signed_in()
    assert SessionRow.objects.get().user_id == user_id
    with CaptureQueriesContext(connection) as asked:
        assert client.get(ADDRESS).status_code == 200
    assert sum("accounts_user" in query["sql"] for query in asked.captured_queries) == 1
    assert len(asked) == 2


def test_who_signed_out_is_out_everywhere_the_cookie_was_copied_to() -> None:
    client, _ = signed_in()
    copied = copy_of(client)
    assert copied.get(ADDRESS).status_code == 200
    client.post("/account/logout/")
    assert copied.get(ADDRESS).status_code == 401


def test_a_new_password_ends_the_sessions_of_the_old_one() -> None:
    client, user_id = signed_in()
    user = User.objects.get(id=user_id)
    user.set_password("another-for-tests-8")
    user.save()
    assert client.get(ADDRESS).status_code == 401


def test_a_closed_account_and_an_old_session_let_nobody_in() -> None:
    client, user_id = signed_in()
    User.objects.filter(id=user_id).update(is_active=False)
    assert client.get(ADDRESS).status_code == 401
    User.objects.filter(id=user_id).update(is_active=True)
    client.force_login(User.objects.get(id=user_id))
    assert client.get(ADDRESS).status_code == 200
    SessionRow.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(ADDRESS).status_code == 401


def test_sessions_that_have_run_out_are_swept() -> None:
    client, _user_id = signed_in()
    signed_in_too = copy_of(client)
    assert sweep_sessions() == 0
    SessionRow.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert sweep_sessions() == 1
    assert signed_in_too.get(ADDRESS).status_code == 401
