"""Logins belong to one account, facts to whom told them, roles to whom they were granted."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, connection

from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts import queries, services
from hongshu.platform.accounts.contracts import (
    FactVisibility,
    InvalidFact,
    InvalidPhone,
    LoginTaken,
    PersonalFact,
    Role,
)
from hongshu.platform.accounts.models import LoginClaim, PersonalFactRow, RoleGrant, User

pytestmark = pytest.mark.django_db

PHONE = "13800138000"
PRIVATE = FactVisibility.PRIVATE
PUBLIC = FactVisibility.PUBLIC


def _account(login: str = "mei@example.com") -> Id:
    """An account without a password, because hashing one takes its time on purpose."""
    return services.create_account(login=login, password=None)


def _consents(user_id: Id) -> dict[str, datetime]:
    return dict(PersonalFactRow.objects.filter(user_id=user_id).values_list("key", "consented_at"))


@pytest.mark.parametrize("spelling", ["mei@example.com", " MEI@Example.COM "])
def test_an_account_is_found_by_every_spelling_of_its_address(spelling: str) -> None:
    key = _account("Mei@Example.com")
    assert queries.find_account(spelling) == key
    user = User.objects.get(id=key)
    assert user.login == wire_form(key)
    assert user.email == "mei@example.com"


@pytest.mark.parametrize("spelling", ["13800138000", "+86 138 0013 8000", "0086-13800138000"])
def test_an_account_is_found_by_every_spelling_of_its_number(spelling: str) -> None:
    key = _account(PHONE)
    assert queries.find_account(spelling) == key
    assert queries.phone_claim(key) == ("+8613800138000", False)


def test_nobody_is_found_by_what_nobody_has() -> None:
    _account()
    assert queries.find_account("other@example.com") is None
    assert queries.find_account("no number") is None


@pytest.mark.parametrize(("login", "again"), [("a@x.cn", "A@X.CN"), (PHONE, "+86" + PHONE)])
def test_a_login_has_one_account_and_a_refused_one_leaves_nothing(login: str, again: str) -> None:
    _account(login)
    with pytest.raises(LoginTaken):
        _account(again)
    assert User.objects.count() == 1
    assert LoginClaim.objects.count() == 1


def test_a_wrong_number_makes_no_account() -> None:
    with pytest.raises(InvalidPhone):
        _account("12345")
    assert not User.objects.exists()


def test_a_person_signs_in_with_the_password_and_nobody_without_one() -> None:
    key = services.create_account(login="mei@example.com", password="a long password")
    silent = _account("silent@example.com")
    user = User.objects.get(id=key)
    assert user.check_password("a long password")
    assert not User.objects.get(id=silent).has_usable_password()
    assert authenticate(None, email="silent@example.com", password="") is None


def test_silent_accounts_are_many_and_distinct() -> None:
    keys = services.create_silent_accounts(50)
    assert len(set(keys)) == 50
    users = User.objects.filter(id__in=keys)
    assert users.count() == 50
    assert not any(user.has_usable_password() for user in users)
    assert {user.login for user in users} == {wire_form(key) for key in keys}


def test_a_new_number_frees_the_former_one_and_leaves_the_address() -> None:
    # An address that begins with + is no phone number.
    key = _account("+mei@example.com")
    services.set_phone(user_id=key, phone=PHONE, is_verified=False)
    services.set_phone(user_id=key, phone="13900139000", is_verified=True)
    assert queries.find_account(PHONE) is None
    assert queries.phone_claim(key) == ("+8613900139000", True)
    assert queries.find_account("+mei@example.com") == key
    other = _account(PHONE)
    assert queries.find_account(PHONE) == other


def test_a_number_of_another_account_is_refused_and_the_own_one_kept() -> None:
    _account(PHONE)
    key = _account("mei@example.com")
    services.set_phone(user_id=key, phone="13900139000", is_verified=True)
    with pytest.raises(LoginTaken):
        services.set_phone(user_id=key, phone=PHONE, is_verified=True)
    assert queries.phone_claim(key) == ("+8613900139000", True)


def test_a_claim_that_was_proven_stays_proven() -> None:
    key = _account(PHONE)
    services.set_phone(user_id=key, phone=PHONE, is_verified=True)
    services.set_phone(user_id=key, phone=PHONE, is_verified=False)
    assert queries.phone_claim(key) == ("+8613800138000", True)


def test_facts_are_kept_with_who_may_see_them() -> None:
    key = _account()
    told = (PersonalFact("gender", "f", PRIVATE), PersonalFact("skin_type", "dry", PUBLIC))
    services.save_facts(user_id=key, facts=told)
    assert queries.list_facts(key, public_only=False) == told
    assert queries.list_facts(key, public_only=True) == told[1:]
    assert queries.list_facts(_account("other@example.com"), public_only=False) == ()


def test_a_fact_that_is_left_out_or_empty_goes_with_its_consent() -> None:
    key = _account()
    services.save_facts(
        user_id=key, facts=[PersonalFact("gender", "f", PUBLIC), PersonalFact("city", "成都", PUBLIC)]
    )
    services.save_facts(user_id=key, facts=[PersonalFact("city", "  ", PUBLIC)])
    assert not PersonalFactRow.objects.exists()


def test_consent_is_dated_anew_only_for_what_changed() -> None:
    key = _account()
    facts = [PersonalFact("gender", "f", PRIVATE), PersonalFact("city", "成都", PRIVATE)]
    services.save_facts(user_id=key, facts=facts)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_personal_fact SET consented_at = '2026-01-01T00:00Z'")
    before = _consents(key)
    services.save_facts(user_id=key, facts=[facts[0], PersonalFact("city", "成都", PUBLIC)])
    after = _consents(key)
    assert after["gender"] == before["gender"]
    assert after["city"] > before["city"]


def test_one_wrong_fact_changes_none() -> None:
    key = _account()
    services.save_facts(user_id=key, facts=[PersonalFact("gender", "f", PRIVATE)])
    with pytest.raises(InvalidFact) as refused:
        services.save_facts(
            user_id=key,
            facts=[PersonalFact("gender", "m", PUBLIC), PersonalFact("birth_year", "3000", PUBLIC)],
        )
    assert refused.value.field == "birth_year"
    assert queries.list_facts(key, public_only=False) == (PersonalFact("gender", "f", PRIVATE),)


def test_roles_make_staff_and_only_the_admin_may_do_everything() -> None:
    key = _account()
    for role in (Role.BUYER, Role.BUYER, Role.ADMIN):
        services.grant_role(user_id=key, role=role)
    user = User.objects.get(id=key)
    assert (user.is_staff, user.is_superuser) == (True, True)
    assert queries.list_roles(key) == {Role.BUYER, Role.ADMIN}
    services.revoke_role(user_id=key, role=Role.ADMIN)
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser) == (True, False)
    services.revoke_role(user_id=key, role=Role.BUYER)
    services.revoke_role(user_id=key, role=Role.BUYER)
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_the_database_knows_the_roles_too() -> None:
    with pytest.raises(IntegrityError):
        RoleGrant.objects.create(user_id=1, role="emperor")


def test_the_database_knows_the_facts_too() -> None:
    with pytest.raises(IntegrityError):
        PersonalFactRow.objects.create(user_id=1, key="shoe_size", value="38", visibility=PUBLIC)
