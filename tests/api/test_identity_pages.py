"""The page of the real name: what is typed is shown nowhere, in no page, error, log or dump."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from tests.support.community import member

from hongshu.platform.identity.queries import list_sample_people

pytestmark = pytest.mark.django_db
LIN = list_sample_people()[0]
PLANTED = (LIN.number, LIN.name)


@pytest.fixture
def ann(client: Client) -> Client:
    from hongshu.platform.accounts.models import User

    client.force_login(User.objects.get(pk=member("Ann")))
    return client


def test_a_member_proves_a_name_and_sees_it_masked(ann: Client) -> None:
    answer = ann.post("/settings/identity", {"name": LIN.name, "number": LIN.number}, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "林＊＊" in text
    assert "0177" in text
    assert not any(planted in text for planted in PLANTED)
    assert ann.get("/api/v1/identity").json()["last_four"] == "0177"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "number", "status"),
    [
        ("林大满", LIN.number, 422),
        ("Lin", LIN.number, 422),
        (LIN.name, LIN.number[:-1] + "1", 422),
        ("", "", 422),
        # A right check digit, and born in 2015: nobody under age orders from abroad.
        ("林大满", "310101201501010158", 403),
    ],
)
def test_a_refusal_does_not_repeat_what_was_typed(ann: Client, name: str, number: str, status: int) -> None:
    answer = ann.post("/settings/identity", {"name": name, "number": number})
    assert answer.status_code == status
    for typed in filter(None, (name, number)):
        assert typed not in answer.content.decode()


def test_a_planted_number_is_in_no_log_cache_session_or_dump(
    ann: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="django.request"):
        ann.post("/settings/identity", {"name": LIN.name, "number": LIN.number})
        ann.post("/settings/identity", {"name": "林大满", "number": LIN.number})
        ann.post(
            "/api/v1/identity", {"name": LIN.name, "number": LIN.number}, content_type="application/json"
        )
        ann.get("/settings/identity")
    said = caplog.text
    assert said
    kept = str({name: caches[name].__dict__ for name in caches}) + str(dict(ann.session.items()))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema()"
        )
        dump = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" AS t')
            dump.append(str(cursor.fetchone()))
    for planted in PLANTED:
        assert planted not in said
        assert planted not in kept
        for rows in dump:
            assert planted not in rows
