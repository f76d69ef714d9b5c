"""The identity vault: sealed, found by blind index, opened with an audit, destroyed in the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, connection, transaction
from tests.support.community import member

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.identity import keys, sealing
from hongshu.platform.identity.contracts import (
    ConsentKind,
    ConsentMissing,
    ConsentOutdated,
    IdentityMismatch,
    IdentityNotFound,
    IdentityProvenAlready,
    MasterKeyMissing,
    Person,
    Purpose,
    ResidentHasAccounts,
    TooManyIdentityAttempts,
)
from hongshu.platform.identity.models import AttemptRow, IdentityRow, OpeningRow, ResidentClaim
from hongshu.platform.identity.queries import (
    consent_texts,
    count_to_rewrap,
    find_identity,
    list_consents,
    list_openings,
    list_sample_people,
)
from hongshu.platform.identity.services import (
    add_master_key,
    destroy_due,
    erase_identities,
    give_consents,
    keep_identity_until,
    open_identity,
    prove_identity,
    remove_identity,
    rewrap_some,
)

pytestmark = pytest.mark.django_db
LIN, ZHOU = list_sample_people()[:2]
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A file of keys of this test's own."""
    monkeypatch.setattr(keys, "file_of", lambda _folder: tmp_path / "identity_keys.json")
    keys.ring.cache_clear()
    with clock.fixed_at(NOON):
        yield
    keys.ring.cache_clear()


def prove(user_id: Id, person: Person = LIN) -> Id:
    return prove_identity(user_id=user_id, name=person.name, number=person.number).resident_id


def test_a_proven_identity_shows_its_last_four_digits_and_no_more() -> None:
    ann = member("Ann")
    spaced = f" {LIN.number[:6]} {LIN.number[6:]} "
    shown = prove_identity(user_id=ann, name=f" {LIN.name} ", number=spaced)
    assert (shown.masked_name, shown.last_four) == ("林＊＊", "0177")
    assert find_identity(ann) == shown
    assert prove(ann) == shown.resident_id
    assert IdentityRow.objects.count() == 1


def test_nothing_of_it_is_in_the_database_in_the_clear() -> None:
    prove(member())
    with connection.cursor() as cursor:
        for table in ("identity_identity", "identity_attempt", "identity_resident_claim", "identity_opening"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} AS t")
            text = str(cursor.fetchone())
            for planted in (LIN.number, LIN.name, LIN.number.encode().hex(), LIN.name.encode().hex()):
                assert planted not in text


def test_one_number_is_one_resident_on_every_account() -> None:
    ann, ben, cleo = member(), member(), member()
    assert prove(ann) == prove(ben)
    assert prove(cleo, ZHOU) != prove(ann)


def test_a_number_is_proven_on_three_accounts_and_no_more() -> None:
    for _ in range(3):
        prove(member())
    with pytest.raises(ResidentHasAccounts):
        prove(member())


def test_a_name_of_somebody_else_is_refused_and_five_tries_a_day_are_all() -> None:
    ann = member()
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(IdentityMismatch) as refused:
            prove_identity(user_id=ann, name="林大满", number=LIN.number)
        assert refused.value.details == {"left": left}
    with pytest.raises(TooManyIdentityAttempts):
        prove(ann)
    assert AttemptRow.objects.filter(user_id=ann).count() == 5
    assert find_identity(ann) is None
    prove(member())


def test_another_person_on_the_same_account_waits_until_the_first_is_removed() -> None:
    ann = member()
    prove(ann)
    with pytest.raises(IdentityProvenAlready):
        prove(ann, ZHOU)
    assert remove_identity(user_id=ann)
    assert not remove_identity(user_id=ann)
    prove(ann, ZHOU)


def test_opening_gives_the_person_out_and_leaves_an_audit_that_nobody_can_change() -> None:
    ann = member()
    prove(ann)
    order = new_id()
    found = open_identity(
        user_id=ann, purpose=Purpose.DECLARATION, subject_kind="order", subject_id=order, actor_id=Id(9)
    )
    assert (found.name, found.number) == (LIN.name, LIN.number)
    assert LIN.number not in f"{found} {found!r}"
    (row,) = list_openings(ann)
    assert (row.purpose, row.subject_id, row.actor_id) == (Purpose.DECLARATION, order, Id(9))
    for statement in ("UPDATE identity_opening SET actor_id = NULL", "DELETE FROM identity_opening"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_sealed_text_opens_in_no_other_record() -> None:
    ann, ben = member(), member()
    prove(ann)
    prove(ben, ZHOU)
    there = IdentityRow.objects.get(user_id=ann)
    columns = ("wrapped_key", "sealed_name", "sealed_number", "key_version")
    IdentityRow.objects.filter(user_id=ben).update(**{name: getattr(there, name) for name in columns})
    with pytest.raises(InvalidTag):
        open_identity(user_id=ben, purpose=Purpose.PAYMENT)


def test_who_has_none_is_told_so() -> None:
    with pytest.raises(IdentityNotFound):
        open_identity(user_id=member(), purpose=Purpose.PAYMENT)
    with pytest.raises(IdentityNotFound):
        keep_identity_until(user_id=member(), day=date(2027, 1, 1))


def test_a_removed_identity_is_destroyed_with_its_key() -> None:
    ann = member()
    prove(ann)
    remove_identity(user_id=ann)
    row = IdentityRow.objects.get()
    assert row.destroyed_at is not None
    assert (row.wrapped_key, row.sealed_name, row.sealed_number, row.masked_name, row.last_four) == (
        None, None, None, "", "",
    )  # fmt: skip


def test_what_the_law_wants_kept_is_unusable_until_its_day_and_then_destroyed() -> None:
    ann = member()
    prove(ann)
    keep_identity_until(user_id=ann, day=date(2029, 11, 25))
    keep_identity_until(user_id=ann, day=date(2027, 1, 1))
    assert erase_identities(user_id=ann) == 0
    with pytest.raises(IdentityNotFound):
        open_identity(user_id=ann, purpose=Purpose.DECLARATION)
    with clock.fixed_at(datetime(2029, 11, 25, 4, tzinfo=UTC)):
        assert destroy_due() == 0
    with clock.fixed_at(datetime(2029, 11, 25, 16, 30, tzinfo=UTC)):
        # In Shanghai it is the next day. The claim of the number, whose year is over, goes with the record.
        assert destroy_due() == 2
        assert destroy_due() == 0
    assert IdentityRow.objects.get().wrapped_key is None
    assert not ResidentClaim.objects.exists()


def test_who_leaves_and_comes_back_within_the_year_is_the_same_resident() -> None:
    ann = member()
    resident = prove(ann)
    assert erase_identities(user_id=ann) == 1
    assert not AttemptRow.objects.exists()
    assert destroy_due() == 0
    assert prove(member()) == resident
    with clock.fixed_at(datetime(2027, 1, 2, tzinfo=UTC)):
        assert destroy_due() == 0


def test_keys_are_rotated_in_steps_and_everything_still_opens() -> None:
    people = [member() for _ in range(3)]
    for user_id in people:
        prove(user_id)
    assert add_master_key() == 2
    late = member()
    prove(late, ZHOU)
    assert count_to_rewrap(2) == 3
    assert rewrap_some(limit=2) == 2
    assert {open_identity(user_id=user_id, purpose=Purpose.EXPORT).number for user_id in people} == {
        LIN.number
    }
    assert (rewrap_some(limit=2), rewrap_some(limit=2)) == (1, 0)
    assert set(IdentityRow.objects.values_list("key_version", flat=True)) == {2}
    assert open_identity(user_id=people[0], purpose=Purpose.EXPORT).name == LIN.name
    assert OpeningRow.objects.filter(purpose="rotation").count() == 3


def test_without_its_master_key_a_record_does_not_open() -> None:
    ann = member()
    prove(ann)
    IdentityRow.objects.update(key_version=7)
    with pytest.raises(MasterKeyMissing):
        open_identity(user_id=ann, purpose=Purpose.EXPORT)


def test_the_same_number_is_another_index_under_another_key() -> None:
    one, other = (keys.KeyRing(index=bytes([n]) * 32, masters={1: bytes([9]) * 32}) for n in (1, 2))
    assert sealing.blind_index(LIN.number, one) == sealing.blind_index(LIN.number, one)
    assert sealing.blind_index(LIN.number, one) != sealing.blind_index(LIN.number, other)


def test_consents_are_kept_with_the_version_that_was_read() -> None:
    ann, order = member(), new_id()
    given = {text.kind: text.version for text in consent_texts(date(2026, 11, 25))}
    assert set(given) == set(ConsentKind)

    def give(given: dict[ConsentKind, int]) -> None:
        give_consents(
            user_id=ann, given=given, needed=frozenset(ConsentKind), subject_kind="order", subject_id=order
        )

    with pytest.raises(ConsentMissing):
        give({ConsentKind.PERSONAL_USE: 1})
    with pytest.raises(ConsentOutdated):
        give({**given, ConsentKind.REAL_NAME: 99})
    assert list_consents(user_id=ann, subject_kind="order", subject_id=order) == ()
    give(given)
    give(given)
    kept = list_consents(user_id=ann, subject_kind="order", subject_id=order)
    assert {consent.kind: consent.version for consent in kept} == given
