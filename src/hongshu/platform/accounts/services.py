"""Commands on accounts."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id, new_ids, wire_form
from hongshu.platform.accounts import rules
from hongshu.platform.accounts.contracts import (
    EXPORT_KEPT_FOR,
    FACT_KEYS,
    LEAVING_TAKES,
    DataExport,
    ExportState,
    ExportUnderway,
    Leaving,
    LoginTaken,
    PersonalFact,
    Role,
    StaffCannotLeave,
    WrongPassword,
)
from hongshu.platform.accounts.models import (
    DataExportRow,
    LeavingRow,
    LoginClaim,
    PersonalFactRow,
    RoleGrant,
    SessionRow,
    User,
)
from hongshu.platform.accounts.queries import export_of_row, leaving_of_row

log = logging.getLogger(__name__)
_EXPORT_TAKES_AT_MOST = timedelta(hours=6)


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


def check_password(*, user_id: Id, password: str) -> None:
    """Make sure once more who asks. An account without a password passes: its passkey signed in.

    Raises WrongPassword.
    """
    user = User.objects.get(id=user_id)
    if user.has_usable_password() and not user.check_password(password):
        raise WrongPassword(field="password")


@transaction.atomic
def ask_export(*, user_id: Id) -> DataExport:
    """Remember that a member wants their data. Raises ExportUnderway while another one waits."""
    waiting = DataExportRow.objects.filter(user_id=user_id, state=ExportState.WAITING)
    # What waits for so long has failed as often as it is tried.
    waiting.filter(asked_at__lt=Now() - _EXPORT_TAKES_AT_MOST).update(state=ExportState.FAILED)
    row = DataExportRow(id=new_id(), user_id=user_id)
    DataExportRow.objects.bulk_create([row], ignore_conflicts=True)
    kept = DataExportRow.objects.filter(id=row.id).first()
    if kept is None:
        raise ExportUnderway
    return export_of_row(kept)


def finish_export(*, export_id: Id, file_name: str, byte_count: int) -> None:
    """The file of an export is there, for EXPORT_KEPT_FOR. Idempotent."""
    DataExportRow.objects.filter(id=export_id, state=ExportState.WAITING).update(
        state=ExportState.READY,
        file_name=file_name,
        byte_count=byte_count,
        ready_at=Now(),
        expires_at=clock.now() + EXPORT_KEPT_FOR,
    )


def expire_export(*, export_id: Id) -> None:
    """The file of an export is gone."""
    DataExportRow.objects.filter(id=export_id, state=ExportState.READY).update(
        state=ExportState.EXPIRED, file_name=""
    )


@transaction.atomic
def begin_leaving(*, user_id: Id) -> Leaving:
    """Remember that a member deletes the account, with LEAVING_TAKES to undo it. Idempotent.

    Raises StaffCannotLeave.
    """
    _lock(user_id)
    if RoleGrant.objects.filter(user_id=user_id).exists():
        raise StaffCannotLeave
    now = clock.now()
    row, _ = LeavingRow.objects.get_or_create(
        user_id=user_id, defaults={"asked_at": now, "due_at": now + LEAVING_TAKES}
    )
    User.objects.filter(id=user_id).update(is_leaving=True)
    return leaving_of_row(row)


@transaction.atomic
def undo_leaving(*, user_id: Id) -> Leaving | None:
    """Forget that a member wanted to leave; what was remembered, or None (also when it is too late)."""
    _lock(user_id)
    row = LeavingRow.objects.filter(user_id=user_id, erased_at__isnull=True).first()
    if row is None or row.done:
        return None
    leaving = leaving_of_row(row)
    row.delete()
    User.objects.filter(id=user_id).update(is_leaving=False)
    return leaving


@transaction.atomic
def note_erased(*, user_id: Id, done: Mapping[str, int]) -> None:
    """Add what was erased to the leaving's row; called beside the erasing, in its transaction."""
    row = LeavingRow.objects.select_for_update().get(user_id=user_id)
    for name, count in done.items():
        row.done[name] = int(row.done.get(name, 0)) + count
    row.save(update_fields=["done"])


@transaction.atomic
def erase_account(*, user_id: Id) -> dict[str, int]:
    """Take all that is personal out of an account: facts, logins, password, roles, exports. Idempotent.

    The row stays without a name, because others' rows point to it. Sessions end, since the password changes;
    the logins are free for somebody else.
    """
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    _lock(user_id)
    done = {
        "facts": PersonalFactRow.objects.filter(user_id=user_id).delete()[0],
        "logins": LoginClaim.objects.filter(user_id=user_id).delete()[0],
        "addresses": EmailAddress.objects.filter(user_id=user_id).delete()[0],
        "passkeys": Authenticator.objects.filter(user_id=user_id).delete()[0],
        "exports": DataExportRow.objects.filter(user_id=user_id).delete()[0],
    }
    user = User.objects.get(id=user_id)
    user.email = user.phone = ""
    user.is_active = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    LeavingRow.objects.filter(user_id=user_id, erased_at__isnull=True).update(erased_at=Now())
    return done


def sweep_sessions() -> int:
    """Delete sessions that have run out; how many."""
    return SessionRow.objects.filter(expire_date__lt=Now()).delete()[0]


def _lock(user_id: int) -> None:
    """Two commands on one account follow each other."""
    User.objects.select_for_update().filter(id=user_id).values_list("id").first()


def _is_admin(user_id: Id) -> bool:
    return RoleGrant.objects.filter(user_id=user_id, role=Role.ADMIN).exists()
