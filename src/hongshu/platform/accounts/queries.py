"""Reads of accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.platform.accounts import rules
from hongshu.platform.accounts.contracts import (
    FACT_KEYS,
    AccountDetails,
    DataExport,
    ExportState,
    FactVisibility,
    InvalidPhone,
    Leaving,
    PersonalFact,
    Role,
)
from hongshu.platform.accounts.models import (
    DataExportRow,
    LeavingRow,
    LoginClaim,
    PersonalFactRow,
    RoleGrant,
    User,
)


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
    return ask_facts(user_id, public_only=public_only).answer


def ask_facts(user_id: Id, *, public_only: bool) -> Asked[tuple[PersonalFact, ...]]:
    """``list_facts``, to be sent with others."""
    rows = PersonalFactRow.objects.filter(user_id=user_id)
    if public_only:
        rows = rows.filter(visibility=FactVisibility.PUBLIC)

    def in_order(found: list[tuple[str, str, str]]) -> tuple[PersonalFact, ...]:
        facts = {key: PersonalFact(key, value, FactVisibility(seen)) for key, value, seen in found}
        return tuple(facts[key] for key in FACT_KEYS if key in facts)

    return Asked.rows(rows.values_list("key", "value", "visibility"), in_order)


def list_public_facts(user_ids: Collection[Id]) -> dict[Id, tuple[PersonalFact, ...]]:
    """What members told everybody about themselves, by user id; one query, none for no ids."""
    if not user_ids:
        return {}
    rows = PersonalFactRow.objects.filter(user_id__in=set(user_ids), visibility=FactVisibility.PUBLIC)
    found: dict[Id, list[PersonalFact]] = {}
    for user_id, key, value in rows.values_list("user_id", "key", "value"):
        found.setdefault(Id(user_id), []).append(PersonalFact(key, value, FactVisibility.PUBLIC))
    return {user_id: tuple(facts) for user_id, facts in found.items()}


def list_roles(user_id: Id) -> frozenset[Role]:
    """The staff roles of an account."""
    return frozenset(
        Role(role) for role in RoleGrant.objects.filter(user_id=user_id).values_list("role", flat=True)
    )


def phone_claim(user_id: int) -> tuple[str, bool] | None:
    """The account's phone number and whether it was proven, or None."""
    claim = LoginClaim.objects.phones().filter(user_id=user_id).first()
    return None if claim is None else (claim.value, claim.is_verified)


def get_details(user_id: Id) -> AccountDetails:
    """How an account signs in and since when it is there."""
    row = User.objects.filter(id=user_id).values_list("email", "phone", "joined_at").get()
    return AccountDetails(*row)


def find_export(user_id: Id) -> DataExport | None:
    """The export that a member asked for last, or None. One query."""
    row = DataExportRow.objects.filter(user_id=user_id).order_by("-id").first()
    return None if row is None else export_of_row(row)


def find_export_by_id(export_id: Id) -> DataExport | None:
    """An export, or None."""
    row = DataExportRow.objects.filter(id=export_id).first()
    return None if row is None else export_of_row(row)


def list_expired_exports(now: datetime) -> tuple[DataExport, ...]:
    """Exports whose time is over and whose files may still be there."""
    rows = DataExportRow.objects.filter(state=ExportState.READY, expires_at__lt=now)
    return tuple(map(export_of_row, rows))


def list_exports(user_id: Id) -> tuple[DataExport, ...]:
    """Every export of a member's that is remembered."""
    return tuple(map(export_of_row, DataExportRow.objects.filter(user_id=user_id)))


def find_leaving(user_id: Id) -> Leaving | None:
    """Whether and since when a member deletes the account. One query."""
    row = LeavingRow.objects.filter(user_id=user_id).first()
    return None if row is None else leaving_of_row(row)


def list_due_leavings(now: datetime, *, limit: int = 20) -> tuple[Id, ...]:
    """Who is to be erased now, the longest waiting first."""
    rows = LeavingRow.objects.filter(erased_at__isnull=True, due_at__lte=now).order_by("due_at")
    return tuple(Id(key) for key in rows.values_list("user_id", flat=True)[:limit])


def export_of_row(row: DataExportRow) -> DataExport:
    """The contract of a row, for this package's services."""
    return DataExport(
        id=Id(row.id),
        user_id=Id(row.user_id),
        state=ExportState(row.state),
        asked_at=row.asked_at,
        ready_at=row.ready_at,
        expires_at=row.expires_at,
        file_name=row.file_name,
        byte_count=row.byte_count,
    )


def leaving_of_row(row: LeavingRow) -> Leaving:
    """The contract of a row, for this package's services."""
    return Leaving(
        user_id=Id(row.user_id),
        asked_at=row.asked_at,
        due_at=row.due_at,
        erased_at=row.erased_at,
        done=dict(row.done),
    )
