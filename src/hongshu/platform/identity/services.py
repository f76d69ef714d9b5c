"""Commands of the identity vault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models.functions import Now

from hongshu.kernel import clock, settings
from hongshu.kernel.ids import Id, new_id, new_ids
from hongshu.platform.identity import adapters, keys, rules, sealing
from hongshu.platform.identity.contracts import (
    MOST_ACCOUNTS_A_RESIDENT,
    MOST_FAILURES_A_DAY,
    ConsentKind,
    ConsentMissing,
    ConsentOutdated,
    Identity,
    IdentityMismatch,
    IdentityNotFound,
    IdentityProvenAlready,
    KeysAreGiven,
    Person,
    Purpose,
    ResidentHasAccounts,
    TooManyIdentityAttempts,
)
from hongshu.platform.identity.models import AttemptRow, ConsentRow, IdentityRow, OpeningRow, ResidentClaim
from hongshu.platform.identity.ports import Answer
from hongshu.platform.identity.queries import consent_texts, identity_of

_DAY = timedelta(days=1)
# The year of the quota, and the day on which somebody comes of age, are China's.
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_ROTATED_AT_ONCE = 200


def prove_identity(*, user_id: Id, name: str, number: str) -> Identity:
    """Let the verifier compare a name and a resident id, and keep both sealed. Idempotent for the same
    person.

    Opens its own transactions; the verifier is called between them, and every attempt is kept before. Raises
    InvalidRealName, InvalidResidentNumber, ResidentIsMinor, IdentityMismatch, TooManyIdentityAttempts,
    IdentityProvenAlready (another person), ResidentHasAccounts, and OutsideFailure when no answer came.
    """
    name, number = rules.normal_name(name), rules.normal_number(number)
    rules.check_adult(number, _today())
    ring = keys.ring()
    value = sealing.blind_index(number, ring)
    known = IdentityRow.objects.filter(user_id=user_id, removed_at__isnull=True).first()
    if known is not None and known.claim != value:
        raise IdentityProvenAlready
    verifier = adapters.current_verifier()
    attempt_id = _begin_attempt(user_id, verifier.name)
    answer = verifier.compare(name=name, number=number)
    AttemptRow.objects.filter(id=attempt_id).update(answer=answer.value)
    if answer is not Answer.SAME_PERSON:
        raise IdentityMismatch(left=max(0, MOST_FAILURES_A_DAY - _failures(user_id)))
    with transaction.atomic():
        return _keep(user_id, Person(name=name, number=number), value, ring=ring, verifier=verifier.name)


def remove_identity(*, user_id: Id) -> bool:
    """Take the identity off the account. It is destroyed now, or on the day to which the law wants it kept.

    Whether there was one. Idempotent.
    """
    with transaction.atomic():
        rows = IdentityRow.objects.filter(user_id=user_id, removed_at__isnull=True)
        found = rows.update(removed_at=Now())
        _destroy(user_id=user_id)
    return bool(found)


def keep_identity_until(*, user_id: Id, day: date) -> None:
    """The law wants the identity kept to that day, such as for the declaration of an order; never shortened.

    Raises IdentityNotFound.
    """
    with transaction.atomic():
        row = _locked(user_id)
        if row.kept_until is None or row.kept_until < day:
            IdentityRow.objects.filter(id=row.id).update(kept_until=day)


def open_identity(
    *,
    user_id: Id,
    purpose: Purpose,
    subject_kind: str = "",
    subject_id: Id | None = None,
    actor_id: Id | None = None,
) -> Person:
    """The name and the number, for a purpose. The audit row is committed before they are given out.

    Must not be called inside a transaction (RuntimeError), which could take the row back. Raises
    IdentityNotFound, MasterKeyMissing.
    """
    with transaction.atomic(durable=True):
        row = _locked(user_id)
        OpeningRow.objects.create(
            user_id=user_id,
            identity_id=row.id,
            purpose=purpose.value,
            subject_kind=subject_kind,
            subject_id=subject_id,
            actor_id=actor_id,
        )
    return _opened(row)


def erase_identities(*, user_id: Id) -> int:
    """Destroy what a leaving member proved, but for what the law wants kept; how many rows. Idempotent.

    Attempts go too; consents and the audit stay with the orders that they belong to, by number only.
    """
    with transaction.atomic():
        IdentityRow.objects.filter(user_id=user_id, removed_at__isnull=True).update(removed_at=Now())
        AttemptRow.objects.filter(user_id=user_id).delete()
        return _destroy(user_id=user_id)


def destroy_due(*, limit: int = 500) -> int:
    """Destroy removed identities whose day has come, and claims of numbers whose year is over; how many."""
    with transaction.atomic():
        count = _destroy(limit=limit)
        living = IdentityRow.objects.filter(destroyed_at__isnull=True).values("claim")
        old = ResidentClaim.objects.filter(kept_until__lt=_today()).exclude(value__in=living)
        values = list(old.values_list("value", flat=True)[:limit])
        gone, _ = ResidentClaim.objects.filter(value__in=values).delete()
    return count + gone


def add_master_key() -> int:
    """Make a newer master key and seal with it from now on; its version. Older ones still open.

    Raises KeysAreGiven where the keys come from the environment: whoever gives them adds one there.
    """
    if settings.current().identity_keys:
        raise KeysAreGiven
    keys.ring()
    return keys.add_master(keys.file_of(settings.current().data_folder))


def newest_master_key() -> int:
    """The version of the master key that seals now."""
    return keys.ring().newest


def rewrap_some(*, limit: int = _ROTATED_AT_ONCE) -> int:
    """Wrap the keys of some records anew under the newest master key; how many, 0 when all are.

    One transaction a call: killed anywhere, the next call goes on. Names and numbers are not opened for it.
    """
    ring = keys.ring()
    with transaction.atomic():
        rows = list(
            IdentityRow.objects.select_for_update(skip_locked=True)
            .filter(destroyed_at__isnull=True, key_version__lt=ring.newest)
            .order_by("key_version", "id")[:limit]
        )
        for row in rows:
            data_key = sealing.unwrap(
                bytes(row.wrapped_key or b""), keys=ring, version=row.key_version, identity_id=row.id
            )
            row.wrapped_key = sealing.wrap(data_key, keys=ring, version=ring.newest, identity_id=row.id)
            row.key_version = ring.newest
        IdentityRow.objects.bulk_update(rows, ["wrapped_key", "key_version"])
        OpeningRow.objects.bulk_create(
            OpeningRow(id=key, user_id=row.user_id, identity_id=row.id, purpose=Purpose.ROTATION.value)
            for row, key in zip(rows, new_ids(len(rows)), strict=True)
        )
    return len(rows)


@transaction.atomic
def give_consents(
    *,
    user_id: Id,
    given: Mapping[ConsentKind, int],
    needed: frozenset[ConsentKind],
    subject_kind: str,
    subject_id: Id,
) -> None:
    """Keep that a member agreed to these versions, for a subject such as ("order", 17). Idempotent.

    Raises ConsentMissing for the first needed one that was not given, ConsentOutdated for another version
    than the one that holds today.
    """
    current = {text.kind: text.version for text in consent_texts(_today())}
    for kind in sorted(needed):
        if kind not in given:
            raise ConsentMissing(kind=kind.value)
    for kind, version in given.items():
        if current.get(kind) != version:
            raise ConsentOutdated(kind=kind.value)
    ConsentRow.objects.bulk_create(
        [
            ConsentRow(
                id=key,
                user_id=user_id,
                kind=kind.value,
                version=version,
                subject_kind=subject_kind,
                subject_id=subject_id,
            )
            for (kind, version), key in zip(given.items(), new_ids(len(given)), strict=True)
        ],
        ignore_conflicts=True,
    )


def _today() -> date:
    return clock.now().astimezone(_SHANGHAI).date()


def _failures(user_id: Id) -> int:
    # An attempt that was not answered counts: otherwise a crash would be a way to try for ever.
    rows = AttemptRow.objects.filter(user_id=user_id, asked_at__gt=Now() - _DAY)
    return rows.exclude(answer=Answer.SAME_PERSON.value).count()


def _begin_attempt(user_id: Id, verifier: str) -> Id:
    with transaction.atomic():
        # Attempts of one account stand in line, so that a hundred at once are not a hundred tries.
        _stand_in_line(user_id)
        if _failures(user_id) >= MOST_FAILURES_A_DAY:
            raise TooManyIdentityAttempts(most=MOST_FAILURES_A_DAY)
        row = AttemptRow.objects.create(user_id=user_id, verifier=verifier)
    return Id(row.id)


def _stand_in_line(user_id: Id) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('identity:' || %s::text, 0))", [user_id]
        )


def _keep(user_id: Id, person: Person, value: str, *, ring: keys.KeyRing, verifier: str) -> Identity:
    _stand_in_line(user_id)
    known = IdentityRow.objects.filter(user_id=user_id, removed_at__isnull=True).first()
    if known is not None:
        if known.claim != value:
            raise IdentityProvenAlready
        return identity_of(known)
    resident_id = _claim(value)
    others = IdentityRow.objects.filter(resident_id=resident_id, removed_at__isnull=True)
    if others.values("user_id").distinct().count() >= MOST_ACCOUNTS_A_RESIDENT:
        raise ResidentHasAccounts(most=MOST_ACCOUNTS_A_RESIDENT)
    key, data_key = new_id(), sealing.new_data_key()
    row = IdentityRow.objects.create(
        id=key,
        user_id=user_id,
        resident_id=resident_id,
        claim=value,
        wrapped_key=sealing.wrap(data_key, keys=ring, version=ring.newest, identity_id=key),
        key_version=ring.newest,
        sealed_name=sealing.seal(data_key, person.name, user_id=user_id, field="name"),
        sealed_number=sealing.seal(data_key, person.number, user_id=user_id, field="number"),
        masked_name=rules.masked(person.name),
        last_four=person.number[-4:],
        verifier=verifier,
    )
    row.refresh_from_db(fields=["proven_at"])
    return identity_of(row)


def _claim(value: str) -> Id:
    """The resident of a number, locked: two accounts that prove it at once get the same one."""
    end_of_year = date(_today().year, 12, 31)
    ResidentClaim.objects.bulk_create(
        [ResidentClaim(value=value, resident_id=new_id(), kept_until=end_of_year)], ignore_conflicts=True
    )
    row = ResidentClaim.objects.select_for_update().get(value=value)
    if row.kept_until < end_of_year:
        ResidentClaim.objects.filter(value=value).update(kept_until=end_of_year)
    return Id(row.resident_id)


def _locked(user_id: Id) -> IdentityRow:
    row = (
        IdentityRow.objects.select_for_update()
        .filter(user_id=user_id, removed_at__isnull=True, destroyed_at__isnull=True)
        .first()
    )
    if row is None:
        raise IdentityNotFound
    return row


def _opened(row: IdentityRow) -> Person:
    data_key = sealing.unwrap(
        bytes(row.wrapped_key or b""), keys=keys.ring(), version=row.key_version, identity_id=row.id
    )
    name, number = (
        sealing.open_sealed(data_key, bytes(sealed or b""), user_id=row.user_id, field=field)
        for sealed, field in ((row.sealed_name, "name"), (row.sealed_number, "number"))
    )
    return Person(name=name, number=number)


def _destroy(*, user_id: Id | None = None, limit: int | None = None) -> int:
    """Destroy what is removed and need not be kept any longer; how many rows."""
    due = IdentityRow.objects.filter(removed_at__isnull=False, destroyed_at__isnull=True).exclude(
        kept_until__gte=_today()
    )
    if user_id is not None:
        due = due.filter(user_id=user_id)
    wanted = list(due.order_by("id").values_list("id", flat=True)[:limit])
    return IdentityRow.objects.filter(id__in=wanted).update(
        wrapped_key=None,
        sealed_name=None,
        sealed_number=None,
        masked_name="",
        last_four="",
        destroyed_at=Now(),
    )
