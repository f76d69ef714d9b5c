"""The books: posted once, balanced by construction, changed by nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.money import Money
from hongshu.store.ledger.contracts import Account, InvalidTransfer, TransferConflict, TransferDraft
from hongshu.store.ledger.models import TransferRow
from hongshu.store.ledger.queries import list_balances, list_transfers
from hongshu.store.ledger.services import post_transfers

pytestmark = pytest.mark.django_db
ORDER = Id(41)


PRICE = Money(9_900)
_INSERT = (
    "INSERT INTO ledger_transfer"
    " (id, debit, credit, amount_minor, currency, reason, subject_kind, subject_id, key)"
    " VALUES (9, %s, 'CNY', 'x', 'order', 1, 'x')"
)


def draft(key: str = "capture:1", *, amount: Money = PRICE, **changes: object) -> TransferDraft:
    values: dict[str, object] = {
        "debit": Account.PROVIDER_CLEARING,
        "credit": Account.CUSTOMER_FUNDS,
        "amount": amount,
        "reason": "capture",
        "subject_kind": "order",
        "subject_id": ORDER,
        "key": key,
    }
    return TransferDraft(**{**values, **changes})  # type: ignore[arg-type]


def test_a_transfer_is_posted_once_however_often_it_is_sent() -> None:
    first = post_transfers([draft()])
    assert post_transfers([draft()]) == first
    assert post_transfers([draft("capture:2"), draft()])[1] == first[0]
    posted = list_transfers(subject_kind="order", subject_id=ORDER)
    assert [(each.key, each.amount, each.debit) for each in posted] == [
        ("capture:1", Money(9_900), Account.PROVIDER_CLEARING),
        ("capture:2", Money(9_900), Account.PROVIDER_CLEARING),
    ]


@pytest.mark.parametrize(
    "changes",
    [{"amount": Money(1)}, {"amount": Money(9_900, "USD")}, {"credit": Account.REVENUE}, {"reason": "gift"}],
)
def test_a_key_with_other_content_is_refused_and_nothing_of_the_call_is_posted(
    changes: dict[str, object],
) -> None:
    post_transfers([draft()])
    with pytest.raises(TransferConflict):
        post_transfers([draft("fee:1"), draft(**changes)])
    assert [each.key for each in list_transfers(subject_kind="order", subject_id=ORDER)] == ["capture:1"]


def test_one_key_serves_subjects_of_two_kinds() -> None:
    one, other = post_transfers([draft(), draft(subject_kind="lot")])
    assert one != other
    assert len(list_transfers(subject_kind="lot", subject_id=ORDER)) == 1


@pytest.mark.parametrize(
    "wrong", [{"amount": Money(0)}, {"amount": Money(-5)}, {"credit": Account.PROVIDER_CLEARING}]
)
def test_a_transfer_of_nothing_or_to_itself_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidTransfer):
        post_transfers([draft(**wrong)])
    assert not TransferRow.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_transfer SET amount_minor = 1",
        "DELETE FROM ledger_transfer",
        _INSERT % "'bank', 'bank', 5",
        _INSERT % "'bank', 'revenue', 0",
        _INSERT % "'bank', 'pocket', 5",
    ],
)
def test_the_database_itself_refuses_what_must_not_be(statement: str) -> None:
    post_transfers([draft()])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert TransferRow.objects.get().amount_minor == 9_900


def test_debits_equal_credits_over_all_accounts_of_a_currency() -> None:
    post_transfers(
        [
            draft(),
            draft("fee", debit=Account.PROVIDER_FEES, credit=Account.PROVIDER_CLEARING, amount=Money(59)),
            draft("yen", amount=Money(500, "JPY")),
        ]
    )
    balances = list_balances()
    for currency in ("CNY", "JPY"):
        assert sum(each.net_minor for each in balances if each.currency == currency) == 0
    clearing = next(
        each for each in balances if (each.account, each.currency) == (Account.PROVIDER_CLEARING, "CNY")
    )
    assert (clearing.debit_minor, clearing.credit_minor, clearing.net_minor) == (9_900, 59, 9_841)


def test_a_balance_can_be_asked_of_a_span_of_time() -> None:
    post_transfers([draft()])
    now = datetime.now(UTC)
    assert list_balances(until=now - timedelta(days=1)) == ()
    assert list_balances(since=now + timedelta(days=1)) == ()
    assert len(list_balances(since=now - timedelta(days=1), until=now + timedelta(days=1))) == 2


def test_many_transfers_are_posted_in_two_statements() -> None:
    drafts = [draft(f"line:{number}") for number in range(50)]
    # The first id of a process leases its node.
    new_id()
    with CaptureQueriesContext(connection) as asked:
        post_transfers(drafts)
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) == 2
