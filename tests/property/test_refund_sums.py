"""Whatever is asked for in whatever order: the refunds of an order end at what was paid, to the fen."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.paying import captured

from hongshu.kernel.money import Money
from hongshu.store.ledger.contracts import Account
from hongshu.store.ledger.queries import list_transfers
from hongshu.store.payments.contracts import RefundTooLarge
from hongshu.store.payments.models import RefundRow
from hongshu.store.payments.ports import Raw, RefundFinding, RefundProgress
from hongshu.store.payments.queries import list_parts_of_orders
from hongshu.store.payments.services import refund_part
from hongshu.store.payments.services.refunding import settle_refund

RAW = Raw(request=b"", response=b"")


def decide(number: str, progress: RefundProgress, amount: Money) -> None:
    finding = RefundFinding(number=number, progress=progress, merchant="us", amount=amount, text="", raw=RAW)
    settle_refund(number=number, finding=finding, our_merchant="us")


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(
    paid=st.integers(1, 10_000),
    steps=st.lists(st.tuples(st.integers(1, 10_000), st.sampled_from(list(RefundProgress))), max_size=8),
)
def test_all_refunds_together_give_back_what_was_paid(
    paid: int, steps: list[tuple[int, RefundProgress]]
) -> None:
    with transaction.atomic():
        order_id = captured(paid).parts[0].order_id
        settled = waiting = 0
        for number, (fen, progress) in enumerate(steps):
            try:
                refund = refund_part(order_id=order_id, amount=Money(fen), key=str(number), reason="x")
            except RefundTooLarge:
                assert fen > paid - settled - waiting
                continue
            assert fen <= paid - settled - waiting
            decide(refund.number, progress, Money(fen))
            settled += fen if progress is RefundProgress.SETTLED else 0
            waiting += fen if progress in (RefundProgress.PENDING, RefundProgress.UNKNOWN) else 0
            part = list_parts_of_orders([order_id])[order_id]
            assert (part.refunded, part.given_back) == (Money(settled), Money(settled + waiting))
        if left := list_parts_of_orders([order_id])[order_id].refundable.amount_minor:
            refund_part(order_id=order_id, amount=Money(left), key="the rest", reason="x")
        for row in RefundRow.objects.filter(order_id=order_id):
            decide(row.number, RefundProgress.SETTLED, Money(row.amount_minor, row.currency))
        part = list_parts_of_orders([order_id])[order_id]
        assert part.refunded == part.captured == Money(paid)
        back = [
            each.amount.amount_minor
            for each in list_transfers(subject_kind="order", subject_id=order_id)
            if each.credit is Account.PROVIDER_CLEARING
        ]
        assert sum(back) == paid
        transaction.set_rollback(True)
