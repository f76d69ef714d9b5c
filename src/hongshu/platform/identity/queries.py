"""Reads of the identity vault. None of them opens anything."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.platform.identity.contracts import (
    SAMPLE_PEOPLE,
    Consent,
    ConsentKind,
    ConsentText,
    Identity,
    Opening,
    Person,
    Purpose,
)
from hongshu.platform.identity.models import ConsentRow, IdentityRow, OpeningRow


def find_identity(user_id: Id) -> Identity | None:
    """The proven identity of an account, as it may be shown."""
    row = IdentityRow.objects.filter(user_id=user_id, removed_at__isnull=True).first()
    return None if row is None else identity_of(row)


def ask_identity(user_id: Id) -> Asked[Identity | None]:
    """As ``find_identity``, to be sent with others."""
    rows = IdentityRow.objects.filter(user_id=user_id, removed_at__isnull=True)
    columns = ("id", "user_id", "resident_id", "masked_name", "last_four", "proven_at")

    def answer(found: list[tuple[Any, ...]]) -> Identity | None:
        if not found:
            return None
        key, owner, resident, masked_name, last_four, proven_at = found[0]
        return Identity(
            id=Id(key),
            user_id=Id(owner),
            resident_id=Id(resident),
            masked_name=masked_name,
            last_four=last_four,
            proven_at=proven_at,
        )

    return Asked.rows(rows.values_list(*columns)[:1], answer)


def list_openings(user_id: Id, *, limit: int = 100) -> tuple[Opening, ...]:
    """Who opened an account's records, the newest first: the member may read it."""
    rows = OpeningRow.objects.filter(user_id=user_id).order_by("-id")[:limit]
    return tuple(
        Opening(
            identity_id=Id(row.identity_id),
            user_id=Id(row.user_id),
            purpose=Purpose(row.purpose),
            subject_kind=row.subject_kind,
            subject_id=None if row.subject_id is None else Id(row.subject_id),
            actor_id=None if row.actor_id is None else Id(row.actor_id),
            opened_at=row.opened_at,
        )
        for row in rows
    )


def consent_texts(day: date) -> tuple[ConsentText, ...]:
    """The texts that hold on a day: of each kind the newest version whose first day has come."""
    newest: dict[ConsentKind, ConsentText] = {}
    for text in _consent_texts():
        if text.valid_from <= day and text.version >= newest.get(text.kind, text).version:
            newest[text.kind] = text
    return tuple(newest[kind] for kind in ConsentKind if kind in newest)


def list_consents(*, user_id: Id, subject_kind: str, subject_id: Id) -> tuple[Consent, ...]:
    """What a member agreed to for a subject."""
    rows = ConsentRow.objects.filter(user_id=user_id, subject_kind=subject_kind, subject_id=subject_id)
    return tuple(
        Consent(
            user_id=Id(row.user_id),
            kind=ConsentKind(row.kind),
            version=row.version,
            subject_kind=row.subject_kind,
            subject_id=Id(row.subject_id),
            given_at=row.given_at,
        )
        for row in rows.order_by("kind")
    )


def list_sample_people() -> tuple[Person, ...]:
    """The people whom the sandbox verifier knows, for a demo to offer."""
    return tuple(Person(name=name, number=number) for name, number in SAMPLE_PEOPLE)


def count_to_rewrap(newest: int) -> int:
    """How many records are still sealed under a master key older than *newest*."""
    return IdentityRow.objects.filter(destroyed_at__isnull=True, key_version__lt=newest).count()


def identity_of(row: IdentityRow) -> Identity:
    """What may be shown of a row."""
    return Identity(
        id=Id(row.id),
        user_id=Id(row.user_id),
        resident_id=Id(row.resident_id),
        masked_name=row.masked_name,
        last_four=row.last_four,
        proven_at=row.proven_at,
    )


@cache
def _consent_texts() -> tuple[ConsentText, ...]:
    whole = tomllib.loads((Path(__file__).parent / "consents.toml").read_text(encoding="utf-8"))
    return tuple(
        ConsentText(
            kind=ConsentKind(each["kind"]),
            version=each["version"],
            valid_from=each["valid_from"],
            text_zh=each["zh"],
            text_en=each["en"],
        )
        for each in whole["consent"]
    )
