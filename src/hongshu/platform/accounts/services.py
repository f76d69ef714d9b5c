"""Commands on accounts."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id, new_ids, wire_form
from hongshu.platform.accounts import rules
from hongshu.platform.accounts.contracts import (
    FACT_KEYS,
    LoginTaken,
    PersonalFact,
    Role,
)
from hongshu.platform.accounts.models import LoginClaim, PersonalFactRow, RoleGrant, User

log = logging.getLogger(__name__)


@transaction.atomic
def create_account(*, login: str, password: str | None) -> Id:
    """Make an account for an e-mail address or phone number; without a password nobody can sign in to it.

    Raises LoginTaken, InvalidPhone.
    """
    user = User(id=new_id())
    user.login = wire_form(user.id)
    if "@" in login:
        user.email = rules.normal_email(login)
    elif login:
        user.phone = rules.normal_phone(login)
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save(force_insert=True)
    for value in filter(None, (user.email, user.phone)):
        claim_login(user_id=user.id, value=value, is_verified=False)
    return Id(user.id)


@transaction.atomic
def create_silent_accounts(count: int) -> list[Id]:
    """Make *count* accounts that nobody can sign in to: the authors of notes brought in from outside."""
    keys = new_ids(count)
    users = []
    for key in keys:
        user = User(id=key, login=wire_form(key))
        user.set_unusable_password()
        users.append(user)
    User.objects.bulk_create(users)
    return keys


def claim_login(*, user_id: int, value: str, is_verified: bool) -> None:
    """Give an e-mail address or phone number (in normal form) to an account, or say that it is hers already.

    Raises LoginTaken when another account has it. A row lock on the value decides between two at once.
    """
    try:
        with transaction.atomic():
            claim, created = LoginClaim.objects.get_or_create(
                value=value, defaults={"user_id": user_id, "is_verified": is_verified}
            )
    except IntegrityError:
        raise LoginTaken from None
    if claim.user_id != user_id:
        raise LoginTaken
    if not created and is_verified and not claim.is_verified:
        LoginClaim.objects.filter(value=value).update(is_verified=True)


@transaction.atomic
def set_phone(*, user_id: int, phone: str, is_verified: bool) -> None:
    """Make *phone* the account's number; its former number becomes free. Raises LoginTaken, InvalidPhone."""
    number = rules.normal_phone(phone)
    claim_login(user_id=user_id, value=number, is_verified=is_verified)
    LoginClaim.objects.phones().filter(user_id=user_id).exclude(value=number).delete()
    User.objects.filter(id=user_id).update(phone=number)


@transaction.atomic
def save_facts(*, user_id: Id, facts: Sequence[PersonalFact]) -> None:
    """Keep exactly *facts* of the member: one that is left out, or empty, is deleted with its consent.

    Raises InvalidFact, and then nothing is changed.
    """
    this_year = clock.now().year
    wanted = {
        fact.key: (rules.checked_fact(fact.key, fact.value, this_year=this_year), fact.visibility)
        for fact in facts
        if fact.value.strip()
    }
    _lock(user_id)
    existing = {row.key: row for row in PersonalFactRow.objects.filter(user_id=user_id)}
    PersonalFactRow.objects.filter(user_id=user_id, key__in=set(existing) - set(wanted)).delete()
    for key in FACT_KEYS:
        if key not in wanted:
            continue
        value, visibility = wanted[key]
        row = existing.get(key)
        if row is None:
            PersonalFactRow.objects.create(user_id=user_id, key=key, value=value, visibility=visibility)
        elif (row.value, row.visibility) != (value, visibility):
            PersonalFactRow.objects.filter(id=row.id).update(
                value=value, visibility=visibility, consented_at=Now()
            )


@transaction.atomic
def grant_role(*, user_id: Id, role: Role) -> None:
    """Give a staff role. Idempotent."""
    _lock(user_id)
    RoleGrant.objects.get_or_create(user_id=user_id, role=role)
    User.objects.filter(id=user_id).update(is_staff=True, is_superuser=_is_admin(user_id))
    log.info("role granted", extra={"user_id": user_id, "role": role.value})


@transaction.atomic
def revoke_role(*, user_id: Id, role: Role) -> None:
    """Take a staff role away. Idempotent."""
    _lock(user_id)
    RoleGrant.objects.filter(user_id=user_id, role=role).delete()
    still_staff = RoleGrant.objects.filter(user_id=user_id).exists()
    User.objects.filter(id=user_id).update(is_staff=still_staff, is_superuser=_is_admin(user_id))
    log.info("role revoked", extra={"user_id": user_id, "role": role.value})


def _lock(user_id: int) -> None:
    """Two commands on one account follow each other."""
    User.objects.select_for_update().filter(id=user_id).values_list("id").first()


def _is_admin(user_id: Id) -> bool:
    return RoleGrant.objects.filter(user_id=user_id, role=Role.ADMIN).exists()
