"""Reads of accounts."""

from __future__ import annotations

from hongshu.kernel.ids import Id
from hongshu.platform.accounts import rules
from hongshu.platform.accounts.contracts import FACT_KEYS, FactVisibility, InvalidPhone, PersonalFact, Role
from hongshu.platform.accounts.models import LoginClaim, PersonalFactRow, RoleGrant


def find_account(login: str) -> Id | None:
    """The account that holds an e-mail address or phone number, or None."""
    try:
        value = rules.normal_email(login) if "@" in login else rules.normal_phone(login)
    except InvalidPhone:
        return None
    key = LoginClaim.objects.filter(value=value).values_list("user_id", flat=True).first()
    return None if key is None else Id(key)


def list_facts(user_id: Id, *, public_only: bool) -> tuple[PersonalFact, ...]:
    """What a member told about themselves, in the order of FACT_KEYS; one query."""
    rows = PersonalFactRow.objects.filter(user_id=user_id)
    if public_only:
        rows = rows.filter(visibility=FactVisibility.PUBLIC)
    by_key = {row.key: row for row in rows}
    return tuple(
        PersonalFact(key=key, value=by_key[key].value, visibility=FactVisibility(by_key[key].visibility))
        for key in FACT_KEYS
        if key in by_key
    )


def list_roles(user_id: Id) -> frozenset[Role]:
    """The staff roles of an account."""
    return frozenset(
        Role(role) for role in RoleGrant.objects.filter(user_id=user_id).values_list("role", flat=True)
    )


def phone_claim(user_id: int) -> tuple[str, bool] | None:
    """The account's phone number and whether it was proven, or None."""
    claim = LoginClaim.objects.phones().filter(user_id=user_id).first()
    return None if claim is None else (claim.value, claim.is_verified)
