"""Reads of payments."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.payments import adapters
from hongshu.store.payments.contracts import (
    Exchange,
    PartView,
    Payment,
    PaymentNotFound,
    PaymentPart,
    PaymentState,
    Provider,
    Refund,
    RefundState,
    StatementLine,
    Suspicion,
)
from hongshu.store.payments.models import ExchangeRow, NotificationRow, PartRow, PaymentRow, RefundRow


def get_payment(checkout_id: Id) -> Payment:
    """The payment of a checkout with its parts; two queries. Raises PaymentNotFound."""
    row = PaymentRow.objects.filter(checkout_id=checkout_id).first()
    if row is None:
        raise PaymentNotFound
    return payments_of(row)


def get_payment_by_id(payment_id: Id, *, payer_user_id: Id) -> Payment:
    """A member's own payment; two queries. Raises PaymentNotFound, also for somebody else's."""
    row = PaymentRow.objects.filter(id=payment_id, payer_user_id=payer_user_id).first()
    if row is None:
        raise PaymentNotFound
    return payments_of(row)


def list_payments_by_id(payment_ids: Collection[Id]) -> dict[Id, Payment]:
    """Payments with their parts; two queries."""
    rows = list(PaymentRow.objects.filter(id__in=payment_ids))
    parts: dict[int, list[PartView]] = {row.id: [] for row in rows}
    for part in PartRow.objects.filter(payment_id__in=list(parts)).order_by("id"):
        parts[part.payment_id].append(_part(part))
    return {Id(row.id): _payment(row, tuple(parts[row.id])) for row in rows}


def list_parts_of_orders(order_ids: Collection[Id]) -> dict[Id, PartView]:
    """The parts of orders; what has none is left out. One query."""
    return {Id(row.order_id): _part(row) for row in PartRow.objects.filter(order_id__in=order_ids)}


def captured_of(order_id: Id) -> Money:
    """What was captured for an order. Raises PaymentNotFound."""
    return _of_order(order_id).captured


def refunded_of(order_id: Id) -> Money:
    """What of an order is back at the buyer's; refunds on their way are not. Raises PaymentNotFound."""
    return _of_order(order_id).refunded


def list_refunds_of_orders(order_ids: Collection[Id]) -> dict[Id, tuple[Refund, ...]]:
    """Refunds of orders in the order of their asking, surpluses left out; one query."""
    found: dict[Id, list[Refund]] = {order_id: [] for order_id in order_ids}
    rows = RefundRow.objects.filter(order_id__in=order_ids, part__isnull=False).order_by("id")
    for row in rows:
        found[Id(row.order_id)].append(refund_of(row))
    return {order_id: tuple(refunds) for order_id, refunds in found.items()}


def list_waiting_refunds(*, after: Id | None = None, limit: int = 50) -> tuple[Refund, ...]:
    """Refunds that are not settled yet, surpluses included, by id from behind *after*; one query."""
    rows = RefundRow.objects.filter(state=RefundState.REQUESTED.value).order_by("id")
    if after is not None:
        rows = rows.filter(id__gt=after)
    return tuple(refund_of(row) for row in rows[:limit])


def list_captured_payments(*, after: Id | None = None, limit: int = 500) -> tuple[Payment, ...]:
    """Captured payments in the order of their ids, from behind *after*: for reconciling; two queries."""
    ids = PaymentRow.objects.filter(state=PaymentState.CAPTURED.value).order_by("id")
    if after is not None:
        ids = ids.filter(id__gt=after)
    found = list_payments_by_id([Id(each) for each in ids.values_list("id", flat=True)[:limit]])
    return tuple(found[each] for each in sorted(found))


def list_refunds_by_number(numbers: Collection[str]) -> dict[str, Refund]:
    """Refunds by what the provider calls them, surpluses included; one query."""
    return {row.number: refund_of(row) for row in RefundRow.objects.filter(number__in=numbers)}


def list_exchanges(checkout_id: Id) -> tuple[Exchange, ...]:
    """The raw requests, answers and notifications of a checkout, for customs' spot checks; one query."""
    rows = ExchangeRow.objects.filter(checkout_id=checkout_id).order_by("id")
    return tuple(
        Exchange(
            id=Id(row.id),
            provider=Provider(row.provider),
            kind=row.kind,
            number=row.number,
            request=bytes(row.request),
            response=bytes(row.response),
            at=row.at,
        )
        for row in rows
    )


def list_suspicions(*, limit: int = 50) -> tuple[Suspicion, ...]:
    """Verified notifications that were not believed, the newest first; one query."""
    rows = NotificationRow.objects.filter(outcome__startswith="wrong").order_by("-id")[:limit]
    return tuple(
        Suspicion(
            id=Id(row.id),
            provider=Provider(row.provider),
            number=row.number,
            outcome=row.outcome,
            came_at=row.came_at,
        )
        for row in rows
    )


def list_statement(provider: Provider, day: date) -> tuple[StatementLine, ...]:
    """The provider's own statement of a day (China's time), asked of the provider: not in a transaction.

    Raises ``kernel.errors.OutsideFailure``.
    """
    return adapters.current_provider(provider).statement(day)


def list_providers() -> tuple[Provider, ...]:
    """Who can be paid with here: a provider without an account of ours, or with a broken one, is left out."""
    return tuple(Provider(name) for name, problem in describe_accounts().items() if not problem)


def describe_accounts() -> dict[str, str]:
    """Our accounts, each with what is wrong with its files, empty where nothing is. Asks no provider."""
    return adapters.describe_accounts()


def payments_of(row: PaymentRow, *, fresh: Iterable[tuple[int, PaymentPart]] = ()) -> Payment:
    """The contract of a row; of one that was opened just now the parts are known without asking."""
    parts = tuple(
        PartView(
            id=Id(part_id),
            payment_id=Id(row.id),
            order_id=part.order_id,
            amount=part.amount,
            captured=Money(0, row.currency),
            given_back=Money(0, row.currency),
            refunded=Money(0, row.currency),
        )
        for part_id, part in fresh
    ) or tuple(_part(part) for part in PartRow.objects.filter(payment_id=row.id).order_by("id"))
    return _payment(row, parts)


def refund_of(row: RefundRow) -> Refund:
    """The contract of a row."""
    return Refund(
        id=Id(row.id),
        order_id=Id(row.order_id),
        payment_id=Id(row.payment_id),
        provider=Provider(row.provider),
        number=row.number,
        key=row.key,
        amount=Money(row.amount_minor, row.currency),
        reason=row.reason,
        state=RefundState(row.state),
        requested_at=row.requested_at,
        settled_at=row.settled_at,
    )


def _of_order(order_id: Id) -> PartView:
    row = PartRow.objects.filter(order_id=order_id).first()
    if row is None:
        raise PaymentNotFound
    return _part(row)


def _part(row: PartRow) -> PartView:
    return PartView(
        id=Id(row.id),
        payment_id=Id(row.payment_id),
        order_id=Id(row.order_id),
        amount=Money(row.amount_minor, row.currency),
        captured=Money(row.captured_minor, row.currency),
        given_back=Money(row.given_back_minor, row.currency),
        refunded=Money(row.refunded_minor, row.currency),
    )


def _payment(row: PaymentRow, parts: tuple[PartView, ...]) -> Payment:
    return Payment(
        id=Id(row.id),
        checkout_id=Id(row.checkout_id),
        payer_user_id=Id(row.payer_user_id),
        provider=Provider(row.provider),
        number=row.number,
        state=PaymentState(row.state),
        amount=Money(row.amount_minor, row.currency),
        parts=parts,
        subject=row.subject,
        transaction_id=row.transaction_id,
        opened_at=row.opened_at,
        expires_at=row.expires_at,
        captured_at=row.captured_at,
    )
